"""The rules of a draw as they are typed: read by plain functions, each mistake named where it stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import isfinite

from formsapp.returns.fields.wording import fault_of, is_blank, tidy
from formsapp.samples.commands import Stated
from formsapp.samples.models import SampleEntry
from formsapp.samples.queries import Drawn
from scoring.moderation.sampling import DEFAULT_POINTS

LONGEST_REASON = 1_000
#: Empty rows for returns that must be in the sample, beside those filled in.
_SPARE_ROWS = 3
_MOST_ROWS = 200
SIGNS = {
    "critical": "A rating that limits the band",
    "jump": "An overall score that moved by 20 points or more since last year",
    "all_top": "The top level in every rating",
}
#: How a draw came to pick a return, as people say it.
PICKS = {"random": "At random", "must_include": "Must be included", "risk": "Signs of risk"}


@dataclass
class Typed:
    """What stands in the form: as typed, so that it is still there when something is wrong."""

    size: str = ""
    strata: list[str] = field(default_factory=list)
    #: Return and reason, a row each.
    must: list[tuple[str, str]] = field(default_factory=list)
    risk_picks: str = "0"
    points: dict[str, str] = field(
        default_factory=lambda: {sign: f"{worth:g}" for sign, worth in DEFAULT_POINTS.items()}
    )
    reason: str = ""
    seed: str = ""
    errors: list[tuple[str | None, str]] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The rows of the form: those filled in, and some empty ones."""
        return [*self.must, *[("", "")] * _SPARE_ROWS]

    def error_at(self, place: str) -> str | None:
        """What is wrong at one place of the form."""
        return next((sentence for where, sentence in self.errors if where == place), None)


def typed_before(drawn: Drawn | None, entries: Collection[SampleEntry]) -> Typed:
    """The form as it is first shown: the rules of the last draw, if there is one."""
    if drawn is None:
        return Typed()
    return Typed(
        size=str(drawn.sample.size),
        strata=drawn.strata,
        must=[(str(one.return_id), one.reason) for one in entries if one.pick == "must_include"],
        risk_picks=str(drawn.sample.risk_picks),
        points={sign: f"{drawn.risk_points.get(sign, 0):g}" for sign in SIGNS},
    )


def read_typed(form: Mapping[str, str], strata: list[str]) -> Typed:
    """What was posted."""
    numbers = [one for one in range(1, _MOST_ROWS) if f"must-{one}" in form]
    rows = [(form[f"must-{one}"].strip(), _tidied(form.get(f"why-{one}", ""))) for one in numbers]
    return Typed(
        size=form.get("size", "").strip(),
        strata=strata,
        must=[row for row in rows if any(row)],
        risk_picks=form.get("risk_picks", "").strip(),
        points={sign: form.get(f"points-{sign}", "").strip() for sign in SIGNS},
        reason=_tidied(form.get("reason", "")),
        seed=form.get("seed", ""),
    )


def stated_in(typed: Typed, *, returns: Collection[int], strata: Collection[str]) -> Stated | None:
    """The rules, or None with what is wrong noted in `typed`."""
    wrong = typed.errors
    size = _whole(typed.size)
    if not size:
        wrong.append(("size", "Enter how many returns to draw, as a whole number"))
    elif size > len(returns):
        wrong.append(("size", f"Draw at most {len(returns)}: so many returns are submitted"))
    must = _must(typed, returns)
    picks = _whole(typed.risk_picks or "0")
    if picks is None:
        wrong.append(("risk_picks", "Enter how many to pick for their signs of risk, or 0"))
    points = {sign: _points(typed.points[sign]) for sign in SIGNS}
    wrong.extend((f"points-{sign}", "Enter points from 0 to 100") for sign, worth in points.items() if worth is None)
    if fault := fault_of(typed.reason, LONGEST_REASON, "The reason"):
        wrong.append(("reason", fault))
    if wrong:
        return None
    return Stated(
        size=size or 0,
        strata=tuple(one for one in typed.strata if one in strata),
        must_include=must,
        risk_picks=picks or 0,
        risk_points={sign: worth or 0.0 for sign, worth in points.items()},
    )


def _must(typed: Typed, returns: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, (chosen, why) in enumerate(typed.must, start=1):
        return_id = _whole(chosen)
        if return_id is None or return_id not in returns:
            typed.errors.append((f"must-{number}", "Choose the return that this reason is for, or clear the reason"))
        elif return_id in found:
            typed.errors.append((f"must-{number}", "This return stands here twice: clear one of the two"))
        elif not why:
            typed.errors.append((f"why-{number}", "Say why this return must be included"))
        elif fault := fault_of(why, LONGEST_REASON, "The reason"):
            typed.errors.append((f"why-{number}", fault))
        else:
            found[return_id] = why
    return found


def _tidied(raw: str) -> str:
    text = tidy(raw)
    return "" if is_blank(text) else text


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _points(text: str) -> float | None:
    try:
        worth = float(text or "0")
    except ValueError:
        return None
    return worth if isfinite(worth) and 0 <= worth <= 100 else None

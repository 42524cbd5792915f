"""What a moderator posted for some questions: a level and a reason each, read by plain functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from formsapp.moderation.desk import ToJudge
from formsapp.moderation.rules import why_not_this_rating
from formsapp.returns.fields.wording import fault_of, tidy

CANNOT_JUDGE = "cannot-judge"
LONGEST_REASON = 4000
_CHANGED = "They changed this answer while you had it open. Read it again: what you typed is still here."
#: The buttons that say what to judge without choosing a level.
AGREE, STILL_STANDS = "agree", "still-stands"


@dataclass(frozen=True)
class Judgement:
    """One question's judgement as typed. `rating` is empty where nothing was chosen."""

    question: str
    rating: str
    reason: str
    error: str | None = None
    #: Whether what was judged is no longer the answer.
    is_outdated: bool = False

    @property
    def level(self) -> str | None:
        """The level chosen; None for "cannot judge"."""
        return None if self.rating == CANNOT_JUDGE else self.rating


def read_judgements(posted: Mapping[str, str], questions: Iterable[ToJudge]) -> dict[str, Judgement]:
    """The judgements posted, each with what is wrong with it. A question with neither level nor reason is left out."""
    read = {}
    for one in questions:
        rating = posted.get(f"rating-{one.key}", "")
        reason = _typed(posted, f"reason-{one.key}") or _typed(posted, f"template-{one.key}")
        if rating or reason:
            read[one.key] = _checked(one, Judgement(one.key, rating, reason), posted)
    return read


def read_judgement(posted: Mapping[str, str], one: ToJudge) -> Judgement:
    """The judgement of one question, by its level or by a button: to agree, or that an earlier judgement stands."""
    typed = read_judgements(posted, [one]).get(one.key) or _checked(one, Judgement(one.key, "", ""), posted)
    match posted.get("then"):
        case "agree" if not one.hides_self and one.record.self_rating is not None:
            typed = replace(typed, rating=one.record.self_rating)
        case "still-stands" if one.earlier is not None:
            before = one.earlier
            typed = replace(typed, rating=before.rating or CANNOT_JUDGE, reason=typed.reason or before.reason)
    return _checked(one, typed, posted)


def has_changed(judgement: Judgement, one: ToJudge) -> bool:
    """Whether this says anything that the moderator's latest judgement does not."""
    return one.own is None or (one.own.rating, one.own.reason) != (judgement.level, judgement.reason)


def _typed(posted: Mapping[str, str], name: str) -> str:
    return tidy(posted.get(name, "")).strip()


def _checked(one: ToJudge, typed: Judgement, posted: Mapping[str, str]) -> Judgement:
    is_outdated = posted.get(f"revision-{one.key}", str(one.revision)) != str(one.revision)
    return replace(typed, is_outdated=is_outdated, error=_CHANGED if is_outdated else _error(one, typed))


def _error(one: ToJudge, typed: Judgement) -> str | None:
    if not typed.rating:
        return "Choose a level, or say that this cannot be judged."
    if fault := fault_of(typed.reason, LONGEST_REASON, "The reason") if typed.reason else None:
        return f"{fault}."
    scheme: Any = one.asked.scheme  # type: ignore[attr-defined]
    return why_not_this_rating(
        scheme, typed.level, typed.reason, self_rating=one.record.self_rating, is_blind=one.hides_self
    )

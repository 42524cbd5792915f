"""A tool against the version before, but for its sections and questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.of_references import changes_of_references
from tool_definitions.changes.of_schemes import changes_of_schemes
from tool_definitions.changes.pairs import in_another_order, paired, paired_by_key
from tool_definitions.changes.phrases import in_words, lists, number, reworded, turned, went
from tool_definitions.tool import Band, Case, Moderation, Scoring, SignOff, SummaryThresholds, Tool
from tool_definitions.words import KINDS, spaced

#: Told by the table itself, or section by section.
_TOLD_ELSEWHERE = {"version", "sections", "references", "rating_schemes"}
_OVERALL = {
    "sections": "The overall score is now made from the sections, each by its weight.",
    "questions": "The overall score is now made from all the questions, each by its weight.",
}
_SUMMARY = {
    "strength_share": "the share of strengths from which something is working well",
    "concern_share": "the share of concerns from which something is an emerging concern",
    "min_returns": "the fewest returns that a finding is drawn from",
    "min_group": "the fewest returns that a group is shown from",
    "max_recommendations": "the greatest number of recommendations",
}
_CASE = {
    "code_example": "the example of a case code",
    "age_bands": "Age bands of a case",
    "themes": "Themes of a case",
    "window_months": "how many months of a case are looked at",
}


def changes_of_tool(before: Tool, after: Tool) -> Iterator[Change]:
    """Every difference but those of sections and questions and the names of the versions."""
    for field in Tool.model_fields:
        old, new = getattr(before, field), getattr(after, field)
        if old != new and field not in _TOLD_ELSEWHERE:
            yield from _TELL.get(field, _by_name(field))(old, new)
    yield from changes_of_schemes(before, after)
    yield from changes_of_references(before, after)


Tell = Callable[[Any, Any], Iterator[Change]]


def _by_name(field: str) -> Tell:
    return lambda old, new: iter([went(ChangeKind.RECORD, field, f"the {spaced(field)}", old, new)])


def _title(old: str, new: str) -> Iterator[Change]:
    yield reworded("title", "Title", old, new)


def _purpose(old: str, new: str) -> Iterator[Change]:
    yield reworded("purpose", "Purpose", old, new)


def _kind(old: str, new: str) -> Iterator[Change]:
    words = KINDS[old], KINDS[new]
    sentence = f"The kind of audit is now {words[1].lower()}; it was {words[0].lower()}."
    yield Change(ChangeKind.RUNNING, "kind", sentence, *words)


def _audience(old: Any, new: Any) -> Iterator[Change]:
    was, now = ([spaced(one) for one in audience.organisation_types] for audience in (old, new))
    if was and now:
        yield lists(ChangeKind.ASKED_OF, "audience", "Kinds of organisation asked", was, now)
        return
    sentence = f"Now only for: {', '.join(now)}." if now else "Now for every kind of organisation."
    everybody = "every kind of organisation"
    yield Change(ChangeKind.ASKED_OF, "audience", sentence, ", ".join(was) or everybody, ", ".join(now) or everybody)


def _scoring(old: Scoring, new: Scoring) -> Iterator[Change]:
    if old.overall != new.overall:
        yield Change(ChangeKind.SCORING, "scoring", _OVERALL[new.overall], old.overall, new.overall)
    if old.bands != new.bands:
        yield from _bands(old.bands, new.bands)


def _bands(old: Sequence[Band], new: Sequence[Band]) -> Iterator[Change]:
    for was, now in paired(old, new, lambda band: band.label):
        words = [f"“{one.label}” from {number(one.from_)}" if one else None for one in (was, now)]
        if was is None:
            yield Change(ChangeKind.SCORING, "scoring", f"A new band: {words[1]}.", *words)
        elif now is None:
            yield Change(ChangeKind.SCORING, "scoring", f"The band “{was.label}” is removed.", *words)
        elif was.from_ != now.from_:
            sentence = f"The band “{now.label}” now starts from {number(now.from_)} instead of {number(was.from_)}."
            yield Change(ChangeKind.SCORING, "scoring", sentence, *words)
    if in_another_order([one.label for one in old], [one.label for one in new]):
        labels = [", ".join(one.label for one in bands) for bands in (old, new)]
        yield Change(ChangeKind.SCORING, "scoring", "The bands stand in another order.", *labels)


def _summary(old: SummaryThresholds, new: SummaryThresholds) -> Iterator[Change]:
    for field, was, now in _differing(old, new):
        values = [f"{number(100 * value)}%" if field.endswith("_share") else value for value in (was, now)]
        yield went(ChangeKind.SCORING, "summary", _SUMMARY.get(field, f"the {spaced(field)}"), *values)


def _moderation(old: Moderation, new: Moderation) -> Iterator[Change]:
    kind, name = ChangeKind.RUNNING, "moderation"
    for field, was, now in _differing(old, new):
        if field == "blind":
            blind, open_ = "before they see the self rating.", "with the self rating before them."
            yield turned(kind, name, now, f"Moderators now judge {blind}", f"Moderators now judge {open_}")
        else:
            words = {"moderators": "number of moderators", "challenge_days": "number of days to challenge a rating"}
            yield went(kind, name, f"the {words.get(field, spaced(field))}", was, now)


def _sign_off(old: Sequence[SignOff], new: Sequence[SignOff]) -> Iterator[Change]:
    for was, now in paired(old, new, lambda one: one.role):
        role = spaced(now.role if now else was.role if was else "")
        if was is None or now is None:
            end = "now signs too" if was is None else "no longer signs"
            statements = [one.statement if one else None for one in (was, now)]
            yield Change(ChangeKind.RUNNING, "sign_off", f"The {role} {end}.", *statements)
        elif was.statement != now.statement:
            yield reworded("sign_off", f"What the {role} signs:", was.statement, now.statement)
    if in_another_order([one.role for one in old], [one.role for one in new]):
        roles = [", ".join(spaced(one.role) for one in signing) for signing in (old, new)]
        yield Change(ChangeKind.RUNNING, "sign_off", "Those who sign do so in another order.", *roles)


def _threads(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for _key, was, now in paired_by_key(old, new):
        if was is None:
            yield Change(ChangeKind.THREADS, "threads", f"A new thread: “{now}”.", None, now)
        elif now is None:
            yield Change(ChangeKind.THREADS, "threads", f"The thread “{was}” is removed.", was, None)
        elif was != now:
            yield Change(ChangeKind.THREADS, "threads", f"The thread “{was}” is now called “{now}”.", was, now)


def _case(old: Case | None, new: Case | None) -> Iterator[Change]:
    if old is None or new is None:
        sentence = "Now says what is recorded about a case." if old is None else "No longer says what a case records."
        yield Change(ChangeKind.RUNNING, "case", sentence, *(_case_words(one) if one else None for one in (old, new)))
        return
    for field, was, now in _differing(old, new):
        what = _CASE.get(field, f"the {spaced(field)}")
        if isinstance(now, tuple):
            yield lists(ChangeKind.RUNNING, "case", what, [*was], [*now])
        else:
            yield went(ChangeKind.RUNNING, "case", what, was, now)


def _case_words(case: Case) -> str:
    named = {field: getattr(case, field) for field in Case.model_fields}
    return "; ".join(f"{spaced(field)}: {in_words(value)}" for field, value in named.items() if value)


def _waves(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    yield lists(ChangeKind.RUNNING, "waves", "Waves", [spaced(one) for one in old], [spaced(one) for one in new])


def _differing(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    for field in type(new).model_fields:
        if getattr(old, field) != getattr(new, field):
            yield field, getattr(old, field), getattr(new, field)


_TELL: dict[str, Tell] = {
    "title": _title,
    "purpose": _purpose,
    "kind": _kind,
    "audience": _audience,
    "scoring": _scoring,
    "summary": _summary,
    "moderation": _moderation,
    "sign_off": _sign_off,
    "threads": _threads,
    "case": _case,
    "waves": _waves,
}

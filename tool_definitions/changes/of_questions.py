"""One question against the one it comes from, field by field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.of_options import changes_of_columns, changes_of_options
from tool_definitions.changes.of_references import changes_of_citations
from tool_definitions.changes.of_schemes import scheme_words
from tool_definitions.changes.pairs import paired_by_key
from tool_definitions.changes.phrases import lists, reworded, turned, went
from tool_definitions.changes.whom import asked_of, whom
from tool_definitions.question import CopiedFrom, Demand, Limit, OnlyFor, Recommendation
from tool_definitions.tool import Tool
from tool_definitions.words import ASKS_FOR, TYPES, answer_label, condition_words, spaced

_PLAIN = {
    "lines": "number of lines",
    "maximum_length": "longest answer, in characters,",
    "minimum": "smallest number allowed",
    "maximum": "largest number allowed",
    "unit": "unit",
    "maximum_rows": "greatest number of rows",
}


@dataclass(frozen=True)
class Versions:
    """A question as it was and as it is, each with its tool."""

    before_tool: Tool
    after_tool: Tool
    before: Any
    after: Any

    def label(self, level: str, *, now: bool) -> str:
        """A level of the question's scheme by its label."""
        tool, question = (self.after_tool, self.after) if now else (self.before_tool, self.before)
        return answer_label(tool, question, level)


def changes_of_question(both: Versions) -> Iterator[Change]:
    """Every difference between the two, but for their keys' places and what they say they come from.

    Where they are of two types, what only one of the types has goes with the type and is not told apart.
    """
    if both.before.type != both.after.type:
        yield _retyped(both)
    for field in type(both.after).model_fields:
        if field in {"type", "from_"} or field not in type(both.before).model_fields:
            continue
        old, new = getattr(both.before, field), getattr(both.after, field)
        if old != new:
            yield from _TELL.get(field, _plainly(field))(both, old, new)


Tell = Callable[[Versions, Any, Any], Iterator[Change]]


def _retyped(both: Versions) -> Change:
    old, new = TYPES[both.before.type], TYPES[both.after.type]
    sentence = f"Answered in another way: {new.lower()} instead of {old.lower()}."
    return Change(ChangeKind.ANSWER, "type", sentence, old, new)


def _plainly(field: str) -> Tell:
    """Numbers and words of the answer; a field that has no sentence of its own is told by its name."""
    what, kind = _PLAIN.get(field, spaced(field)), ChangeKind.ANSWER if field in _PLAIN else ChangeKind.RECORD
    return lambda _both, old, new: iter([went(kind, field, f"the {what}", old, new)])


def _texts(field: str, what: str) -> Tell:
    return lambda _both, old, new: iter([reworded(field, what, old, new)])


def _switch(kind: ChangeKind, field: str, yes: str, no: str) -> Tell:
    return lambda _both, _old, new: iter([turned(kind, field, new, yes, no)])


def _key(_both: Versions, old: str, new: str) -> Iterator[Change]:
    yield Change(ChangeKind.RECORD, "key", f"Called “{new}” in the file; it was “{old}”.", old, new)


def _levels(both: Versions, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for level, was, now in paired_by_key(old, new):
        if was != now:
            label = both.label(level, now=now is not None)
            yield from [reworded("levels", f"Words for “{label}”", was, now)] if (was or now) else [_own_words(label)]


def _own_words(label: str) -> Change:
    sentence = f"The level “{label}” is named without words of its own, or no longer is."
    return Change(ChangeKind.RECORD, "levels", sentence)


def _scheme(both: Versions, old: str | None, new: str | None) -> Iterator[Change]:
    was = both.before_tool.rating_schemes.get(old or "")
    now = both.after_tool.rating_schemes.get(new or "")
    words = scheme_words(was) if was else old, scheme_words(now) if now else new
    if now is None:
        sentence, kind = "No longer scored.", ChangeKind.SCHEME
    elif was is None:
        sentence, kind = f"Now scored, by {words[1]}.", ChangeKind.SCHEME
    elif was == now:
        sentence, kind = f"Its rating scheme is called “{new}” in the file; it was “{old}”.", ChangeKind.RECORD
    else:
        sentence, kind = f"Rated by {words[1]} instead of {words[0]}.", ChangeKind.SCHEME
    yield Change(kind, "scheme", sentence, *words)


def _weight(_both: Versions, old: float, new: float) -> Iterator[Change]:
    yield went(ChangeKind.WEIGHT, "weight", "the weight", old, new)


def limit_words(label: Callable[[str], str], limit: Limit) -> str:
    """What a limit does: at “Not met” or worse the section is at most “Partial assurance”."""
    caps = [f"the section is at most “{limit.section}”"] if limit.section else []
    caps += [f"the whole return is at most “{limit.overall}”"] if limit.overall else []
    return f"at “{label(limit.at_or_below)}” or worse {' and '.join(caps) or 'nothing is held down'}"


def _limit(both: Versions, old: Limit | None, new: Limit | None) -> Iterator[Change]:
    was = limit_words(lambda level: both.label(level, now=False), old) if old else None
    now = limit_words(lambda level: both.label(level, now=True), new) if new else None
    if was is None:
        sentence = f"A limit is set: {now}."
    elif now is None:
        sentence = f"The limit is lifted; it was: {was}."
    else:
        sentence = f"The limit is now: {now}; it was: {was}."
    yield Change(ChangeKind.WEIGHT, "limit", sentence, was, now)


def _policy_words(policy: Any) -> str:
    if isinstance(policy, OnlyFor):
        return f"may be chosen, with a reason, only by {whom(policy.only_for)}"
    return {"never": "cannot be chosen", "allowed": "may be chosen", "with_reason": "may be chosen with a reason"}[
        policy
    ]


def _not_applicable(_both: Versions, old: Any, new: Any) -> Iterator[Change]:
    was, now = _policy_words(old), _policy_words(new)
    sentence = f"“Not applicable” now {now}; before, it {was}."
    yield Change(ChangeKind.BESIDE, "not_applicable", sentence, was, now)


def _demand_words(demand: Demand, label: Callable[[str], str]) -> str:
    if demand.level is None:
        return {"none": "is not asked for", "optional": "is optional", "required": "is required"}[demand.when]
    end = "worse" if demand.when.endswith("below") else "better"
    return f"is required at “{label(demand.level)}” or {end}"


def _demand(field: str, what: str) -> Tell:
    def tell(both: Versions, old: Demand, new: Demand) -> Iterator[Change]:
        was = _demand_words(old, lambda level: both.label(level, now=False))
        now = _demand_words(new, lambda level: both.label(level, now=True))
        yield Change(ChangeKind.BESIDE, field, f"{what} now {now}; before, it {was}.", was, now)

    return tell


def _action(both: Versions, old: str | None, new: str | None) -> Iterator[Change]:
    was = f"at “{both.label(old, now=False)}” or worse" if old else None
    now = f"at “{both.label(new, now=True)}” or worse" if new else None
    sentence = f"An action is now asked for {now}" if now else "An action is no longer asked for"
    yield Change(ChangeKind.BESIDE, "action_at_or_below", f"{sentence}{f'; before, {was}' if was else ''}.", was, now)


def changes_of_recommendation(old: Recommendation | None, new: Recommendation | None) -> Iterator[Change]:
    """The differences between two recommendations: their words, and who would own them."""
    was, now = (one.text if one else None for one in (old, new))
    if was != now:
        sentence = reworded("recommendation", "What the report would recommend:", was, now).sentence
        yield Change(ChangeKind.RECOMMENDATION, "recommendation", sentence, was, now, is_text=True)
    owners = [one.owner if one else None for one in (old, new)]
    if old and new and owners[0] != owners[1]:
        yield went(ChangeKind.RECOMMENDATION, "recommendation", "the owner of the recommendation", *owners)


def _recommendation(_both: Versions, old: Any, new: Any) -> Iterator[Change]:
    yield from changes_of_recommendation(old, new)


def _applies_to(_both: Versions, old: Any, new: Any) -> Iterator[Change]:
    yield asked_of(old, new)


def _show_if(both: Versions, old: Any, new: Any) -> Iterator[Change]:
    was = condition_words(both.before_tool, old) if old else None
    now = condition_words(both.after_tool, new) if new else None
    if now is None:
        sentence = f"Asked whatever the other answers are; before, only if {was}."
    elif was is None:
        sentence = f"Now asked only if {now}."
    elif was == now:
        yield Change(ChangeKind.RECORD, "show_if", "When it is asked is written anew; it means the same.", was, now)
        return
    else:
        sentence = f"Now asked only if {now}; before, if {was}."
    yield Change(ChangeKind.ASKED_OF, "show_if", sentence, was, now)


def _waves(_both: Versions, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    was, now = (", ".join(spaced(wave) for wave in waves) or "every wave" for waves in (old, new))
    yield Change(ChangeKind.ASKED_OF, "waves", f"Now asked in: {now}; before, in: {was}.", was, now)


def _references(both: Versions, old: Any, new: Any) -> Iterator[Change]:
    yield from changes_of_citations(both.before_tool, both.after_tool, old, new)


def _threads(both: Versions, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    was = [both.before_tool.threads.get(key, key) for key in old]
    now = [both.after_tool.threads.get(key, key) for key in new]
    yield lists(ChangeKind.THREADS, "threads", "Threads", was, now)


def _asks_for(_both: Versions, old: str | None, new: str | None) -> Iterator[Change]:
    words = [ASKS_FOR[one].lower() if one else None for one in (old, new)]
    yield went(ChangeKind.RECORD, "asks_for", "what it asks for", *words)


def _crosswalk(_both: Versions, old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> Iterator[Change]:
    for framework, was, now in paired_by_key(old, new):
        if was != now:
            yield lists(
                ChangeKind.REFERENCES,
                "crosswalk",
                f"The same ground in {spaced(framework)}",
                [*(was or ())],
                [*(now or ())],
            )


def changes_of_copy(old: CopiedFrom | None, new: CopiedFrom | None) -> Iterator[Change]:
    """The difference between what two versions say they were copied from."""
    if old != new:
        words = [f"“{one.key}” of {one.tool}, version {one.version}" if one else None for one in (old, new)]
        yield went(ChangeKind.RECORD, "copied_from", "where it was copied from", *words)


def _copied_from(_both: Versions, old: Any, new: Any) -> Iterator[Change]:
    yield from changes_of_copy(old, new)


def _options(_both: Versions, old: Any, new: Any) -> Iterator[Change]:
    yield from changes_of_options(old, new)


def _columns(_both: Versions, old: Any, new: Any) -> Iterator[Change]:
    yield from changes_of_columns(old, new)


def _rows(_both: Versions, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    yield lists(ChangeKind.ANSWER, "rows", "Rows of the table", [*old], [*new])


_TELL: dict[str, Tell] = {
    "key": _key,
    "title": _texts("title", "Question"),
    "guidance": _texts("guidance", "Guidance"),
    "levels": _levels,
    "scheme": _scheme,
    "weight": _weight,
    "limit": _limit,
    "not_applicable": _not_applicable,
    "comment": _demand("comment", "A comment"),
    "evidence": _demand("evidence", "Evidence"),
    "action_at_or_below": _action,
    "recommendation": _recommendation,
    "applies_to": _applies_to,
    "show_if": _show_if,
    "waves": _waves,
    "references": _references,
    "threads": _threads,
    "required": _switch(ChangeKind.BESIDE, "required", "An answer is now required.", "An answer is now optional."),
    "asks_for": _asks_for,
    "crosswalk": _crosswalk,
    "carry_forward": _switch(
        ChangeKind.BESIDE, "carry_forward", "Opens on last year’s answer.", "No longer opens on last year’s answer."
    ),
    "copied_from": _copied_from,
    "options": _options,
    "columns": _columns,
    "rows": _rows,
    "whole": _switch(ChangeKind.ANSWER, "whole", "Only whole numbers now.", "Numbers need not be whole now."),
}

"""One section against the one it was, without its questions; and which section each of them was."""

from collections.abc import Iterator, Mapping

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.of_questions import changes_of_copy, changes_of_recommendation
from tool_definitions.changes.pairs import moved
from tool_definitions.changes.phrases import reworded, went
from tool_definitions.changes.relations import Origin
from tool_definitions.changes.whom import asked_of
from tool_definitions.tool import Section, Tool


def sections_before(before: Tool, after: Tool, origins: Mapping[str, Origin]) -> dict[str, str]:
    """For each section of `after` (by key) the one it was.

    The one with its key; else one that is gone and most of whose questions went into it.
    """
    old_keys = [section.key for section in before.sections]
    new_keys = {section.key for section in after.sections}
    found = {key: key for key in old_keys if key in new_keys}
    for section in after.sections:
        if section.key in found:
            continue
        gone = [one for one in before.sections if one.key not in new_keys and one.key not in found.values()]
        came = {key for question in section.questions for key in origins[question.key].keys}
        same = [one.key for one in gone if 2 * sum(each.key in came for each in one.questions) > len(one.questions)]
        if same:
            found[section.key] = same[0]
    return found


def moved_sections(before: Tool, after: Tool, was: Mapping[str, str]) -> set[str]:
    """The sections (by later key) that stand in another order among those that were there before."""
    places = {section.key: place for place, section in enumerate(before.sections)}
    order = {places[was[section.key]]: section.key for section in after.sections if section.key in was}
    return {order[place] for place in moved(order)}


def changes_of_section(old: Section, new: Section) -> Iterator[Change]:
    """Every difference of the section itself."""
    if old.key != new.key:
        yield Change(ChangeKind.RECORD, "key", f"Called “{new.key}” in the file; it was “{old.key}”.", old.key, new.key)
    if old.title != new.title:
        yield reworded("title", "Section title", old.title, new.title)
    if old.guidance != new.guidance:
        yield reworded("guidance", "Guidance of the section", old.guidance, new.guidance)
    if old.weight != new.weight:
        yield went(ChangeKind.WEIGHT, "weight", "the weight of the section", old.weight, new.weight)
    if old.applies_to != new.applies_to:
        yield asked_of(old.applies_to, new.applies_to)
    yield from changes_of_recommendation(old.recommendation, new.recommendation)
    yield from changes_of_copy(old.copied_from, new.copied_from)

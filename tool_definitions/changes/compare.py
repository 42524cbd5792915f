"""Two versions of a tool compared: every difference, none forgotten."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from tool_definitions.changes.change import Change, ChangeKind, Changes, QuestionChanges, SectionChanges
from tool_definitions.changes.comparable import NotComparable, match_question
from tool_definitions.changes.of_questions import Versions, changes_of_question
from tool_definitions.changes.of_sections import changes_of_section, moved_sections, sections_before
from tool_definitions.changes.of_tool import changes_of_tool
from tool_definitions.changes.pairs import moved
from tool_definitions.changes.phrases import and_words
from tool_definitions.changes.relations import Origin, origins, without_successor
from tool_definitions.question import Question
from tool_definitions.tool import Section, Tool


def compare_tools(before: Tool, after: Tool, through: Sequence[Tool] = ()) -> Changes:
    """What changed between two versions, in plain words: of the tool, and section by section in the later order.

    A question is compared with the one its `from` names, else with the one that has its key. `through` are the versions
    between the two, oldest first, by way of which older keys are followed. The two versions' names, and what `from`
    says, are no changes in themselves; equal documents give none.
    """
    return _Comparison(before, after, through).changes()


def numbers_of(tool: Tool) -> dict[str, str]:
    """Each question's number as forms show it, such as 2.3, by key."""
    return {
        question.key: f"{number}.{place}"
        for number, section in enumerate(tool.sections, start=1)
        for place, question in enumerate(section.questions, start=1)
    }


#: The fields in which several questions that were merged are one.
_TOGETHER = ("references", "threads")


class _Comparison:
    def __init__(self, before: Tool, after: Tool, through: Sequence[Tool]) -> None:
        self.before = before
        self.after = after
        self.origins = origins(before, after, through)
        self.old_numbers = numbers_of(before)
        self.new_numbers = numbers_of(after)
        self.was_section = sections_before(before, after, self.origins)

    def changes(self) -> Changes:
        told = [self._section(number, section) for number, section in enumerate(self.after.sections, start=1)]
        gone = [number for number, one in enumerate(self.before.sections) if one.key not in self._became]
        told += [self._dropped_section(number + 1, self.before.sections[number]) for number in gone]
        changed = {one.key for section in told for one in section.questions if one.relation != "dropped"}
        return Changes(
            before_version=self.before.version,
            after_version=self.after.version,
            tool=tuple(changes_of_tool(self.before, self.after)),
            sections=tuple(one for one in told if one.changes or one.questions),
            unchanged=len(self.after.questions) - len(changed),
        )

    @cached_property
    def _became(self) -> dict[str, str]:
        return {old: new for new, old in self.was_section.items()}

    @cached_property
    def _moved_sections(self) -> set[str]:
        return moved_sections(self.before, self.after, self.was_section)

    @cached_property
    def _lapsed(self) -> frozenset[str]:
        return frozenset(without_successor(self.before, self.origins.values()))

    @cached_property
    def _successors(self) -> dict[str, list[str]]:
        """For each earlier question that has any, those that come from it, in the later order."""
        found: dict[str, list[str]] = {}
        for key, origin in self.origins.items():
            for old in origin.keys:
                found.setdefault(old, []).append(key)
        return found

    @cached_property
    def _moved(self) -> dict[str, str]:
        """For each question that stands elsewhere, the words for it."""
        found: dict[str, str] = {}
        for section in self.after.sections:
            places = self._places_before(section)
            elsewhere = {places[place] for place in moved(places)}
            found |= dict.fromkeys(elsewhere, "Moved to another place in its section")
        for key, origin in self.origins.items():
            if self._continues(origin) and self._section_was(key) != self.was_section.get(
                self.after.section_of[key].key
            ):
                found[key] = f"Moved here from “{self.before.section_of[origin.keys[0]].title}”"
        return found

    def _places_before(self, section: Section) -> dict[int, str]:
        """The questions of a section that were in it before, by their earlier place, in the later order."""
        place_of = {key: place for place, key in enumerate(self.before.questions)}
        continuing = [(one.key, self.origins[one.key]) for one in section.questions]
        return {
            place_of[origin.keys[0]]: key
            for key, origin in continuing
            if self._continues(origin) and self._section_was(key) == self.was_section.get(section.key)
        }

    @staticmethod
    def _continues(origin: Origin) -> bool:
        return origin.relation in {"same", "reworded"}

    def _section_was(self, key: str) -> str:
        return self.before.section_of[self.origins[key].keys[0]].key

    def _section(self, number: int, section: Section) -> SectionChanges:
        was = self.was_section.get(section.key)
        asked = [self._question(question) for question in section.questions]
        dropped = [] if was is None else self._dropped(self.before.section(was))
        return SectionChanges(
            key=section.key,
            number=number,
            title=section.title,
            status="new" if was is None else "kept",
            changes=tuple(self._section_changes(section, was)),
            questions=tuple(one for one in [*asked, *dropped] if one.changes),
        )

    def _section_changes(self, section: Section, was: str | None) -> Iterator[Change]:
        if was is None:
            count = "one question" if len(section.questions) == 1 else f"{len(section.questions)} questions"
            yield Change(ChangeKind.ADDED, "sections", f"A new section with {count}.", None, section.title)
            return
        yield from changes_of_section(self.before.section(was), section)
        if section.key in self._moved_sections:
            yield Change(ChangeKind.MOVED, "sections", "The section stands elsewhere among the sections.")

    def _dropped_section(self, number: int, section: Section) -> SectionChanges:
        change = Change(ChangeKind.DROPPED, "sections", "The section is no longer there.", section.title, None)
        return SectionChanges(section.key, number, section.title, "dropped", (change,), tuple(self._dropped(section)))

    def _dropped(self, section: Section) -> list[QuestionChanges]:
        return [
            QuestionChanges(
                key=question.key,
                number=self.old_numbers[question.key],
                title=question.title,
                relation="dropped",
                origins=(question.key,),
                changes=(Change(ChangeKind.DROPPED, "questions", "No longer asked.", question.title, None),),
                is_rated=question.key in self.before.scored_questions,
                not_comparable="it is no longer asked",
            )
            for question in section.questions
            if question.key in self._lapsed
        ]

    def _question(self, question: Question) -> QuestionChanges:
        origin = self.origins[question.key]
        is_rated = question.key in self.after.scored_questions
        match = match_question(self.after, self.before, question.key) if is_rated else None
        return QuestionChanges(
            key=question.key,
            number=self.new_numbers[question.key],
            title=question.title,
            relation=origin.relation,
            origins=origin.keys,
            changes=tuple(self._question_changes(question, origin)),
            is_rated=is_rated,
            not_comparable=match.reason if isinstance(match, NotComparable) else None,
        )

    def _question_changes(self, question: Question, origin: Origin) -> Iterator[Change]:
        if origin.relation == "new":
            yield Change(ChangeKind.ADDED, "questions", "A new question.", None, question.title)
            return
        yield from self._parted(question, origin)
        if question.key in self._moved:
            before, after = self.old_numbers[origin.keys[0]], self.new_numbers[question.key]
            numbers = "" if before == after else f": it was {before}, and is now {after}"
            yield Change(ChangeKind.MOVED, "questions", f"{self._moved[question.key]}{numbers}.", before, after)
        old = self._earlier(origin)
        told = {"key", "title"} if self._is_parted(question, origin) else set()
        for change in changes_of_question(Versions(self.before, self.after, old, question)):
            if change.field not in told:
                yield _compared_with(self.old_numbers[old.key], change) if origin.relation == "merged" else change

    def _earlier(self, origin: Origin) -> Question:
        """The question it comes from; of several the first, which then cites what any of them cited."""
        questions = [self.before.questions[key] for key in origin.keys]
        together = {name: _union(getattr(one, name) for one in questions) for name in _TOGETHER}
        return questions[0] if len(questions) == 1 else questions[0].model_copy(update=together)

    def _parted(self, question: Question, origin: Origin) -> Iterator[Change]:
        """That it was split or merged, or that a part of it now stands elsewhere."""
        before = "\n\n".join(self.before.questions[key].title for key in origin.keys)
        numbers = and_words([self.old_numbers[key] for key in origin.keys])
        others = [one for one in self._sharing(origin) if one != question.key]
        now = and_words([self.new_numbers[one] for one in others]) if others else ""
        if origin.relation == "merged":
            sentence = f"Merged from {numbers} of version {self.before.version}."
            yield Change(ChangeKind.MERGED, "from", sentence, before, question.title, is_text=True)
        elif self._is_parted(question, origin):
            end = f"; the rest of it is now {now}" if now else ""
            sentence = f"Split from {numbers} of version {self.before.version}{end}."
            yield Change(ChangeKind.SPLIT, "from", sentence, before, question.title)
        elif others:
            yield Change(ChangeKind.SPLIT, "from", f"A part of it is now asked in {now}.", before, question.title)

    def _is_parted(self, question: Question, origin: Origin) -> bool:
        """Whether it was split or merged, so that its title and key are told with that."""
        shared = question.key not in origin.keys and len(self._sharing(origin)) > 1
        return shared or origin.relation in {"split", "merged"}

    def _sharing(self, origin: Origin) -> list[str]:
        shared = (self._successors[key] for key in origin.keys)
        return [one for one in dict.fromkeys(key for keys in shared for key in keys) if not self._is_merged(one)]

    def _is_merged(self, key: str) -> bool:
        return self.origins[key].relation == "merged"


def _union(lists: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _compared_with(number: str, change: Change) -> Change:
    """A change of a merged question, which says of which of the old ones it is."""
    if change.field in _TOGETHER:
        return change
    return replace(change, sentence=f"Compared with {number}: {change.sentence}")

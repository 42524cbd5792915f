"""The table of changes as a page shows it: by section, with what was reworded side by side."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from tool_definitions.changes import (
    KIND_WORDS,
    Change,
    ChangeKind,
    Changes,
    Piece,
    QuestionChanges,
    SectionChanges,
    abridged,
    word_difference,
)

_COLOURS = {
    ChangeKind.ADDED: "green",
    ChangeKind.DROPPED: "red",
    ChangeKind.REWORDED: "blue",
    ChangeKind.SPLIT: "purple",
    ChangeKind.MERGED: "purple",
    ChangeKind.MOVED: "grey",
}
_EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|^#{1,6} ", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")
#: A line break inside a paragraph of Markdown, which is none to a reader.
_SOFT_BREAK = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*+]|\d+[.)])\s)")


class Filter(NamedTuple):
    """A kind of change that can be chosen, with how many parts have it."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True)
class ToldChange:
    """One change: its sentence, and where text changed what it was and what it is, in pieces that stayed or not."""

    sentence: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_text(self) -> bool:
        """Whether there is text to show."""
        return bool(self.before or self.after)


@dataclass(frozen=True)
class ToldQuestion:
    """One question and its changes. `is_reworded` where its title is among the texts shown."""

    question: QuestionChanges
    changes: tuple[ToldChange, ...]
    tags: tuple[tuple[str, str], ...]
    is_reworded: bool

    @property
    def starts_afresh(self) -> bool:
        """Whether it goes on from an earlier question, but its ratings cannot be set beside earlier ones."""
        asked = self.question
        return asked.is_rated and not asked.comparable and asked.relation not in {"new", "dropped"}


@dataclass(frozen=True)
class AlikeQuestions:
    """Several questions of which nothing changed but their references, and in the same way."""

    questions: tuple[QuestionChanges, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ToldSection:
    """One section: its own changes, then its questions."""

    section: SectionChanges
    changes: tuple[ToldChange, ...]
    questions: tuple[ToldQuestion, ...]
    alike: tuple[AlikeQuestions, ...]


class ChangeTable:
    """The changes of the kind chosen, or all of them, as a page shows them."""

    def __init__(self, changes: Changes, kind: str = "") -> None:
        self.all = changes
        self.filters = [Filter(str(one), KIND_WORDS[one], number) for one, number in changes.counts.items()]
        self.kind = kind if kind in {one.kind for one in self.filters} else ""
        self.shown = changes.only({ChangeKind(self.kind)}) if self.kind else changes

    @cached_property
    def tool(self) -> tuple[ToldChange, ...]:
        """The changes of the whole tool."""
        return tuple(_told(change) for change in self.shown.tool)

    @cached_property
    def sections(self) -> tuple[ToldSection, ...]:
        """The sections with changes."""
        return tuple(_told_section(section) for section in self.shown.sections)

    @cached_property
    def figures(self) -> list[tuple[int, str]]:
        """How many questions are new, removed, changed and as before."""
        relations = [one.relation for one in self.all.questions]
        new, removed = relations.count("new"), relations.count("dropped")
        changed = len(relations) - new - removed
        return [
            (new, "new question" if new == 1 else "new questions"),
            (changed, "changed"),
            (removed, "removed"),
            (self.all.unchanged, "as before"),
        ]


def _told_section(section: SectionChanges) -> ToldSection:
    alike = tuple(_alike(section.questions))
    folded = {one.key for group in alike for one in group.questions}
    told = tuple(_told_question(one) for one in section.questions if one.key not in folded or one.relation == "dropped")
    return ToldSection(section, tuple(_told(change) for change in section.changes), told, alike)


def _alike(questions: Iterable[QuestionChanges]) -> Iterator[AlikeQuestions]:
    """A new edition touches every question that cites it: those of which nothing else changed stand in one line."""
    only_cite = [one for one in questions if all(change.kind is ChangeKind.REFERENCES for change in one.changes)]
    by_sentences = groupby(sorted(only_cite, key=_sentences), _sentences)
    for sentences, found in by_sentences:
        group = tuple(found)
        if len(group) > 1:
            yield AlikeQuestions(group, sentences)


def _sentences(question: QuestionChanges) -> tuple[str, ...]:
    return tuple(change.sentence for change in question.changes)


def _told_question(question: QuestionChanges) -> ToldQuestion:
    kinds = dict.fromkeys(change.kind for change in question.changes)
    return ToldQuestion(
        question=question,
        changes=tuple(_told(change) for change in question.changes),
        tags=tuple((KIND_WORDS[kind], _COLOURS[kind]) for kind in kinds if kind in _COLOURS),
        is_reworded=any(_shows_title(change) for change in question.changes),
    )


def _shows_title(change: Change) -> bool:
    return (change.field == "title" and change.is_text) or (
        change.kind in {ChangeKind.SPLIT, ChangeKind.MERGED} and change.before is not None
    )


def _told(change: Change) -> ToldChange:
    if not change.is_text and change.kind is not ChangeKind.SPLIT:
        return ToldChange(change.sentence, (), ())
    before, after = readable(change.before or ""), readable(change.after or "")
    if not change.is_text or not (before and after):
        return ToldChange(change.sentence, _whole(before), _whole(after))
    if before.split() == after.split():
        before, after = change.before or "", change.after or ""
    pieces = abridged(word_difference(before, after), 20)
    return ToldChange(
        change.sentence,
        tuple(piece for piece in pieces if piece.what != "added"),
        tuple(piece for piece in pieces if piece.what != "removed"),
    )


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece("kept", text),) if text else ()


def readable(markdown: str) -> str:
    """Markdown as a reader sees its words: without marks of emphasis, headings and links, each paragraph on a line."""
    without_marks = _EMPHASIS.sub("", _LINK.sub(r"\1", markdown))
    return _SOFT_BREAK.sub(" ", without_marks).strip()

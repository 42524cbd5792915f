"""The table of changes as a page shows it: by section, with what was reworded side by side."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    #: The questions it touches, where it is a change of the whole tool that each of them would say again.
    questions: tuple[QuestionChanges, ...] = ()

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
class SharedChange:
    """A change of references that several questions of a section have in common, told once."""

    sentence: str
    questions: tuple[QuestionChanges, ...]


@dataclass(frozen=True)
class ToldSection:
    """One section: its own changes, its questions, then what several of them have in common."""

    section: SectionChanges
    changes: tuple[ToldChange, ...]
    questions: tuple[ToldQuestion, ...]
    shared: tuple[SharedChange, ...]


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
        return tuple(self._told_of_tool(change) for change in self.shown.tool)

    def _told_of_tool(self, change: Change) -> ToldChange:
        for sentence, questions in self._said_again.items():
            if change.sentence.startswith(sentence):
                return ToldChange(sentence, questions=tuple(questions))
        return _told(change)

    @cached_property
    def _said_again(self) -> dict[str, list[QuestionChanges]]:
        """What questions say of their references that the tool says already, with those questions."""
        by_sentence = _by_sentence(self.shown.questions)
        of_tool = [change.sentence for change in self.shown.tool if change.kind is ChangeKind.REFERENCES]
        return {said: found for said, found in by_sentence.items() if any(one.startswith(said) for one in of_tool)}

    @cached_property
    def sections(self) -> tuple[ToldSection, ...]:
        """The sections with changes, but for what is told of the whole tool."""
        told = [_told_section(section, self._said_again) for section in self.shown.sections]
        return tuple(one for one in told if one.changes or one.questions or one.shared)

    @cached_property
    def figures(self) -> list[tuple[int, str]]:
        """How many questions are new, removed, changed and as before."""
        relations = [one.relation for one in self.all.questions]
        new, removed = relations.count("new"), relations.count("dropped")
        cited = sum(_changes_only_references(one) for one in self.all.questions)
        figures = [
            (new, "new question" if new == 1 else "new questions"),
            (len(relations) - new - removed - cited, "changed"),
            (removed, "removed"),
            (cited, "with another reference only"),
            (self.all.unchanged, "as before"),
        ]
        return [figure for figure in figures if figure[0] or figure[1] != "with another reference only"]


def _told_section(section: SectionChanges, told_elsewhere: Container[str]) -> ToldSection:
    shared = {
        sentence: having
        for sentence, having in _by_sentence(section.questions).items()
        if len(having) > 1 and sentence not in told_elsewhere
    }
    told = [
        _told_question(one, [change for change in one.changes if change.sentence not in told_elsewhere], shared)
        for one in section.questions
    ]
    return ToldSection(
        section=section,
        changes=tuple(_told(change) for change in section.changes),
        questions=tuple(one for one in told if one.changes),
        shared=tuple(SharedChange(sentence, tuple(found)) for sentence, found in shared.items()),
    )


def _by_sentence(questions: Iterable[QuestionChanges]) -> dict[str, list[QuestionChanges]]:
    """The questions with each change of references: a new edition touches every one that cites it."""
    found: dict[str, list[QuestionChanges]] = {}
    for one in questions:
        for change in one.changes:
            if change.kind is ChangeKind.REFERENCES:
                found.setdefault(change.sentence, []).append(one)
    return found


def _told_question(question: QuestionChanges, changes: Iterable[Change], shared: Container[str]) -> ToldQuestion:
    kinds = dict.fromkeys(change.kind for change in question.changes)
    return ToldQuestion(
        question=question,
        changes=tuple(_told(change) for change in changes if change.sentence not in shared),
        tags=tuple((KIND_WORDS[kind], _COLOURS[kind]) for kind in kinds if kind in _COLOURS),
        is_reworded=any(_shows_title(change) for change in question.changes),
    )


def _changes_only_references(question: QuestionChanges) -> bool:
    return all(change.kind is ChangeKind.REFERENCES for change in question.changes)


def _shows_title(change: Change) -> bool:
    return (change.field == "title" and change.is_text) or (
        change.kind in {ChangeKind.SPLIT, ChangeKind.MERGED} and change.before is not None
    )


def _told(change: Change) -> ToldChange:
    if not change.is_text and change.kind is not ChangeKind.SPLIT:
        return ToldChange(change.sentence)
    before, after = readable(change.before or ""), readable(change.after or "")
    if not change.is_text or not (before and after):
        return ToldChange(change.sentence, _whole(before), _whole(after))
    if before.split() == after.split():
        before, after = change.before or "", change.after or ""
    pieces = [part for piece in abridged(word_difference(before, after), 20) for part in _apart(piece)]
    return ToldChange(
        change.sentence,
        tuple(piece for piece in pieces if piece.what != "added"),
        tuple(piece for piece in pieces if piece.what != "removed"),
    )


def _apart(piece: Piece) -> Iterator[Piece]:
    """A changed piece without the space before it, so that only words are marked."""
    words = piece.text.lstrip()
    if piece.what != "kept" and len(words) < len(piece.text):
        space = piece.text[: len(piece.text) - len(words)]
        yield Piece(piece.what, space)
    yield piece._replace(text=words) if piece.what != "kept" else piece


def side_by_side(before: str, after: str) -> ToldChange:
    """Two texts, with the words that went and came."""
    return _told(Change(ChangeKind.REWORDED, "title", "", before, after, is_text=True))


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece("kept", text),) if text else ()


def readable(markdown: str) -> str:
    """Markdown as a reader sees its words: without marks of emphasis, headings and links, each paragraph on a line."""
    without_marks = _EMPHASIS.sub("", _LINK.sub(r"\1", markdown))
    return _SOFT_BREAK.sub(" ", without_marks).strip()

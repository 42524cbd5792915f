"""What changed between two versions of a tool: the shape of the answer."""

from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from tool_definitions.changes.word_difference import Piece, word_difference


class ChangeKind(StrEnum):
    """What kind of change it is. `KIND_WORDS` says each in words, in the order in which they are listed."""

    ADDED = "added"
    DROPPED = "dropped"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    ANSWER = "answer"
    WEIGHT = "weight"
    ASKED_OF = "asked_of"
    BESIDE = "beside"
    REFERENCES = "references"
    SCHEME = "scheme"
    SCORING = "scoring"
    RUNNING = "running"
    RECOMMENDATION = "recommendation"
    THREADS = "threads"
    RECORD = "record"


KIND_WORDS = {
    ChangeKind.ADDED: "New",
    ChangeKind.DROPPED: "Removed",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.SPLIT: "Split",
    ChangeKind.MERGED: "Merged",
    ChangeKind.MOVED: "Moved",
    ChangeKind.ANSWER: "How it is answered",
    ChangeKind.WEIGHT: "Weight or limit",
    ChangeKind.ASKED_OF: "Who is asked",
    ChangeKind.BESIDE: "What goes with the answer",
    ChangeKind.REFERENCES: "References",
    ChangeKind.SCHEME: "Rating scheme",
    ChangeKind.SCORING: "Scoring and summary",
    ChangeKind.RUNNING: "How the audit is run",
    ChangeKind.RECOMMENDATION: "Recommendation",
    ChangeKind.THREADS: "Threads",
    ChangeKind.RECORD: "Only in the file",
}

#: What those who answer need to know: not what only the partnership's officers and the report make use of.
FOR_RESPONDENTS = frozenset(ChangeKind) - {
    ChangeKind.RUNNING,
    ChangeKind.RECOMMENDATION,
    ChangeKind.THREADS,
    ChangeKind.RECORD,
}


@dataclass(frozen=True)
class Change:
    """One difference of one part. `before` and `after` are in words; None where there was, or is, nothing.

    `field` is the field of the file that differs. Where `is_text` the two are text that people read, and
    `pieces` tells which of their words stayed.
    """

    kind: ChangeKind
    field: str
    sentence: str
    before: str | None = None
    after: str | None = None
    _: KW_ONLY
    is_text: bool = False

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The two texts word by word; empty where this is not text that stood in both versions."""
        if not self.is_text or self.before is None or self.after is None:
            return ()
        return word_difference(self.before, self.after)


@dataclass(frozen=True)
class QuestionChanges:
    """What became of one question.

    `relation` is `new`, `same`, `reworded`, `split`, `merged` or `dropped`. `key` and `number` (such as 2.3) are those
    of the later version, of the earlier one where it was dropped. `origins` are the keys it had before.
    `not_comparable` says, as a sentence's end, why ratings of the earlier version cannot be set beside those of this
    one; it is None where they can, and where nothing is rated.
    """

    key: str
    number: str
    title: str
    relation: str
    origins: tuple[str, ...]
    changes: tuple[Change, ...]
    is_rated: bool
    not_comparable: str | None = None

    @property
    def comparable(self) -> bool:
        """Whether last year's ratings may be set beside this year's."""
        return self.is_rated and self.not_comparable is None


@dataclass(frozen=True)
class SectionChanges:
    """What became of one section and its questions; only those that changed. `status` is new, kept or dropped."""

    key: str
    number: int
    title: str
    status: str
    changes: tuple[Change, ...]
    questions: tuple[QuestionChanges, ...]


class Row(NamedTuple):
    """One change with the part it belongs to: `part` is tool, section or question."""

    part: str
    section: SectionChanges | None
    question: QuestionChanges | None
    change: Change

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of the question or the section, with those it had before where they were others."""
        if self.question is not None:
            return tuple(dict.fromkeys((self.question.key, *self.question.origins)))
        return () if self.section is None else (self.section.key,)


@dataclass(frozen=True)
class Changes:
    """Every difference between two versions, in the order of the later one. False where there is none.

    The names of the versions, and which `from` each question gives, are not themselves changes.
    """

    before_version: str
    after_version: str
    tool: tuple[Change, ...]
    sections: tuple[SectionChanges, ...]
    #: How many questions stand in both versions without any difference.
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.tool or self.sections)

    def rows(self) -> Iterator[Row]:
        """Every change, one after another: of the tool, then section by section."""
        for change in self.tool:
            yield Row("tool", None, None, change)
        for section in self.sections:
            for change in section.changes:
                yield Row("section", section, None, change)
            for question in section.questions:
                for change in question.changes:
                    yield Row("question", section, question, change)

    @cached_property
    def counts(self) -> dict[ChangeKind, int]:
        """How many parts (the tool, sections, questions) have each kind of change; only kinds that there are."""
        parts = {(row.change.kind, row.part, row.section and row.section.key, row.keys) for row in self.rows()}
        found = Counter(part[0] for part in parts)
        return {kind: found[kind] for kind in ChangeKind if found[kind]}

    @property
    def questions(self) -> Iterator[QuestionChanges]:
        """Every question with changes, in the order of the table."""
        for section in self.sections:
            yield from section.questions

    def only(
        self,
        kinds: Container[ChangeKind],
        *,
        sections: Callable[[SectionChanges], bool] = lambda _section: True,
        questions: Callable[[QuestionChanges], bool] = lambda _question: True,
    ) -> "Changes":
        """The changes of these kinds alone, and of them those of the tool and of the sections and questions chosen."""
        kept = tuple(change for change in self.tool if change.kind in kinds)
        chosen = [_only(section, kinds, sections, questions) for section in self.sections]
        return replace(self, tool=kept, sections=tuple(one for one in chosen if one.changes or one.questions))


def _only(
    section: SectionChanges,
    kinds: Container[ChangeKind],
    sections: Callable[[SectionChanges], bool],
    questions: Callable[[QuestionChanges], bool],
) -> SectionChanges:
    kept = [
        replace(one, changes=tuple(change for change in one.changes if change.kind in kinds))
        for one in section.questions
        if questions(one)
    ]
    own = tuple(change for change in section.changes if change.kind in kinds) if sections(section) else ()
    return replace(section, changes=own, questions=tuple(one for one in kept if one.changes))

"""A copy of a return: all that it says, as data alone, for every kind of file. A bare value never stands alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from formsapp.copies.attached import NONE_ATTACHED, Attached, Planned
from formsapp.returns.fields.choices import Choices
from formsapp.returns.fields.days import day_in_words
from formsapp.returns.fields.evidence import Evidence
from formsapp.returns.fields.judged import Judged
from formsapp.returns.fields.table import Table
from formsapp.returns.queries import SavedBy
from formsapp.returns.reading import AnsweredQuestion, ReadSection
from formsapp.ui.formatting import moment

NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class CopiedTable:
    """An answer in rows: the titles of its columns, and the cells of each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> str:
        """The rows in words, a line each: every cell with its column."""
        lines = (
            "; ".join(
                f"{title}: {cell}" if title else cell for title, cell in zip(self.columns, row, strict=True) if cell
            )
            for row in self.rows
        )
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, kw_only=True)
class CopiedQuestion:
    """One question with its answer in words."""

    key: str
    number: str
    title: str
    #: The answer in words; empty where there is none, or where it is a table.
    answer: str = ""
    is_answered: bool = False
    #: Whether the answer is one of those offered, not words of their own.
    is_chosen: bool = False
    #: Of an answer on a scale: where it stands on it, and how many levels there are; the last is the best.
    level: int | None = None
    levels: int | None = None
    table: CopiedTable | None = None
    reason: str = ""
    comment: str = ""
    evidence: str = ""
    attached: tuple[str, ...] = ()
    action: str = ""
    who: str = ""
    by: str = ""
    further: tuple[Planned, ...] = ()
    #: Why words that look like those that identify a child were kept.
    kept: tuple[str, ...] = ()
    changed: str = ""
    #: What else stands under it, each with its name.
    also: tuple[tuple[str, str], ...] = ()

    @property
    def level_words(self) -> str:
        """Where the answer stands on its scale, with the end that is best."""
        return "" if self.level is None else f"level {self.level} of {self.levels}, where {self.levels} is best"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands under the answer, each with its name."""
        named = [
            ("Reason", self.reason),
            ("Comment", self.comment),
            ("Evidence", self.evidence),
            ("Attached evidence", "\n".join(self.attached)),
            ("What will be done", self.action),
            ("Who will do it", self.who),
            ("By when", self.by),
            ("Further actions", "\n".join(one.sentence for one in self.further)),
            ("Words that were kept", "\n".join(self.kept)),
            *self.also,
        ]
        return [(name, text) for name, text in named if text]


@dataclass(frozen=True)
class CopiedSection:
    """One section with its questions that are asked."""

    number: int
    title: str
    questions: tuple[CopiedQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A whole return as it stands, or as it was submitted."""

    title: str
    audit: str
    #: What stands on every page: that it is a draft, or when it was submitted and under which receipt.
    state: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[CopiedSection, ...]
    #: Actions of the return as a whole.
    further: tuple[Planned, ...] = ()
    declaration: str = ""
    #: The beginning of the name of its file.
    name: str = "return"


def copied_sections(
    sections: Iterable[ReadSection],
    saved: Mapping[str, SavedBy] | None = None,
    attached: Attached = NONE_ATTACHED,
) -> tuple[CopiedSection, ...]:
    """The sections of a return in words."""
    return tuple(
        CopiedSection(
            one.section.number,
            one.section.title,
            tuple(copied_question(question, saved or {}, attached) for question in one.questions),
        )
        for one in sections
    )


def copied_question(
    one: AnsweredQuestion, saved: Mapping[str, SavedBy], attached: Attached = NONE_ATTACHED
) -> CopiedQuestion:
    """One question in words."""
    asked, given, key = one.asked, one.given, one.asked.key
    table = _table(asked, given.value)
    return CopiedQuestion(
        key=key,
        number=asked.number,
        title=asked.question.title,
        answer="" if given.value is None or table else asked.words(given.value),
        is_answered=given.value is not None,
        is_chosen=isinstance(asked, Judged | Choices),
        table=table,
        reason=given.not_applicable_reason,
        comment=given.comment,
        evidence=given.evidence,
        attached=tuple(attached.evidence.get(key, ())),
        action=given.action,
        who=given.action_who,
        by=day_in_words(given.action_by) if given.action_by else "",
        further=tuple(attached.actions.get(key, ())),
        kept=tuple(attached.kept.get(key, ())),
        changed=f"{moment(saved[key].at)}, {saved[key].name}" if key in saved else "",
        **_level(asked, given.value),
    )


def _level(asked: Any, value: str | None) -> dict[str, int]:
    scheme = asked.scheme if isinstance(asked, Judged) else None
    if scheme is None or value not in scheme.ranks:
        return {}
    return {"level": scheme.ranks[value] + 1, "levels": len(scheme.levels)}


def _table(asked: Any, value: str | None) -> CopiedTable | None:
    if value is None or not isinstance(asked, Table | Evidence):
        return None
    named: tuple[str, ...] = ()
    if isinstance(asked, Evidence):
        titles = {"what": "What it is", "where": "Where it is kept", "date": "Its date"}
    else:
        titles = {column.key: column.title for column in asked.question.columns}
        named = tuple(asked.question.rows)
    cells = [tuple(row.get(column, "") for column in titles) for row in asked.filled(value)]
    if not named:
        return CopiedTable(tuple(titles.values()), tuple(cells))
    return CopiedTable(("", *titles.values()), tuple((name, *row) for name, row in zip(named, cells, strict=False)))

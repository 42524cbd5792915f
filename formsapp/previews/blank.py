"""The blank tool: everything that is asked, and room to answer on paper. Data alone, for the page and for the PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from formsapp.returns.asked_tool import AskedSection, AskedTool
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.judged import Judged
from formsapp.ui.formatting import day
from tool_definitions.length import Respondent, may_apply
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    EvidenceQuestion,
    NumberQuestion,
    OnlyFor,
    QuestionBase,
    RatingQuestion,
    TableQuestion,
    TextQuestion,
)
from tool_definitions.tool import Kind, Tool
from tool_definitions.values import AppliesTo
from tool_definitions.visibility import asked_in
from tool_definitions.words import applies_words, condition_words, spaced

LINES = {"comment": 3, "evidence": 2, "action": 2, "who": 1, "by": 1, "reason": 1}
MOST_LINES = 14
ROWS_OF_EVIDENCE = 3
MOST_ROWS = 6
_TITLES = {
    "comment": "Comment",
    "evidence": "Evidence: what it is, its date and where you keep it",
    "action": "What you will do",
    "who": "Who will do it",
    "by": "By when",
    "reason": "If not applicable: why",
}


@dataclass(frozen=True)
class Tick:
    """One answer to be ticked. `means` is Markdown."""

    label: str
    means: str = ""


@dataclass(frozen=True)
class Room:
    """Room to write."""

    title: str
    hint: str
    lines: int


@dataclass(frozen=True)
class Grid:
    """A table to fill in: its columns, and the name of each row (empty where people name it themselves)."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class BlankQuestion:
    """One question on paper."""

    key: str
    number: str
    title: str
    is_optional: bool
    #: When it is asked and of whom, and what its answer may limit: a sentence each.
    notes: tuple[str, ...]
    guidance: str
    tick: str = ""
    ticks: tuple[Tick, ...] = ()
    #: Whether what is ticked is a level, with its description beside it.
    is_rated: bool = False
    rooms: tuple[Room, ...] = ()
    grid: Grid | None = None
    references: str = ""


@dataclass(frozen=True)
class BlankSection:
    """One section on paper."""

    key: str
    title: str
    note: str
    guidance: str
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True)
class BlankTool:
    """A whole tool on paper."""

    title: str
    version: str
    seen_as: str
    purpose: str
    #: What to fill in at the top.
    heads: tuple[str, ...]
    sections: tuple[BlankSection, ...]
    #: Whose signature, and the words they agree to (Markdown).
    signatures: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return sum(len(section.questions) for section in self.sections)


def blank_tool(asked: AskedTool, respondent: Respondent, seen_as: str = "") -> BlankTool:
    """The tool for a respondent; what is not known of them leaves in what it decides, with a note for whom it is."""
    tool = asked.tool
    sections = (_section(section, tool, respondent) for section in asked.sections.values())
    return BlankTool(
        title=tool.title,
        version=tool.version,
        seen_as=seen_as,
        purpose=tool.purpose,
        heads=_heads(tool),
        sections=tuple(section for section in sections if section.questions),
        signatures=tuple((spaced(one.role).capitalize(), one.statement) for one in tool.sign_off),
        sources=tuple(f"{one.title}, {day(one.edition)}" for one in tool.references.values()),
    )


def _heads(tool: Tool) -> tuple[str, ...]:
    case = ("Case code (never a name)",) if tool.kind is Kind.CASE_FILE else ()
    return (*case, "Organisation", "Filled in by", "Date")


def _section(section: AskedSection, tool: Tool, respondent: Respondent) -> BlankSection:
    known = respondent.organisation
    questions = (
        _question(asked, tool, respondent)
        for asked in section.questions
        if may_apply(section.section.applies_to, known)
        and may_apply(asked.question.applies_to, known)
        and asked_in(asked.question, respondent.wave)
    )
    return BlankSection(
        key=section.key,
        title=f"{section.number}. {section.title}",
        note=_only_for(section.section.applies_to, respondent),
        guidance=section.section.guidance,
        questions=tuple(questions),
    )


def _only_for(applies_to: AppliesTo, respondent: Respondent) -> str:
    open_ = {name: values for name, values in applies_to.items() if name not in respondent.organisation}
    return f"Only for {applies_words(open_)}." if open_ else ""


def _question(asked: Asked[Any], tool: Tool, respondent: Respondent) -> BlankQuestion:
    question = asked.question
    notes = [_only_for(question.applies_to, respondent)]
    if question.show_if:
        notes.append(f"Answer this only if {condition_words(tool, question.show_if)}.")
    tick, ticks = _ticks(asked, respondent)
    return BlankQuestion(
        key=question.key,
        number=asked.number,
        title=question.title,
        is_optional=not question.required,
        notes=tuple(note for note in (*notes, asked.limit_words) if note),
        guidance=question.guidance,
        tick=tick,
        ticks=ticks,
        is_rated=isinstance(question, RatingQuestion),
        rooms=tuple(_rooms(asked, respondent)),
        grid=_grid(question),
        references=_references(tool, question),
    )


def _ticks(asked: Asked[Any], respondent: Respondent) -> tuple[str, tuple[Tick, ...]]:
    question = asked.question
    if isinstance(question, ChoicesQuestion):
        return "Tick all that apply", tuple(Tick(one.label, one.hint) for one in question.options)
    if not isinstance(asked, Judged):
        return "", ()
    if isinstance(question, ChoiceQuestion):
        ticks = [Tick(one.label, one.hint) for one in question.options]
    elif asked.scheme:
        described = question.levels if isinstance(question, RatingQuestion) else {}
        ticks = [Tick(one.label, described.get(one.value) or one.means) for one in asked.scheme.shown_levels]
    else:
        ticks = [Tick("Yes"), Tick("No")]
    if _may_be_not_applicable(asked, respondent):
        ticks.append(Tick(asked.not_applicable.label))
    return "Tick one", tuple(ticks)


def _may_be_not_applicable(asked: Judged[Any], respondent: Respondent) -> bool:
    policy = asked.question.not_applicable
    return may_apply(policy.only_for, respondent.organisation) if isinstance(policy, OnlyFor) else policy != "never"


def _rooms(asked: Asked[Any], respondent: Respondent) -> Iterator[Room]:
    question = asked.question
    if isinstance(asked, Judged):
        parts = [part for part in asked.parts if part != "reason" or _may_be_not_applicable(asked, respondent)]
        yield from (Room(_TITLES[part], asked.needs_words.get(part, ""), LINES[part]) for part in parts)
    match question:
        case TextQuestion():
            yield Room("", "", max(1, min(question.lines, MOST_LINES)))
        case NumberQuestion():
            yield Room("", f"In figures: {question.unit}" if question.unit else "In figures", 1)
        case DateQuestion():
            yield Room("", "Day, month and year", 1)


def _grid(question: QuestionBase) -> Grid | None:
    match question:
        case TableQuestion():
            rows = question.rows or ("",) * min(question.maximum_rows, MOST_ROWS)
            return Grid(tuple(column.title for column in question.columns), rows)
        case EvidenceQuestion():
            return Grid(("What it is", "Where it is kept", "Its date"), ("",) * ROWS_OF_EVIDENCE)
    return None


def _references(tool: Tool, question: QuestionBase) -> str:
    places = [(tool.references[one.source].title, one.at) for one in question.references]
    return "; ".join(f"{title}, {at}" if at else title for title, at in places)

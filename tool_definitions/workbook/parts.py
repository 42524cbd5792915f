"""A tool taken apart into the rows of the workbook's sheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from tool_definitions.question import RatingQuestion
from tool_definitions.tool import Tool
from tool_definitions.workbook.layout import (
    BANDS,
    LEVELS,
    OPTIONS,
    QUESTIONS,
    REFERENCES,
    SCHEMES,
    SECTIONS,
    SIGN_OFF,
    TABLE_COLUMNS,
    THREADS,
    Field,
    Table,
)

Row = dict[str, Any]
#: So that a question added later finds its columns, even where no level is described yet.
FEWEST_LEVEL_COLUMNS = 4


def value_at(part: Mapping[str, Any], field: Field) -> Any:
    """The value of a field of a part; None if there is none."""
    value: Any = part
    for name in field:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def is_blank(value: Any) -> bool:
    """Whether a value is written as a blank cell."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def rows_of(tool: Tool) -> dict[Table, list[Row]]:
    """The rows of each sheet, as plain data with every default filled in."""
    written = tool.model_dump(mode="json", by_alias=True)
    questions = [question for section in written["sections"] for question in section["questions"]]
    return {
        SECTIONS: written["sections"],
        QUESTIONS: [_question(section, each) for section in written["sections"] for each in section["questions"]],
        LEVELS: list(_levels(written)),
        SCHEMES: [{**scheme, "name": name} for name, scheme in written["rating_schemes"].items()],
        OPTIONS: list(_of_questions(questions, "options")),
        TABLE_COLUMNS: list(_of_questions(questions, "columns")),
        BANDS: written["scoring"]["bands"],
        REFERENCES: [{"key": key, **reference} for key, reference in written["references"].items()],
        THREADS: [{"key": key, "label": label} for key, label in written["threads"].items()],
        SIGN_OFF: written["sign_off"],
    }


def _question(section: Row, question: Row) -> Row:
    row = {**question, "section": section["key"], "section_title": section["title"]}
    if row.get("scheme") is None and row.get("weight") == 1:
        # Of a question without a scheme the weight says nothing.
        row["weight"] = None
    return row


def _levels(written: Row) -> Iterator[Row]:
    for name, scheme in written["rating_schemes"].items():
        for level in scheme["levels"]:
            yield {**level, "scheme": name}


def _of_questions(questions: list[Row], part: str) -> Iterator[Row]:
    for question in questions:
        for each in question.get(part, ()):
            yield {**each, "question": question["key"]}


def level_places(tool: Tool) -> list[str]:
    """What stands beneath the heading of each level column: the level's label, where all schemes agree on it."""
    ratings = [question for question in tool.questions.values() if isinstance(question, RatingQuestion)]
    described = [tool.rating_schemes[each.scheme].ranks[level] + 1 for each in ratings for level in each.levels]
    schemes = [tool.rating_schemes[name] for name in dict.fromkeys(each.scheme for each in ratings)]
    longest = max((len(scheme.levels) for scheme in schemes), default=0)
    count = max(*described, min(longest, FEWEST_LEVEL_COLUMNS)) if described else min(longest, FEWEST_LEVEL_COLUMNS)
    labels = [
        {scheme.levels[place].label for scheme in schemes if place < len(scheme.levels)} for place in range(count)
    ]
    return [found.pop() if len(found) == 1 else "" for found in labels]


def described_levels(tool: Tool, question: Row) -> list[str | None]:
    """What each level of its scheme looks like for this question, the worst level first."""
    if not question.get("levels"):
        return []
    return [question["levels"].get(level.value) for level in tool.rating_schemes[question["scheme"]].levels]

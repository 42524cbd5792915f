"""From the sheets of a workbook to the text of a tool file, checked: each problem with the cell it came from."""

from typing import NamedTuple

from tool_definitions.checker import examine
from tool_definitions.document import read_text
from tool_definitions.editing import write_tool
from tool_definitions.problems import Problem, Severity
from tool_definitions.tool import Tool
from tool_definitions.workbook.build import Built
from tool_definitions.workbook.foreign import build_from_foreign
from tool_definitions.workbook.mapping import Mapping
from tool_definitions.workbook.own import build_from_own
from tool_definitions.workbook.problems import WorkbookProblem
from tool_definitions.workbook.sheets import Sheets


class ToolText(NamedTuple):
    """What came of a workbook: the tool file and its tool (None where there are problems), problems and warnings."""

    text: str | None
    tool: Tool | None
    problems: list[WorkbookProblem]
    warnings: list[WorkbookProblem]


def tool_text(sheets: Sheets, mapping: Mapping | None = None, *, hidden_too: bool = False) -> ToolText:
    """The tool file that a workbook holds: one of our own layout, or another's by a mapping."""
    built = build_from_own(sheets, hidden_too=hidden_too) if mapping is None else build_from_foreign(sheets, mapping)
    if built.problems:
        return ToolText(None, None, built.problems, [])
    text = write_tool(built.document)
    tool, found = examine(read_text(text, file="workbook"))
    errors = [_in_its_cell(built, each) for each in found if each.severity is Severity.ERROR]
    warnings = [_in_its_cell(built, each) for each in found if each.severity is Severity.WARNING]
    return ToolText(None if errors else text, tool, errors, warnings)


def _in_its_cell(built: Built, found: Problem) -> WorkbookProblem:
    return WorkbookProblem(found.code, built.place_of(found.place), found.message, found.remedy)

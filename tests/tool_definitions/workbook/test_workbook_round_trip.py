"""Tool -> workbook -> tool: the same model, for every tool we ship and for tools made up at random."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from tests.strategies import tools
from tests.tool_definitions.workbook.rich_tools import rich_tools
from tool_definitions.loader import shipped_tools
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Tool
from tool_definitions.workbook.own import build_from_own, is_own_workbook
from tool_definitions.workbook.read import read_sheets
from tool_definitions.workbook.reading.process import read
from tool_definitions.workbook.sheets import sheets_from_json
from tool_definitions.workbook.write import CannotBeWritten, write_workbook

with_tools = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def _through_a_workbook(tool):
    """In this process: one of its own for each example would take most of the time."""
    sheets = sheets_from_json(read(write_workbook(tool)))
    assert is_own_workbook(sheets)
    built = build_from_own(sheets)
    assert built.problems == []
    return Tool.model_validate(built.document | {"rating_schemes": _whole(built.document, tool)})


def _whole(document, tool):
    return {
        name: tool.rating_schemes[name] if "use" in scheme else scheme
        for name, scheme in document.get("rating_schemes", {}).items()
    }


@pytest.mark.parametrize("key", sorted(shipped_tools()))
def test_each_shipped_tool_is_the_same_after_a_workbook(key):
    tool = shipped_tools()[key]
    read_back = read_sheets(write_workbook(tool))
    assert read_back.problems == []
    built = build_from_own(read_back.sheets)
    assert built.problems == []
    assert _through_a_workbook(tool) == tool
    shipped = {name for name, scheme in tool.rating_schemes.items() if scheme in shipped_schemes().values()}
    assert {name for name, scheme in built.document.get("rating_schemes", {}).items() if "use" in scheme} == shipped


@with_tools
@given(tools())
def test_a_made_up_tool_is_the_same_after_a_workbook(tool):
    assert _through_a_workbook(tool) == tool


@with_tools
@given(rich_tools())
def test_nothing_a_tool_may_hold_is_lost_in_a_workbook(tool):
    assert _through_a_workbook(tool) == tool


@pytest.mark.parametrize("text", ["_x005F_x000B_", "_x005f_x005F_x000b_", "__x0041_x0041_x0041_ _x00", "_x000B_"])
def test_what_looks_like_escapes_one_inside_another_is_read_back(text):
    tool = next(iter(shipped_tools().values())).model_copy(update={"purpose": text})
    assert _through_a_workbook(tool).purpose == text


@pytest.mark.parametrize("key", sorted(shipped_tools()))
def test_other_readers_see_the_same_cells(key):
    content = write_workbook(shipped_tools()[key])
    sheets = read_sheets(content).sheets
    others = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [sheet.name for sheet in sheets.sheets] == others.sheet_names
    for sheet in sheets.sheets:
        rows = others.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): value if isinstance(value, str) else float(value)
            for row, values in enumerate(rows, start=1)
            for column, value in enumerate(values, start=1)
            if value != ""
        }
        ours = {
            (cell.row, cell.column): cell.text if cell.kind == "text" else float(cell.text) for cell in sheet.cells()
        }
        assert ours == theirs


def test_the_workbook_is_laid_out_to_be_worked_in():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(shipped_tools()["school-safeguarding"])))
    questions = book["Questions"]
    columns = {cell.value.split("\n")[0]: cell.column_letter for cell in questions[2] if cell.value}
    offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in questions.data_validations.dataValidation}
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert questions[f"{columns['Key']}3"].protection.locked
    assert not questions[f"{columns['Question']}3"].protection.locked
    assert questions[f"{columns['Question']}3"].alignment.wrap_text
    assert questions.freeze_panes == "D3"
    assert "rating,yes no" in offered[f"{columns['Type']}3"]
    assert "Schemes" in offered[f"{columns['Scheme']}3"]
    assert questions.print_title_rows == "$2:$2"


def test_what_looks_like_a_formula_or_a_link_stays_text():
    tool = shipped_tools()["dip-sample"].model_copy(update={"title": "=1+1", "purpose": "https://example.org"})
    content = write_workbook(tool)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())
    assert b'quotePrefix="1"' in parts["xl/styles.xml"]
    assert openpyxl.load_workbook(io.BytesIO(content))["Tool"]["B3"].data_type == "s"


def test_a_list_too_long_for_a_cell_is_said_so_rather_than_cut():
    bands = tuple(f"{number} {'x' * 400}" for number in range(100))
    tool = shipped_tools()["multi-agency-case-file"]
    tool = tool.model_copy(update={"case": tool.case.model_copy(update={"age_bands": bands})})
    with pytest.raises(CannotBeWritten, match="longer than a cell"):
        write_workbook(tool)

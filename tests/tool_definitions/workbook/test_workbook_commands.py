"""`formsapp tools to-excel` and `from-excel`."""

import pytest
from click.testing import CliRunner

from formsapp.tools.workbook_commands import from_excel, to_excel
from tests.tool_definitions.workbook.hostile import audit_rows, packed, parts_of, row_of, sheet_xml, text_row
from tool_definitions.loader import load_tool, shipped_tool_paths


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_a_shipped_tool_there_and_back(path, tmp_path):
    book, back = tmp_path / "tool.xlsx", tmp_path / "tool.yaml"
    assert run(to_excel, path, book).exit_code == 0
    result = run(from_excel, book, back)
    assert result.exit_code == 0, result.output
    assert load_tool(back) == load_tool(path)


def test_a_tool_with_errors_is_not_written(write, tmp_path):
    result = run(to_excel, write("tool.yaml", "key: a\ntitle: A\n"), tmp_path / "tool.xlsx")
    assert result.exit_code == 1
    assert "error missing-field" in result.output
    assert not (tmp_path / "tool.xlsx").exists()


def test_a_file_that_is_there_is_replaced_only_when_told(tmp_path):
    book = tmp_path / "tool.xlsx"
    book.write_bytes(b"precious")
    result = run(to_excel, shipped_tool_paths()[0], book)
    assert (result.exit_code, book.read_bytes()) == (3, b"precious")
    assert "say --yes" in result.output
    assert run(to_excel, shipped_tool_paths()[0], book, "--yes").exit_code == 0
    assert book.read_bytes().startswith(b"PK")


ROWS = audit_rows(headings=("Ref", "Section", "Question", "Yes/No"))


def test_a_sheet_of_somebody_else_needs_its_mapping_confirmed(write, tmp_path):
    book, out = write("audit 2026.xlsx", packed(parts_of(sheet_xml(ROWS)))), tmp_path / "tool.yaml"
    proposed = run(from_excel, book, out)
    assert proposed.exit_code == 3
    assert not out.exists()
    assert "check the mapping above" in proposed.stderr
    done = run(from_excel, book, out, "--mapping", write("map.yaml", proposed.stdout))
    assert done.exit_code == 0, done.output
    tool = load_tool(out)
    assert (tool.key, tool.version, list(tool.questions)) == ("audit", "2026", ["leadership.a1", "leadership.a2"])


def test_what_is_left_open_is_listed_with_its_cells(write, tmp_path):
    rows = text_row(1, ("Ref", "Question", "Blah")) + text_row(2, ("1", "Is it?", "x"))
    proposed = run(from_excel, write("a.xlsx", packed(parts_of(sheet_xml(rows)))), tmp_path / "tool.yaml")
    assert proposed.exit_code == 3
    assert "Audit!C1 'Blah' could be: guidance" in proposed.stderr
    mapping = write("map.yaml", proposed.stdout)
    followed = run(from_excel, tmp_path / "a.xlsx", tmp_path / "tool.yaml", "--mapping", mapping)
    assert followed.exit_code == 1
    assert f"{tmp_path / 'a.xlsx'}:Audit!C1: error choose 'Blah' could be" in followed.output


def test_every_fault_is_listed_and_nothing_is_written(write, tmp_path):
    rows = audit_rows(row_of(7, ['<c r="B7"><f>1+1</f></c>', '<c r="C7" t="e"><v>#REF!</v></c>']))
    out = tmp_path / "tool.yaml"
    result = run(from_excel, write("a.xlsx", packed(parts_of(sheet_xml(rows)))), out)
    assert result.exit_code == 1
    assert f"{tmp_path / 'a.xlsx'}:Audit!B7: error formula-cell is a formula; paste values" in result.output
    assert f"{tmp_path / 'a.xlsx'}:Audit!C7: error error-cell holds the error #REF!" in result.output
    assert not out.exists()


def test_a_file_that_is_no_workbook_is_named(write, tmp_path):
    result = run(from_excel, write("a.xlsx", b"a,b\n1,2\n"), tmp_path / "tool.yaml")
    assert result.exit_code == 1
    assert "error not-a-workbook the file is text, probably CSV" in result.output


def test_a_mapping_with_a_slip_is_named_by_its_line(write, tmp_path):
    book = write("a.xlsx", packed(parts_of(sheet_xml(ROWS))))
    mapping = write("map.yaml", "title: A\nscheem: rag\n")
    result = run(from_excel, book, tmp_path / "tool.yaml", "--mapping", mapping)
    assert result.exit_code == 1
    assert f"{mapping}:2: error bad-mapping scheem" in result.output

"""`formsapp tools to-excel` and `formsapp tools from-excel`: a tool file as an Excel workbook, and back."""

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
from pydantic import ValidationError

from tool_definitions.document import read_file
from tool_definitions.editing import write_part
from tool_definitions.loader import load_tool
from tool_definitions.problems import ToolError
from tool_definitions.workbook.guess import guess_mapping
from tool_definitions.workbook.mapping import Mapping
from tool_definitions.workbook.own import is_own_workbook
from tool_definitions.workbook.problems import WorkbookProblem
from tool_definitions.workbook.read import LARGEST_WORKBOOK, read_sheets
from tool_definitions.workbook.remarks import remarks
from tool_definitions.workbook.sheets import Sheets
from tool_definitions.workbook.tool_text import tool_text
from tool_definitions.workbook.write import CannotBeWritten, write_workbook

PROBLEMS_FOUND = 1
NEEDS_CONFIRMATION = 3
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
_YES = click.option("--yes", is_flag=True, help="Replace the file that is there.")


@click.command("to-excel")
@click.argument("tool_path", metavar="TOOL", type=_FILE)
@click.argument("out", metavar="OUT.xlsx", type=_OUT)
@_YES
def to_excel(tool_path: Path, out: Path, *, yes: bool) -> None:
    """Write a tool file as an Excel workbook.

    Keys are in locked cells; everything else may be edited and brought back with from-excel.
    """
    _ask_before_replacing(out, yes=yes)
    try:
        content = write_workbook(load_tool(tool_path))
    except ToolError as error:
        _stop(str(problem) for problem in error.problems)
    except CannotBeWritten as refusal:
        _stop([f"{tool_path}: error {refusal}"])
    out.write_bytes(content)


@click.command("from-excel")
@click.argument("path", metavar="IN.xlsx", type=_FILE)
@click.argument("out", metavar="OUT.yaml", type=_OUT)
@click.option(
    "--mapping", "mapping_path", type=_FILE, help="Which column is what, for a workbook that is not of our layout."
)
@click.option("--include-hidden", is_flag=True, help="Of a workbook of our layout, read hidden rows and columns too.")
@_YES
def from_excel(path: Path, out: Path, mapping_path: Path | None, *, include_hidden: bool, yes: bool) -> None:
    """Write the tool file that an Excel workbook holds.

    A workbook made by to-excel is read as it is. Of any other a mapping is proposed and written to the standard output
    (exit 3): settle what it leaves open, keep it in a file, and give it with --mapping.
    """
    _ask_before_replacing(out, yes=yes)
    sheets = _sheets(path)
    is_ours = is_own_workbook(sheets) and mapping_path is None
    mapping = None if is_ours else _mapping(mapping_path) if mapping_path else guess_mapping(sheets, name=path.stem)
    made = tool_text(sheets, mapping, hidden_too=include_hidden)
    for remark in remarks(sheets, is_ours=is_ours):
        click.echo(f"{path}: {remark}", err=True)
    faults = [found for found in made.problems if mapping_path or is_ours or found.code != "choose"]
    if faults:
        _stop(found.line(str(path)) for found in faults)
    if mapping is not None and mapping_path is None:
        _propose(path, mapping, made.problems)
    assert made.text is not None
    out.write_text(made.text, encoding="utf-8")
    if made.warnings:
        click.echo(f"{out}: the checker has advice ({len(made.warnings)}): formsapp tools check {out}", err=True)


def _sheets(path: Path) -> Sheets:
    with path.open("rb") as stream:
        sheets, problems = read_sheets(stream.read(LARGEST_WORKBOOK + 1))
    if sheets is None:
        _stop(found.line(str(path)) for found in problems)
    return sheets


def _mapping(path: Path) -> Mapping:
    document, problems = read_file(path)
    if document is None:
        _stop(str(found) for found in problems)
    try:
        return Mapping.model_validate(document.data)
    except ValidationError as refusal:
        _stop(
            f"{path}:{document.line(each['loc'])}: error bad-mapping {'.'.join(map(str, each['loc']))}: {each['msg']}"
            for each in refusal.errors()
        )


def _propose(path: Path, mapping: Mapping, open_points: Iterable[WorkbookProblem]) -> NoReturn:
    """Write the mapping proposed, with what is left open in it, and stop."""
    click.echo(write_part(mapping.model_dump(mode="json", exclude_defaults=True)), nl=False)
    for found in open_points:
        click.echo(f"{path}: {found.sentence}", err=True)
    click.echo(f"{path}: check the mapping above, keep it in a file, and give it with --mapping", err=True)
    raise SystemExit(NEEDS_CONFIRMATION)


def _ask_before_replacing(out: Path, *, yes: bool) -> None:
    if out.exists() and not yes:
        click.echo(f"{out} is there already and would be replaced: say --yes", err=True)
        raise SystemExit(NEEDS_CONFIRMATION)


def _stop(lines: Iterable[str]) -> NoReturn:
    for line in lines:
        click.echo(line)
    raise SystemExit(PROBLEMS_FOUND)

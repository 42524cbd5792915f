"""`formsapp tools check PATH...`: every problem of tool files, one a line."""

from collections.abc import Sequence
from pathlib import Path

import click

from tool_definitions.checker import check_file
from tool_definitions.loader import ToolError, load_tool
from tool_definitions.problems import has_errors
from tool_definitions.tool import Tool

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=_FILE)
@click.option(
    "--earlier",
    "earlier_paths",
    multiple=True,
    type=_FILE,
    help="A version already ratified, to compare with; give several oldest first.",
)
def check(paths: tuple[Path, ...], earlier_paths: tuple[Path, ...]) -> None:
    """Report every problem of tool files and rating schemes, one a line.

    Each line reads FILE:LINE: error|warning CODE message. Exit 1 if any of them is an error.
    """
    earlier = [_earlier(path) for path in earlier_paths]
    problems = [found for path in paths for found in check_file(path, earlier=earlier)]
    for found in problems:
        click.echo(str(found))
    for path in paths:
        if _is_unchanged(path, earlier):
            click.echo(f"{path}: unchanged: this version is ratified with this very content")
    if has_errors(problems):
        raise SystemExit(1)


def _is_unchanged(path: Path, earlier: Sequence[Tool]) -> bool:
    if not earlier:
        return False
    try:
        tool = load_tool(path)
    except ToolError:
        return False
    return any(tool.version == other.version and tool.fingerprint == other.fingerprint for other in earlier)


def _earlier(path: Path) -> Tool:
    try:
        return load_tool(path)
    except ToolError as error:
        raise click.ClickException(f"the earlier version cannot be used:\n{error}") from error

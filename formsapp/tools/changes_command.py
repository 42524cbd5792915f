"""`formsapp tools changes BEFORE AFTER`: what changed between two versions of a tool, in plain words."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from tool_definitions.changes import Changes, compare_tools
from tool_definitions.changes.written import as_data, as_markdown, as_text
from tool_definitions.loader import ToolError, load_tool
from tool_definitions.tool import Tool

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _as_json(changes: Changes) -> str:
    return json.dumps(as_data(changes), ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Changes], str]] = {"text": as_text, "markdown": as_markdown, "json": _as_json}


@click.command()
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
@click.option("--format", "as_format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
def changes(before: Path, after: Path, as_format: str) -> None:
    """Say what changed from the version in BEFORE to the one in AFTER.

    Questions are matched by the field `from`, else by key. Both files must have no errors.
    """
    found = compare_tools(_tool(before), _tool(after))
    click.echo(FORMATS[as_format](found), nl=False)


def _tool(path: Path) -> Tool:
    try:
        return load_tool(path)
    except ToolError as error:
        raise click.ClickException(f"{path} cannot be compared; it has errors:\n{error}") from error

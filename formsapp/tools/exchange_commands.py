"""`formsapp tools import FILE` and `formsapp tools export KEY VERSION`: tools into this service and out of it."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.refusals import Refused
from formsapp.tools.commands import propose_version
from formsapp.tools.queries import find_version
from tool_definitions.document import read_file
from tool_definitions.problems import Problem, ToolError

PROBLEMS_FOUND = 1
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("path", type=_FILE)
@with_appcontext
def import_tool(path: Path) -> None:
    """Check a tool file, and propose the version it holds for ratification.

    Exit 0 where it is proposed, or is here already with the same content; 1 with every problem, and nothing written.
    """
    try:
        said = _import(path)
    except ToolError as error:
        _show(error.problems)
        raise SystemExit(PROBLEMS_FOUND) from error
    except Refused as refusal:
        click.echo(f"{path}: {refusal.sentence}", err=True)
        raise SystemExit(PROBLEMS_FOUND) from refusal
    click.echo(said)


def _import(path: Path) -> str:
    reading = read_file(path)
    if reading.document is None:
        raise ToolError(reading.problems)
    with database().transaction() as session:
        source = path.read_bytes().decode("utf-8-sig")
        version, is_new = propose_version(session, source=source, by=SYSTEM, file=str(path))
        return f"{version.key} {version.version}: {'proposed' if is_new else 'unchanged'}"


@click.command("export")
@click.argument("key")
@click.argument("version")
@with_appcontext
def export_tool(key: str, version: str) -> None:
    """Write the file of a version, byte for byte as it was proposed, to the standard output."""
    with database().reading() as session:
        found = find_version(session, key, version)
        if found is None:
            raise click.ClickException(f"there is no version {version} of a tool {key}")
        click.get_binary_stream("stdout").write(found.source.encode())


def _show(problems: Iterable[Problem]) -> None:
    for found in problems:
        click.echo(str(found))

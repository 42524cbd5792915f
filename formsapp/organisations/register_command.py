"""`formsapp register import FILE`: bring the register up to date from the DfE's file, without a browser."""

import hashlib
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.organisations.commands import (
    NeedsConfirmationError,
    apply_register,
    one_import_at_a_time,
    preview_register,
)
from formsapp.organisations.models import RegisterImport
from formsapp.organisations.register_file import RegisterFile, read_register
from formsapp.organisations.register_preview import RegisterPreview
from formsapp.organisations.register_text import CHUNK, NotARegisterError

PROBLEMS_FOUND = 1
NEEDS_CONFIRMATION = 3
BUSY = 4


@click.group()
def register() -> None:
    """The register of schools, colleges and agencies."""


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--local-authority", "codes", multiple=True, help="Only this local authority, by its code; repeatable.")
@click.option("--confirm-closures", type=int, default=0, help="Say that closing so many schools is right.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_appcontext
def import_register(file: Path, codes: tuple[str, ...], confirm_closures: int, *, dry_run: bool) -> None:
    """Add, change and close schools as the DfE's register FILE (a CSV) says.

    Exit 0 done, 1 problems in the file (nothing imported), 3 so many closures that they must be confirmed,
    4 the database is busy.
    """
    read = _read(file, codes)
    try:
        with database().writing() as session:
            one_import_at_a_time(session)
            kept = preview_register(session, file=read, file_name=file.name, fingerprint=_fingerprint(file), by=SYSTEM)
            _say(RegisterPreview.from_json(kept.preview))
            if dry_run:
                click.echo("Dry run: nothing was changed.")
                return
            _apply(session, kept, confirm_closures)
    except OperationalError:
        click.echo("The database is busy: another import may be running. Try again in a minute.", err=True)
        raise SystemExit(BUSY) from None


def _read(file: Path, codes: tuple[str, ...]) -> RegisterFile:
    wrong = [code for code in codes if not (code.isascii() and code.isdigit())]
    if wrong:
        raise click.UsageError(f"a local authority's code is a number such as 353, not {wrong[0]}")
    try:
        with file.open("rb") as stream:
            read = read_register(stream, local_authorities=codes)
    except NotARegisterError as error:
        _refuse([f"{file}:1: {error}"])
    if read.problems:
        _refuse([f"{file}:{one.row}: {f'{one.column} ' if one.column else ''}{one.message}" for one in read.problems])
    return read


def _refuse(lines: list[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    click.echo("Nothing was imported.", err=True)
    raise SystemExit(PROBLEMS_FOUND)


def _fingerprint(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _say(preview: RegisterPreview) -> None:
    facts = preview.facts
    click.echo(f"Read as {facts['encoding']}, columns separated by {facts['separator']}.")
    click.echo(f"{facts['rows']} rows read, {facts['elsewhere']} of other local authorities left out.")
    click.echo(
        f"{preview.changes} changes: {len(preview.added)} added, {len(preview.changed)} changed, "
        f"{len(preview.closed)} closed; {preview.unchanged} unchanged."
    )
    for one in preview.unsure:
        click.echo(f"A person must say the {one.attribute} of {one.name} (URN {one.urn}): {one.words}")


def _apply(session: Session, kept: RegisterImport, confirmed: int) -> None:
    try:
        apply_register(session, preview=kept, by=SYSTEM, confirmed_closures=confirmed)
    except NeedsConfirmationError as error:
        closing = len(RegisterPreview.from_json(kept.preview).closed)
        click.echo(f"{error.sentence}: --confirm-closures {closing}", err=True)
        raise SystemExit(NEEDS_CONFIRMATION) from None
    session.commit()
    click.echo("Imported.")

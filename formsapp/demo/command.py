"""`formsapp demo`: make the demonstration borough, or say whom to sign in as."""

import sys
from pathlib import Path
from time import perf_counter
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import exists, inspect, select

from formsapp.access.models import Person
from formsapp.clock import today
from formsapp.database import database
from formsapp.demo.borough import make_borough
from formsapp.demo.personas import PERSONAS, who_to_sign_in_as
from formsapp.migrations.command import migrate_to_head
from formsapp.settings import Settings

REFUSED = 1


@click.command()
@click.option("--again", is_flag=True, help="Remove the borough (a SQLite file) and make it anew.")
@click.option("--who", is_flag=True, help="Only say where the site is and whom to sign in as.")
@with_appcontext
def demo(*, again: bool, who: bool) -> None:
    """Make an invented borough to try everything with. Only where FORMSAPP_DEMO=1."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    if not settings.is_demo:
        _refuse("This is not a demonstration: set FORMSAPP_DEMO=1 in an installation that holds nothing of anybody's.")
    if who:
        _say_who(settings)
        return
    if again and settings.sqlite_path is None:
        _refuse("Only a SQLite file is removed here. Drop the PostgreSQL database yourself and make it again.")
    if _somebody_else_is_there():
        _refuse("There are people in this database who are not of the invented borough. Use an empty one.")
    if again and settings.sqlite_path is not None:
        _remove(settings.sqlite_path)
    migrate_to_head()
    if _is_there():
        click.echo("The demonstration borough is already there. `formsapp demo --again` makes it anew.")
        return
    _make()


def _make() -> None:
    started = perf_counter()
    last = started

    def say(stage: str) -> None:
        nonlocal last
        click.echo(f"  {stage} ({perf_counter() - last:.1f} s)")
        last = perf_counter()

    click.echo("Making the borough of Wexbridge, which does not exist:")
    make_borough(database(), today=today(), say=say)
    click.echo(f"Made in {perf_counter() - started:.0f} seconds.")


def _is_there() -> bool:
    """Whether the first person of the borough is there: it is made whole or not at all."""
    first = exists().where(Person.email == PERSONAS[0].email)
    with database().reading() as session:
        return bool(session.scalar(select(first)))


def _somebody_else_is_there() -> bool:
    """Whether the database belongs to anybody else. One without tables belongs to nobody."""
    if not _has_tables():
        return False
    with database().reading() as session:
        return bool(session.scalar(select(exists().where(Person.id.is_not(None))))) and not _is_there()


def _has_tables() -> bool:
    with database().engine.connect() as connection:
        return inspect(connection).has_table(Person.__tablename__)


def _remove(path: Path) -> None:
    database().engine.dispose()
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _say_who(settings: Settings) -> None:
    click.echo(f"\n  {settings.base_url}\n\n  Everybody's password is {who_to_sign_in_as().password}\n")
    for one in who_to_sign_in_as().people:
        click.echo(f"  {one.email:{_widest()}}  {one.role}{f', {one.over}' if one.over else ''}")
    click.echo()


def _widest() -> int:
    return max(len(one.email) for one in who_to_sign_in_as().people)


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(REFUSED)

"""`formsapp references load`: fill the register of law and guidance from what is shipped."""

import click
from flask.cli import with_appcontext

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.legal_register.commands import fill_register
from tool_definitions.legal_references import legal_instruments


@click.group()
def references() -> None:
    """The register of law and guidance that tools cite."""


@references.command()
@with_appcontext
def load() -> None:
    """Add the law and guidance that the shipped tools cite. What the register has already is not changed."""
    with database().transaction() as session:
        filled = fill_register(session, instruments=legal_instruments(), by=SYSTEM)
    if filled.instruments or filled.editions:
        click.echo(f"Added: {filled.instruments} laws and guidance, {filled.editions} editions.")
    else:
        click.echo("Nothing to add: the register has them all.")

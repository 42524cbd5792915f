"""`formsapp migrate`: bring the database to this release's tables."""

import click
from alembic import command
from flask.cli import with_appcontext

from formsapp.database import database
from formsapp.migrations.alembic_config import config_for


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to this release's tables."""
    migrate_to_head()
    click.echo("The database is up to date.")


def migrate_to_head() -> None:
    """Run every migration the database of the running application has not had."""
    with database().engine.connect() as connection:
        command.upgrade(config_for(connection), "head")
        connection.commit()

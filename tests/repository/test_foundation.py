"""The ground everything stands on: tables from migrations, on both engines."""

from alembic import command
from flask import Flask

from formsapp.database import database
from formsapp.migrations.alembic_config import config_for


def test_the_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context(), database().engine.connect() as connection:
        command.check(config_for(connection))


def test_an_unknown_address_is_a_page_in_plain_words(client) -> None:
    assert client.get("/nowhere").status_code == 404

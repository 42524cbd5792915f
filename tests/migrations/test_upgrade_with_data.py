"""A database of the first release, with data in it, is brought up to date without losing anything."""

import secrets
from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DatabaseError

from formsapp.database import Database
from formsapp.migrations.alembic_config import config_for

FIRST_RELEASE = "0001"
MOMENT = "2026-09-01 09:00:00"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path) -> Iterator[str]:
    """An empty database, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/old.sqlite"
        return
    pattern = request.getfixturevalue("postgres_server")
    name = f"t_{secrets.token_hex(6)}"
    admin = create_engine(pattern.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield pattern.format(name=name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def connection(empty) -> Iterator[Connection]:
    engine = Database(empty).engine.execution_options(formsapp_writes=True)
    with engine.connect() as opened:
        command.upgrade(config_for(opened), FIRST_RELEASE)
        _fill(opened)
        opened.commit()
        yield opened
    engine.dispose()


def _fill(connection: Connection) -> None:
    """What the first release could hold of tools: a ratified version, one that is not, and an audit on the first."""
    connection.execute(
        text(
            "INSERT INTO people (id, name, email, job_title, created_at) "
            "VALUES (1, 'Odile Marchetti-Boyd', 'odile@wexbridge.example', '', :at)"
        ),
        {"at": MOMENT},
    )
    version = text(
        "INSERT INTO tool_versions (id, key, version, title, kind, source, document, fingerprint, warnings, added_at, "
        "added_by_id, ratified_at, ratified_by_id, ratified_at_meeting, ratified_on) VALUES (:id, 'small', :version, "
        "'A small tool', 'self_assessment', 'key: small', '{}', 'abc', '[]', :at, 1, :ratified, :by, :meeting, :day)"
    )
    ratified = {"ratified": MOMENT, "by": 1, "meeting": "Learning hub", "day": "2026-08-31"}
    waiting = dict.fromkeys(ratified)
    connection.execute(version, {"id": 1, "version": "v1", "at": MOMENT, **ratified})
    connection.execute(version, {"id": 2, "version": "v2", "at": MOMENT, **waiting})
    connection.execute(
        text(
            "INSERT INTO audits (id, title, tool_version_id, terms, method, opens_on, closes_on, blind, created_at) "
            "VALUES (1, 'Self-assessment', 1, '', 'broad', '2026-09-01', '2026-12-01', :blind, :at)"
        ),
        {"at": MOMENT, "blind": False},
    )


def test_everything_is_still_there(connection):
    command.upgrade(config_for(connection), "head")
    versions = connection.execute(
        text(
            "SELECT version, source, proposed_by_id, ratified_at_meeting, withdrawn_at, based_on_id, retired_because "
            "FROM tool_versions ORDER BY id"
        )
    ).all()
    assert [tuple(row) for row in versions] == [
        ("v1", "key: small", 1, "Learning hub", None, None, None),
        ("v2", "key: small", 1, None, None, None, None),
    ]
    assert connection.execute(text("SELECT title, tool_version_id, wave FROM audits")).one() == (
        "Self-assessment",
        1,
        None,
    )


def test_a_version_ratified_before_can_no_longer_be_changed(connection):
    command.upgrade(config_for(connection), "head")
    connection.commit()
    connection.execute(text("UPDATE tool_versions SET title = 'Another' WHERE id = 2"))
    connection.commit()
    with pytest.raises(DatabaseError, match="never changes"):
        connection.execute(text("UPDATE tool_versions SET title = 'Another' WHERE id = 1"))
    connection.rollback()

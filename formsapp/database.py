"""The database: engine, sessions, and the one transaction of a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SERVER_ERROR = 500
CLIENT_ERROR = 400


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """What is stored: UTC, without saying so."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """What is read: aware, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {datetime: UtcDateTime()}


class Database:
    """One database, with a way to read it and a way to write it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        writing = self.engine.execution_options(formsapp_writes=True)
        self.reading = sessionmaker(self.engine, expire_on_commit=False)
        self.writing = sessionmaker(writing, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session, committed at the end unless something went wrong: for commands outside a request."""
        with self.writing.begin() as session:
            yield session


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=url.startswith("postgresql"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("formsapp_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def database() -> Database:
    """The database of the running application."""
    found: Database = current_app.extensions["formsapp_database"]
    return found


def current_session() -> Session:
    """The session of this request: reading for GET and HEAD, writing for everything else."""
    if "session" not in g:
        reads = has_request_context() and request.method in READING_METHODS
        g.session = (database().reading if reads else database().writing)()
    found: Session = g.session
    return found


def keep_changes() -> None:
    """Commit now although the response is a refusal (a counted failed sign-in, say)."""
    g.keep_changes = True


def connect_database(app: Flask, url: str) -> None:
    """Give the application its database, and each request one transaction: committed before the answer goes out."""
    app.extensions["formsapp_database"] = Database(url)
    app.after_request(_finish)
    app.teardown_request(_close)


def _finish(response: Response) -> Response:
    session: Session | None = g.get("session")
    if session is None:
        return response
    if request.method in READING_METHODS:
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("a page that only reads changed something")
        return response
    if response.status_code < CLIENT_ERROR or g.get("keep_changes", False):
        session.commit()
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()

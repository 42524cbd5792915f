"""The one statement that saves answers: each row only where the stored revision is the one that the form showed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from formsapp.returns.fields.given import Given

_COLUMNS = ("return_id", "question", *Given._fields, "revision", "saved_at", "saved_by_id")
_SAVED = (*Given._fields, "saved_at", "saved_by_id")
#: How each driver writes the place of a value.
_PLACES = {"sqlite": "?", "postgresql": "%s"}


@lru_cache(maxsize=512)
def _statement(place: str, rows: int) -> str:
    """Rows carry the revision to come; where the stored one is not the one before, nothing happens or is returned.

    Written out, as both databases understand it: for the busiest save of all, SQLAlchemy would take several times as
    long to put the rows together as the database takes to store them.
    """
    row = f"({', '.join([place] * len(_COLUMNS))})"
    changes = ", ".join(f"{name} = excluded.{name}" for name in _SAVED)
    return (
        f"INSERT INTO answers ({', '.join(_COLUMNS)}) VALUES {', '.join([row] * rows)} "  # noqa: S608  our own names and places, never a value
        f"ON CONFLICT (return_id, question) DO UPDATE SET {changes}, revision = answers.revision + 1 "
        "WHERE answers.revision = excluded.revision - 1 RETURNING question, revision"
    )


def upsert_answers(
    session: Session,
    return_id: int,
    answers: Mapping[str, Given],
    bases: Mapping[str, int],
    *,
    at: datetime,
    by_id: int | None,
) -> dict[str, int]:
    """Save these answers in one statement; the questions that were saved, with their new revisions."""
    if not answers:
        return {}
    saved_at = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    values: list[object] = []
    for key, given in answers.items():
        values += (return_id, key, *given, bases.get(key, 0) + 1, saved_at, by_id)
    connection = session.connection()
    statement = _statement(_PLACES[connection.dialect.name], len(answers))
    saved = connection.exec_driver_sql(statement, tuple(values))
    return {row.question: row.revision for row in saved.all()}

"""The one statement that saves answers: each row only where the stored revision is the one that the form showed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer

_SAVED = (*Given._fields, "saved_at", "saved_by_id", "saved_from", "save_number")
_COLUMNS = ("return_id", "question", "revision", *_SAVED)
#: How each driver writes the place of a value.
_PLACES = {"sqlite": "?", "postgresql": "%s"}


class OpenPage(NamedTuple):
    """A page that is open in a browser, and the how-manieth save of it this is."""

    id: str
    number: int


class Saving(NamedTuple):
    """When answers are saved, by whom, and from which open page."""

    at: datetime
    by_id: int | None
    page: OpenPage | None = None


NO_PAGE = (None, None)
_answers = Answer.__table__.c
_SAME_AGAIN = (
    update(Answer.__table__)
    .where(_answers.return_id == bindparam("of_return"), _answers.question.in_(bindparam("of", expanding=True)))
    .values(saved_from=bindparam("page"), save_number=bindparam("number"))
)


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
    saving: Saving,
) -> dict[str, int]:
    """Save these answers in one statement; the questions that were saved, with their new revisions."""
    if not answers:
        return {}
    at, by_id, page = saving
    saved_at = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    values: list[object] = []
    for key, given in answers.items():
        values += (return_id, key, bases.get(key, 0) + 1, *given, saved_at, by_id, *(page or NO_PAGE))
    connection = session.connection()
    statement = _statement(_PLACES[connection.dialect.name], len(answers))
    saved = connection.exec_driver_sql(statement, tuple(values))
    return {row.question: row.revision for row in saved.all()}


def note_same_again(session: Session, return_id: int, questions: list[str], page: OpenPage) -> None:
    """Note that a page sent again what is stored: what it sent before and arrives later is older than this."""
    given = {"of_return": return_id, "of": questions, "page": page.id, "number": page.number}
    session.connection().execute(_SAME_AGAIN, given)

"""The one statement that saves answers: each row only where the stored revision is the one that the form showed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer

_table = Answer.__table__
_SAVED = ("value", "not_applicable_reason", "comment", "evidence", "action", "saved_at", "saved_by_id")


def _statement(insert: Any) -> Any:
    """Rows carry the revision to come; where the stored one is not the one before, nothing happens or is returned."""
    statement = insert(_table)
    incoming = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[_table.c.return_id, _table.c.question],
        set_={**{name: incoming[name] for name in _SAVED}, "revision": _table.c.revision + 1},
        where=_table.c.revision == incoming.revision - 1,
    ).returning(_table.c.question, _table.c.revision)


_STATEMENTS = {"sqlite": _statement(sqlite.insert), "postgresql": _statement(postgresql.insert)}


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
    rows = [
        {
            "return_id": return_id,
            "question": key,
            **given._asdict(),
            "revision": bases.get(key, 0) + 1,
            "saved_at": at,
            "saved_by_id": by_id,
        }
        for key, given in answers.items()
    ]
    statement = _STATEMENTS[session.get_bind().dialect.name]
    saved = session.connection().execute(statement, rows)
    return {row.question: row.revision for row in saved}

"""What the experiments work on: one audit with one return, and people of its school who are signed in."""

import secrets
from datetime import timedelta

from alembic import command
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person, RoleGiven
from formsapp.audits.models import Audit, AuditMove, Return
from formsapp.clock import now, today
from formsapp.database import Database
from formsapp.migrations.alembic_config import config_for
from formsapp.organisations.models import Organisation
from formsapp.returns.models import Answer
from formsapp.sign_in.models import SignedIn
from formsapp.sign_in.sessions import hashed
from tests.bench.web_audit import _version, bench_tool

RETURN = 1


def set_up(url: str, people: int) -> list[str]:
    """Tables, an open audit, one return, and so many leads: the tokens of their sessions."""
    database = Database(url)
    with database.engine.connect() as connection:
        command.upgrade(config_for(connection), "head")
        connection.commit()
    with database.transaction() as session:
        school = Organisation(
            name="A school", type="school", phase="primary", sector="maintained", added_at=now(), changed_at=now()
        )
        audit = Audit(
            title="An audit",
            tool_version=_version(session, bench_tool()),
            opens_on=today(),
            closes_on=today() + timedelta(days=30),
            created_at=now(),
        )
        session.add_all([school, audit])
        session.flush()
        session.add_all(
            [
                AuditMove(audit_id=audit.id, to_state="open", at=now()),
                Return(audit_id=audit.id, organisation_id=school.id, created_at=now()),
            ]
        )
        tokens = [_lead(session, school.id, number) for number in range(people)]
    database.engine.dispose()
    return tokens


def _lead(session: Session, school_id: int, number: int) -> str:
    token = secrets.token_urlsafe(32)
    person = Person(name=f"Lead {number}", email=f"lead{number}@wexbridge.example", job_title="", created_at=now())
    session.add(person)
    session.flush()
    session.add_all(
        [
            RoleGiven(
                person_id=person.id,
                role="designated_safeguarding_lead",
                organisation_id=school_id,
                given_at=now(),
            ),
            SignedIn(token_hash=hashed(token), person_id=person.id, started_at=now(), seen_at=now()),
        ]
    )
    return token


def stored(url: str) -> dict[str, Answer]:
    """Every answer as it stands in the database."""
    database = Database(url)
    try:
        with database.reading() as session:
            found = {one.question: one for one in session.scalars(select(Answer).where(Answer.return_id == RETURN))}
            session.expunge_all()
            return found
    finally:
        database.engine.dispose()

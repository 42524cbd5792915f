"""Small things to test with, each made by one call. Everything is flushed; commit before a client looks."""

import json
from copy import deepcopy
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor, Holds
from formsapp.access.models import RoleGiven
from formsapp.audits.models import Audit, AuditMove, Return, ReturnEvent
from formsapp.clock import now, today
from formsapp.organisations.models import Organisation
from formsapp.people.models import Person
from formsapp.tools.models import ToolVersion
from tool_definitions.tool import Tool

_numbers = count(1)

SCHEME = {
    "key": "practice",
    "title": "Four levels",
    "levels": [
        {"value": "not_met", "label": "Not met", "score": 0, "stance": "concern"},
        {"value": "partly_met", "label": "Partly met", "score": 1, "stance": "concern"},
        {"value": "met", "label": "Met", "score": 2, "stance": "adequate"},
        {"value": "embedded", "label": "Embedded", "score": 3, "stance": "strength"},
    ],
}


def rating(key: str, **changes: Any) -> dict[str, Any]:
    """A rating question as data."""
    return {"key": key, "type": "rating", "scheme": "practice", "title": f"Statement {key}", **changes}


def tool_document(sections: dict[str, list[dict[str, Any]]] | None = None, **changes: Any) -> dict[str, Any]:
    """A tool as data: by default two sections of two ratings and one text."""
    sections = sections or {
        "leadership": [rating("leadership.a"), rating("leadership.b")],
        "practice": [rating("practice.a"), {"key": "practice.words", "type": "text", "title": "In your words"}],
    }
    return {
        "key": "small-tool",
        "version": f"v{next(_numbers)}",
        "title": "A small tool",
        "kind": "self_assessment",
        "rating_schemes": {"practice": deepcopy(SCHEME)},
        "scoring": {"bands": [{"from": 0, "label": "Low"}, {"from": 50, "label": "High"}]},
        "sections": [
            {"key": key, "title": key.capitalize(), "questions": questions} for key, questions in sections.items()
        ],
        **changes,
    }


def make_tool_version(
    session: Session, document: dict[str, Any] | None = None, *, ratified: bool = True, **changes: Any
) -> ToolVersion:
    """A tool version in the database, ratified unless told otherwise."""
    tool = Tool.model_validate(document or tool_document())
    version = ToolVersion(
        key=tool.key,
        version=tool.version,
        title=tool.title,
        kind=tool.kind,
        source="",
        document=json.dumps(tool.as_document()),
        fingerprint=tool.fingerprint,
        proposed_at=now(),
        ratified_at=now() if ratified else None,
        ratified_at_meeting="Learning hub" if ratified else None,
        ratified_on=today() if ratified else None,
        **changes,
    )
    session.add(version)
    session.flush()
    return version


def make_organisation(session: Session, **attributes: Any) -> Organisation:
    """A primary school unless told otherwise."""
    number = next(_numbers)
    given = {"name": f"School {number}", "type": "school", "phase": "primary", "sector": "maintained", "status": "open"}
    organisation = Organisation(**{**given, "added_at": now(), "changed_at": now(), **attributes})
    session.add(organisation)
    session.flush()
    return organisation


def make_person(
    session: Session,
    role: str | None = None,
    *,
    organisation: Organisation | None = None,
    audit: Audit | None = None,
    return_: Return | None = None,
    name: str | None = None,
) -> Person:
    """A person, with one role if named."""
    number = next(_numbers)
    person = Person(
        name=name or f"Person {number}", email=f"person{number}@wexbridge.example", job_title="", created_at=now()
    )
    session.add(person)
    session.flush()
    if role is not None:
        session.add(
            RoleGiven(
                person_id=person.id,
                role=role,
                organisation_id=organisation.id if organisation else None,
                audit_id=audit.id if audit else None,
                return_id=return_.id if return_ else None,
                given_at=now(),
            )
        )
        session.flush()
    return person


def as_actor(session: Session, person: Person) -> Actor:
    """The person as the one who acts."""
    given = session.query(RoleGiven).filter_by(person_id=person.id, ended_at=None)
    roles = tuple(Holds.stored(one) for one in given)
    return Actor(id=person.id, name=person.name, email=person.email, roles=roles)


def make_audit(
    session: Session, tool_version: ToolVersion | None = None, *, state: str = "open", **changes: Any
) -> Audit:
    """An audit that closes in a month, open unless told otherwise."""
    audit = Audit(
        **{
            "title": f"Audit {next(_numbers)}",
            "tool_version": tool_version or make_tool_version(session),
            "opens_on": today() - timedelta(days=7),
            "closes_on": today() + timedelta(days=30),
            "created_at": now(),
            **changes,
        }
    )
    session.add(audit)
    session.flush()
    session.add(AuditMove(audit_id=audit.id, to_state=state, at=now(), reason=""))
    session.flush()
    return audit


def make_return(
    session: Session, audit: Audit, organisation: Organisation | None = None, *, state: str | None = None
) -> Return:
    """An organisation's return in an audit, in the state named (its answers are the test's own business)."""
    return_ = Return(
        audit_id=audit.id, organisation_id=(organisation or make_organisation(session)).id, created_at=now()
    )
    session.add(return_)
    session.flush()
    if state is not None:
        session.add(ReturnEvent(return_id=return_.id, kind=state, at=now(), reason=""))
        session.flush()
    return return_

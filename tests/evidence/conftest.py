"""A school with a return, its people, and those who review it."""

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest

from formsapp.audits.models import Audit, Return
from formsapp.organisations.models import Organisation
from formsapp.people.models import Person
from tests.builders import make_audit, make_organisation, make_person, make_return, make_tool_version, rating
from tests.builders import tool_document as small_tool

SECTIONS = {
    "leadership": [
        rating("leadership.a", evidence={"when": "required"}),
        rating("leadership.b", evidence={"when": "optional"}),
    ],
    "practice": [rating("practice.a", evidence={"when": "optional"})],
}


@dataclass
class School:
    audit: Audit
    organisation: Organisation
    return_: Return
    lead: Person
    head: Person
    helper: Person
    moderator: Person
    other_moderator: Person
    outsider: Person

    @property
    def library(self) -> str:
        return f"/organisations/{self.organisation.id}/evidence"

    def at(self, question: str = "leadership.a") -> str:
        section = question.partition(".")[0]
        return f"/returns/{self.return_.id}/sections/{section}/evidence/{question}"


@pytest.fixture
def school(db) -> School:
    audit = make_audit(db, make_tool_version(db, small_tool(SECTIONS)))
    organisation, elsewhere = make_organisation(db), make_organisation(db)
    return_ = make_return(db, audit, organisation)
    other = make_return(db, make_audit(db), elsewhere)
    made = School(
        audit,
        organisation,
        return_,
        make_person(db, "designated_safeguarding_lead", organisation=organisation, name="Rowan Lead"),
        make_person(db, "head_teacher", organisation=organisation, name="Hazel Head"),
        make_person(db, "contributor", return_=return_, name="Corin Helper"),
        make_person(db, "moderator", audit=audit, name="Maude Moderator"),
        make_person(db, "moderator", audit=make_audit(db), name="Otto Other"),
        make_person(db, "designated_safeguarding_lead", organisation=elsewhere, name="Olive Outsider"),
    )
    db.flush()
    assert other.id != return_.id
    db.commit()
    return made


@pytest.fixture
def with_scanner(app):
    """Say where the scanner is."""
    settings = app.extensions["formsapp_settings"]

    def at(address: str) -> None:
        app.extensions["formsapp_settings"] = replace(settings, scanner=address)

    return at


def described(**more: Any) -> dict[str, Any]:
    """What a form says of a described reference."""
    return {"kind": "reference", "title": "Training log", "where_kept": "School office, blue file", **more}


def sent(content: bytes, name: str = "log.pdf", **more: Any) -> dict[str, Any]:
    """What a form says of a file."""
    return {"kind": "file", "title": "Training log", "file": (BytesIO(content), name), **more}


def evidence_ids(page: str) -> list[int]:
    """The pieces that a library or an attach page lists."""
    return [int(one) for one in re.findall(r'name="piece"[^>]*value="(\d+)"', page)]

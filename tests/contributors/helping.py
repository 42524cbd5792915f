"""A school with a return of three sections and a lead, and colleagues who are asked to help."""

import re
from collections.abc import Collection

from sqlalchemy.orm import Session

from formsapp.contributors.commands import accept_contribution, ask_contributor
from formsapp.people.models import Person
from formsapp.returns.queries import open_return
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)

PASSWORD = "four-plain-words-here"
SECTIONS = {
    key: [rating(f"{key}.a"), {"key": f"{key}.words", "type": "text", "title": f"In your words on {key}"}]
    for key in ("leadership", "practice", "voice")
}


class School:
    """One school, its return and its lead."""

    def __init__(self, db: Session, **audit: object) -> None:
        self.version = make_tool_version(db, tool_document(SECTIONS))
        self.audit = make_audit(db, self.version, **audit)
        self.organisation = make_organisation(db)
        self.return_ = make_return(db, self.audit, self.organisation)
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.organisation, name="Rowan Alder")
        self.address = f"/returns/{self.return_.id}"
        self.board = f"{self.address}/contributors"


def opened(db: Session, school: School):
    found = open_return(db, school.return_.id, person_id=None)
    assert found is not None
    return found


def ask(db: Session, school: School, person: Person, sections: Collection[str] | None = ("practice",)):
    """The lead asks somebody, who has not said yes."""
    return ask_contributor(
        db,
        return_=opened(db, school),
        name=person.name,
        email=person.email,
        sections=sections,
        by=as_actor(db, school.lead),
    )


def helper_of(db: Session, school: School, sections: Collection[str] | None = ("practice",)) -> Person:
    """Somebody who was asked and said yes."""
    person = make_person(db, name="Sorrel Finch")
    asked = ask(db, school, person, sections)
    accept_contribution(db, contribution=asked.contribution, person=person)
    return person


def form_for(email: str, **changes: object) -> dict[str, object]:
    """What a lead posts to ask somebody."""
    return {"name": "Wren Tansley", "email": email, "part": "some", "sections": ["practice"], "message": "", **changes}


def link_in(page: str) -> str:
    """The path of the link that a page shows to be passed on."""
    found = re.search(r"http://localhost(/helping/[\w-]{40,})", page)
    assert found is not None
    return found.group(1)

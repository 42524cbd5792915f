"""Going back in the browser shows what is saved: old words are never saved over what a colleague wrote meanwhile."""

import pytest

from formsapp.tool_drafts.commands import start_draft
from formsapp.tool_drafts.models import ToolDraft
from tests.builder.editing import SOURCE
from tests.builders import as_actor, make_audit, make_organisation, make_return
from tests.journeys.conftest import DESKTOP
from tests.journeys.visitor import Visitor, with_password

FIRST, SECOND = "Staff feel able to speak.", "Staff speak, and we act on it."
SECTION = "/returns/1/sections/practice"
QUESTION = "/tools/drafts/1/questions/practice.words"
NAMES = ("Rowan Alder", "Sorrel Finch")


@pytest.fixture
def leads(site):
    with site.changing() as session:
        school = make_organisation(session, name="Hallowmere Primary School")
        make_return(session, make_audit(session, title="Autumn audit"), school)
        role = "designated_safeguarding_lead"
        return [with_password(session, role, organisation=school, name=name) for name in NAMES]


@pytest.fixture
def officers(site):
    with site.changing() as session:
        people = [with_password(session, "partnership_officer", name=name) for name in NAMES]
        start_draft(session, source=SOURCE, by=as_actor(session, people[0]))
        return people


@pytest.fixture
def without_script(arrive) -> Visitor:
    """Somebody whose browser runs no script, so that nothing is saved but with the button."""
    return arrive("desktop", viewport=DESKTOP, java_script_enabled=False)


def saves(visitor: Visitor, path: str, label: str, words: str) -> None:
    visitor.visit(path)
    visitor.write(label, words)
    visitor.press("Save")


def goes_back(visitor: Visitor, path: str) -> None:
    visitor.page.go_back()
    while not visitor.page.url.split("?")[0].endswith(path):
        visitor.page.go_back()
    visitor.look()


def test_a_section_of_a_return(visitor: Visitor, colleague: Visitor, leads) -> None:
    for one, person in zip((visitor, colleague), leads, strict=True):
        one.sign_in(person)
    saves(visitor, SECTION, "In your words", FIRST)
    saves(colleague, SECTION, "In your words", SECOND)
    goes_back(visitor, SECTION)
    assert visitor.page.get_by_label("In your words").input_value() == SECOND
    visitor.press("Save and come back later")
    colleague.visit(SECTION)
    assert colleague.page.get_by_label("In your words").input_value() == SECOND


def test_a_question_of_a_draft(without_script: Visitor, officers, arrive) -> None:
    visitor, colleague = without_script, arrive("desktop", viewport=DESKTOP, java_script_enabled=False)
    for one, person in zip((visitor, colleague), officers, strict=True):
        one.sign_in(person)
    saves(visitor, QUESTION, "Question", FIRST)
    visitor.visit("/tools/drafts/1")
    saves(colleague, QUESTION, "Question", SECOND)
    goes_back(visitor, QUESTION)
    assert visitor.page.get_by_role("textbox", name="Question").input_value() == SECOND
    visitor.press("Save")
    assert SECOND in source(visitor)


def source(visitor: Visitor) -> str:
    with visitor.site.looking() as session:
        return session.get_one(ToolDraft, 1).source

"""A tool is changed at a small phone without JavaScript: every step is a page and a button."""

import pytest

from formsapp.tool_drafts.commands import start_draft
from formsapp.tool_drafts.models import ToolDraft
from tests.builder.editing import SOURCE
from tests.builders import as_actor
from tests.journeys.visitor import Visitor, with_password

HOME = "/tools/drafts/1"


@pytest.fixture
def officer(site):
    with site.changing() as session:
        person = with_password(session, "partnership_officer", name="Rowan Alder")
        start_draft(session, source=SOURCE, by=as_actor(session, person))
        return person


def source(visitor: Visitor) -> str:
    with visitor.site.looking() as session:
        return session.get_one(ToolDraft, 1).source


def test_without_javascript(on_a_phone: Visitor, officer) -> None:
    on_a_phone.sign_in(officer)
    adds_a_section_with_a_question(on_a_phone)
    writes_what_cannot_be_saved(on_a_phone)
    builds_a_condition(on_a_phone)
    adds_a_choice(on_a_phone)
    moves_it(on_a_phone)


def adds_a_section_with_a_question(visitor: Visitor) -> None:
    visitor.visit(HOME)
    visitor.write("Title of a new section", "Learning")
    visitor.press("Add a section")
    visitor.choose("One of several")
    visitor.write("The question, or the statement", "How often are reviews read?")
    visitor.press("Add the question")
    assert visitor.heading == "learning.often-reviews-read"


def writes_what_cannot_be_saved(visitor: Visitor) -> None:
    visitor.write("Weight", "a lot")
    visitor.press("Save")
    assert visitor.errors == ["Weight must be a number, such as 2 or 0.5"]
    assert visitor.page.get_by_label("Weight").input_value() == "a lot"
    visitor.write("Weight", "1")
    visitor.press("Save")


def builds_a_condition(visitor: Visitor) -> None:
    visitor.page.locator("summary").filter(has_text="When it is asked").click()
    visitor.press("Add a condition")
    visitor.page.get_by_label("Question", exact=True).last.select_option("leadership.nursery")
    visitor.press("Save")
    visitor.page.get_by_role("checkbox", name="Yes", exact=True).first.check()
    visitor.press("Add a condition")
    visitor.page.locator("#show_if-1-question").select_option("leadership.dsl")
    visitor.press("Save")
    visitor.page.locator("#show_if-1-how").select_option("at_or_below")
    visitor.press("Save")
    visitor.page.locator("#show_if-1-level").select_option("met")
    visitor.page.locator("#show_if-mode").select_option("any")
    visitor.press("Save")
    assert '{question: leadership.nursery, is: ["yes"]}' in source(visitor)
    assert "{question: leadership.dsl, at_or_below: met}" in source(visitor)


def adds_a_choice(visitor: Visitor) -> None:
    visitor.press("Add a choice")
    visitor.page.locator("#options-2-label").fill("Every month")
    visitor.press("Save")
    assert "{value: every_month, label: Every month}" in source(visitor)


def moves_it(visitor: Visitor) -> None:
    visitor.follow("move, copy or remove")
    visitor.page.get_by_label("Where to").select_option("After practice.words: In your words")
    visitor.press("Move it there")
    assert "is now question 2 of 2 in Practice" in visitor.text
    visitor.press("Move learning.often-reviews-read up")
    assert "is now question 1 of 2 in Practice" in visitor.text
    visitor.press("Undo")
    assert "# A tool to test with." in source(visitor)

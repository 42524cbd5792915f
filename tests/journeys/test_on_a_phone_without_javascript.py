"""Two sections on a small phone, where the script never arrives."""

import pytest

from tests.builders import make_audit, make_organisation, make_return, make_tool_version, rating, tool_document
from tests.journeys.visitor import Visitor, with_password

TOO_LONG = "Every week. " * 500
SECTIONS = {
    "leadership": [
        rating("leadership.lead", title="A trained lead is always there", not_applicable="with_reason"),
        {"key": "leadership.visits", "type": "yes_no", "title": "Did a governor visit?"},
        {
            "key": "leadership.found",
            "type": "text",
            "title": "What did the governor find?",
            "show_if": {"question": "leadership.visits", "is": ["yes"]},
        },
    ],
    "practice": [
        rating("practice.listen", title="Children are listened to", comment="required_at_or_below partly_met"),
        {"key": "practice.asked", "type": "number", "title": "How many were asked?", "maximum": 500},
    ],
}


@pytest.fixture
def lead(site):
    with site.changing() as session:
        audit = make_audit(session, make_tool_version(session, tool_document(SECTIONS)), title="Autumn audit")
        school = make_organisation(session, name="Sallowbeck Nursery School")
        make_return(session, audit, school)
        return with_password(session, "designated_safeguarding_lead", organisation=school)


def test_two_sections_on_a_phone_without_javascript(on_a_phone: Visitor, lead) -> None:
    visitor = on_a_phone
    visitor.sign_in(lead)
    visitor.follow("Autumn audit")
    visitor.follow("1. Leadership")
    a_question_follows_when_another_is_saved(visitor)
    what_cannot_be_saved_is_shown_again(visitor)
    signs_out_and_comes_back(visitor, lead)
    submits(visitor)


def a_question_follows_when_another_is_saved(visitor: Visitor) -> None:
    assert visitor.question("What did the governor find?").count() == 0
    reason = visitor.page.get_by_label("Why does this not apply to you?")
    assert reason.is_visible()
    visitor.choose("Met", within=visitor.question("A trained lead"))
    visitor.choose("Yes", within=visitor.question("Did a governor visit?"))
    visitor.press("Save and show the questions that follow")
    visitor.write("What did the governor find?", "Two locks that did not close.")
    visitor.press("Save and continue")
    assert visitor.heading == "2. Practice"


def what_cannot_be_saved_is_shown_again(visitor: Visitor) -> None:
    visitor.choose("Partly met")
    visitor.write("Comment", TOO_LONG)
    visitor.write("How many were asked?", "a dozen")
    visitor.press("Save and continue")
    assert visitor.page.title().startswith("Error: ")
    assert len(visitor.errors) == 2
    visitor.page.locator(".govuk-error-summary").get_by_role("link").last.click()
    assert visitor.page.url.endswith("#q-practice.asked")
    assert visitor.page.get_by_label("How many were asked?").input_value() == "a dozen"
    assert visitor.page.get_by_label("Comment").input_value() == TOO_LONG.strip()
    visitor.write("How many were asked?", "12")
    visitor.write("Comment", "Every week, in circle time.")
    visitor.press("Save and come back later")


def signs_out_and_comes_back(visitor: Visitor, lead) -> None:
    visitor.sign_out()
    visitor.visit("/returns/1/sections/leadership")
    assert visitor.heading == "Sign in"
    visitor.page.get_by_label("Email address").fill(lead.email)
    visitor.page.get_by_label("Password", exact=True).fill("not the password")
    visitor.press("Sign in")
    assert visitor.errors == ["The email address or the password is not right"]
    visitor.sign_in(lead)
    visitor.follow("Autumn audit")
    assert "All 2 sections are complete" in visitor.text


def submits(visitor: Visitor) -> None:
    visitor.press("Check your answers and submit")
    assert "Two locks that did not close." in visitor.text
    visitor.press("Continue to the declaration")
    visitor.page.get_by_role("checkbox").check()
    visitor.write("Your full name", "Bryn Sallow")
    visitor.press("Submit this return")
    assert "Return submitted" in visitor.text
    visitor.follow("Your profile")
    assert "What to act on first" in visitor.text
    visitor.follow("Two pages for those who sign")
    assert "Questions to ask" in visitor.text

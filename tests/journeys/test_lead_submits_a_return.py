"""A designated safeguarding lead fills in and submits the shipped self-assessment of schools."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders import make_audit, make_organisation, make_person, make_return, make_tool_version
from tests.journeys.filling_in import ACTION, WORDS, answer, answer_all, choose_and_support
from tests.journeys.visitor import Visitor, with_password
from tool_definitions.loader import shipped_tools

SHOW_MORE = "Save and show the questions that follow"
HONEST = "Two in five staff told us in the survey that they would wait and see."
AGREED = "At the governors’ meeting of 12 November; it is in the minutes."
NOT_HERE = "We have had no temporary staff since the school was rebuilt."


@pytest.fixture
def lead(site):
    with site.changing() as session:
        tool_version = make_tool_version(session, shipped_tools()["school-safeguarding"].as_document())
        audit = make_audit(session, tool_version, title="Safeguarding self-assessment")
        school = make_organisation(session, name="Hallowmere Primary School", provision="mainstream")
        make_return(session, audit, school)
        make_person(session, "head_teacher", organisation=school, name="Hazel Fenwick")
        return with_password(session, "designated_safeguarding_lead", organisation=school, name="Rowan Alder")


def test_lead_submits_a_return(visitor: Visitor, lead) -> None:
    visitor.sign_in(lead)
    visitor.follow("Safeguarding self-assessment")
    assert "0 of 15 sections complete" in visitor.text
    everything_but_one_comment(visitor)
    the_missing_comment_is_named_and_given(visitor)
    receipt = declares_and_submits(visitor)
    reads_what_was_sent(visitor, receipt)


def everything_but_one_comment(visitor: Visitor) -> None:
    visitor.follow("1. Your setting this year")
    sections = set()
    while visitor.heading != "Check your answers":
        sections.add(visitor.heading)
        fills_in_one_section(visitor)
        visitor.press("Save and continue")
        assert visitor.errors == []
    assert len(sections) == 15


def fills_in_one_section(visitor: Visitor) -> None:
    assert answer_all(visitor) >= 1
    heading = visitor.heading
    if heading.startswith("2. "):
        first = visitor.page.locator(".app-question").first
        choose_and_support(first, "Partly met")
        first.get_by_role("textbox", name="Comment").fill("")
    if "policies" in visitor.page.url:
        shows_what_follows(visitor)
    if "recruitment" in visitor.page.url:
        does_not_apply(visitor)


def shows_what_follows(visitor: Visitor) -> None:
    """The answer that asks for more was saved as it was given, and the page has grown by itself."""
    assert visitor.page.get_by_role("button", name=SHOW_MORE).count() == 0
    expect(visitor.question("placed with an alternative provider are as safe there")).to_be_visible()
    answer(visitor.question("placed with an alternative provider are as safe there"))


def does_not_apply(visitor: Visitor) -> None:
    question = visitor.page.locator(".app-question", has=visitor.page.get_by_label("Not applicable")).first
    reason = question.get_by_role("textbox", name="Why does this not apply to you?")
    assert not reason.is_visible()
    visitor.choose("Not applicable", within=question)
    reason.fill(NOT_HERE)


def the_missing_comment_is_named_and_given(visitor: Visitor) -> None:
    assert "Continue to the declaration" not in visitor.text
    gaps = visitor.page.locator("li", has=visitor.page.locator("[id^=gap-]")).all_inner_texts()
    assert len(gaps) == 1, gaps
    assert gaps[0].endswith("enter a comment: “Partly met” needs one")
    visitor.page.locator("#main-content").get_by_role("link", name=re.compile(r"^2\.1 ")).first.click()
    visitor.page.wait_for_load_state()
    visitor.look()
    first = visitor.page.locator(".app-question").first
    assert first.get_by_label("What you will do").input_value() == ACTION
    first.get_by_role("textbox", name="Comment").fill(HONEST)
    visitor.press("Save and come back later")
    visitor.press("Check your answers and submit")
    for words in (HONEST, NOT_HERE, WORDS):
        assert words in visitor.text


def declares_and_submits(visitor: Visitor) -> str:
    visitor.press("Continue to the declaration")
    visitor.press("Submit this return")
    assert len(visitor.errors) == 4
    visitor.write("How the head teacher or principal agreed", AGREED)
    visitor.write("How the chair of governors agreed", AGREED)
    visitor.page.get_by_role("checkbox").check()
    visitor.write("Your full name, as your signature", "Rowan Alder")
    visitor.press("Submit this return")
    assert "Return submitted" in visitor.text
    assert AGREED in visitor.text
    return visitor.page.locator(".govuk-panel strong").inner_text()


def reads_what_was_sent(visitor: Visitor, receipt: str) -> None:
    visitor.visit(visitor.page.url.removeprefix(visitor.site.address).replace("receipt", "submit"))
    assert visitor.page.locator(".govuk-panel strong").inner_text() == receipt
    visitor.follow("Read and print your return")
    assert HONEST in visitor.text
    assert receipt in visitor.text
    visitor.page.go_back()
    visitor.follow("See how it scores, and why")
    assert "out of 100" in visitor.text
    visitor.follow("Safeguarding self-assessment")
    visitor.follow("1. Your setting this year")
    assert visitor.page.get_by_role("button", name="Save and continue").count() == 0

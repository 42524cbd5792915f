"""A section saves itself: two people at once, a lost connection, a session that ends, and the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from formsapp.clock import now
from formsapp.returns.models import Answer
from formsapp.sign_in.models import SignedIn
from tests.builders import make_audit, make_organisation, make_return
from tests.journeys.conftest import PHONE
from tests.journeys.visitor import PASSWORD, Visitor, with_password

SECTION = "/returns/1/sections/practice"
MINE, THEIRS, BOTH = "Staff feel able to speak.", "Staff speak, and we act on it.", "Staff speak. We act on it."
SAVED = re.compile(r"Saved at \d\d:\d\d")


@pytest.fixture
def people(site):
    with site.changing() as session:
        school = make_organisation(session, name="Hallowmere Primary School")
        make_return(session, make_audit(session, title="Autumn audit"), school)
        return [
            with_password(session, "designated_safeguarding_lead", organisation=school, name=name)
            for name in ("Rowan Alder", "Sorrel Finch")
        ]


def words_of(page: Page) -> Locator:
    return page.get_by_label("In your words")


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-saving]")).to_contain_text(words)


def stored(visitor: Visitor) -> dict[str, str | None]:
    with visitor.site.looking() as session:
        return {one.question: one.value for one in session.query(Answer)}


def test_two_people_see_each_other_and_choose_between_two_texts(visitor: Visitor, colleague: Visitor, people) -> None:
    for one, person in zip((visitor, colleague), people, strict=True):
        one.sign_in(person)
        one.visit(SECTION)
    expect(colleague.page.locator("[data-here]")).to_contain_text("In this section now: Rowan Alder")
    words_of(visitor.page).fill(THEIRS)
    words_of(visitor.page).blur()
    says(visitor.page, SAVED)
    words_of(colleague.page).fill(MINE)
    words_of(colleague.page).blur()
    panel = colleague.page.locator("[data-conflict]")
    for words in ("Rowan Alder saved this answer while you were writing", THEIRS, MINE):
        expect(panel).to_contain_text(words)
    assert stored(colleague) == {"practice.words": THEIRS}
    colleague.look()
    colleague.page.get_by_role("button", name="Edit mine first").click()
    expect(words_of(colleague.page)).to_be_focused()
    words_of(colleague.page).fill(BOTH)
    colleague.page.get_by_role("button", name="Keep mine").click()
    says(colleague.page, SAVED)
    assert stored(colleague) == {"practice.words": BOTH}
    colleague.press("Save and come back later")
    assert colleague.heading == "Autumn audit"


def test_nothing_is_lost_offline_nor_when_the_session_ends(visitor: Visitor, people) -> None:
    visitor.sign_in(people[0])
    visitor.visit(SECTION)
    page, context = visitor.page, visitor.page.context
    context.set_offline(offline=True)
    visitor.choose("Met")
    words_of(page).fill(MINE)
    words_of(page).blur()
    says(page, "Not saved: you are offline. This page keeps what you typed, and tries again in")
    page.get_by_role("button", name="Save and continue").first.click()
    says(page, "you are offline")
    assert page.url.endswith(SECTION), "nobody is led away from what is not saved"
    visitor.faults.clear()
    context.set_offline(offline=False)
    says(page, SAVED)
    expect(page.locator(".app-question__state").filter(has_text=SAVED)).to_have_count(2)
    assert stored(visitor) == {"practice.a": "met", "practice.words": MINE}
    the_session_ends(visitor)
    words_of(page).fill(BOTH)
    words_of(page).blur()
    says(page, "Not saved: you have been signed out. Sign in again in another tab")
    assert page.get_by_role("link", name="Sign in again in another tab").get_attribute("target") == "_blank"
    signs_in_elsewhere(visitor, people[0].email)
    says(page, SAVED)
    visitor.faults.clear()
    assert stored(visitor) == {"practice.a": "met", "practice.words": BOTH}
    page.get_by_label("Not met").check()
    page.get_by_role("link", name="All sections").click()
    page.wait_for_url("**/returns/1")
    assert stored(visitor)["practice.a"] == "not_met", "whoever leaves in a hurry is not asked, and loses nothing"


def the_session_ends(visitor: Visitor) -> None:
    with visitor.site.changing() as session:
        session.query(SignedIn).update({"ended_at": now()})


def signs_in_elsewhere(visitor: Visitor, email: str) -> None:
    tab = visitor.page.context.new_page()
    tab.goto(visitor.site.address + "/sign-in")
    tab.get_by_label("Email address").fill(email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/")
    tab.close()
    visitor.page.bring_to_front()
    visitor.page.evaluate("dispatchEvent(new Event('focus'))")


def test_a_section_by_keyboard_on_a_small_screen(arrive: Callable[..., Visitor], people) -> None:
    visitor = arrive("small", viewport=PHONE)
    visitor.sign_in(people[0])
    visitor.visit(SECTION)
    keys, page = visitor.page.keyboard, visitor.page
    tab_to(page, "radio")
    for key in ("Space", "ArrowDown", "ArrowDown"):
        keys.press(key)
    says(page, SAVED)
    tab_to(page, "textarea")
    keys.type("We asked ten staff.")
    tab_to(page, "submit")
    expect(page.locator(".app-question__state").filter(has_text=SAVED)).to_have_count(2)
    expect(page.locator("[data-spoken]")).to_have_text(SAVED)
    visitor.look()
    assert stored(visitor) == {"practice.a": "partly_met", "practice.words": "We asked ten staff."}
    with page.expect_navigation():
        keys.press("Enter")
    assert visitor.heading == "Check your answers"


def tab_to(page: Page, kind: str) -> None:
    is_there = f"document.activeElement.type === '{kind}' && document.activeElement.closest('main') !== null"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(is_there):
            return
    raise AssertionError(f"the keyboard never comes to a {kind}")

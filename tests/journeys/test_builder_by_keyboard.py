"""A small tool is built in the browser by the keyboard alone: from nothing to a question with a condition."""

import pytest
from sqlalchemy import select

from formsapp.tool_drafts.models import ToolDraft
from tests.journeys.visitor import Visitor, with_password
from tool_definitions.document import read_text

#: The name that a screen reader would say, roughly, and whether the element can be seen.
FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const bar = document.querySelector(".app-save-bar:not(:focus-within)")?.getBoundingClientRect();
    return {
        name: [at.getAttribute("aria-label"), at.labels?.[0]?.innerText, at.innerText, at.id]
            .find(Boolean).replace(/\\s+/g, " ").trim(),
        covered: Boolean(bar) && box.top >= bar.top && box.bottom <= bar.bottom && !at.closest(".app-save-bar"),
    };
}"""


@pytest.fixture
def officer(site):
    with site.changing() as session:
        return with_password(session, "partnership_officer", name="Olive Officer")


def focused(visitor: Visitor) -> str:
    at = visitor.page.evaluate(FOCUS)
    assert not at["covered"], f"{at['name']} is behind the bar"
    return at["name"]


def tab_to(visitor: Visitor, name: str, *, is_whole: bool = False) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(120):
        visitor.page.keyboard.press("Tab")
        found = focused(visitor)
        if found == name or (found.startswith(name) and not is_whole):
            return
    raise AssertionError(f"the keyboard never came to {name!r} on {visitor.page.url}")


def enter(visitor: Visitor, key: str = "Enter") -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press(key)
    visitor.look()


def retype(visitor: Visitor, text: str) -> None:
    visitor.page.keyboard.press("ControlOrMeta+a")
    visitor.page.keyboard.type(text)


def saved(visitor: Visitor) -> None:
    visitor.page.get_by_text("Saved at").wait_for()
    visitor.look()


def source(visitor: Visitor) -> str:
    with visitor.site.looking() as session:
        return session.scalars(select(ToolDraft)).one().source


def test_built_by_the_keyboard_alone(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    starts_from_nothing(visitor)
    asks_whether_there_is_a_nursery(visitor)
    rates_the_nursery_only_where_there_is_one(visitor)
    moves_and_undoes(visitor)
    removes_what_something_depends_on(visitor)


def starts_from_nothing(visitor: Visitor) -> None:
    visitor.visit("/tools/drafts/start")
    tab_to(visitor, "A version that is already here")
    visitor.page.keyboard.press("ArrowUp")
    assert focused(visitor).startswith("Nothing")
    tab_to(visitor, "Title of the tool")
    visitor.page.keyboard.type("A tool made by keyboard")
    enter(visitor)
    assert visitor.heading == "Sections and questions"


def adds_a_question(visitor: Visitor, kind: str, title: str) -> None:
    tab_to(visitor, "Add a question")
    enter(visitor)
    tab_to(visitor, "Rating", is_whole=True)
    for _ in range(9):
        if focused(visitor) == kind:
            break
        visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Space")
    tab_to(visitor, "The question, or the statement")
    visitor.page.keyboard.type(title)
    enter(visitor)


def asks_whether_there_is_a_nursery(visitor: Visitor) -> None:
    adds_a_question(visitor, "Yes or no", "Is there a nursery?")
    assert visitor.heading == "first.nursery"
    tab_to(visitor, "Guidance")
    visitor.page.keyboard.type("Count rooms for children **under five**.")
    tab_to(visitor, "How it will look")
    saved(visitor)
    visitor.page.keyboard.press("Enter")
    assert visitor.page.locator("#preview-guidance strong").inner_text() == "under five"


def rates_the_nursery_only_where_there_is_one(visitor: Visitor) -> None:
    visitor.follow("All questions")
    adds_a_question(visitor, "Rating", "Nursery staff know whom to tell")
    tab_to(visitor, "Weight")
    retype(visitor, "two")
    visitor.page.keyboard.press("Tab")
    visitor.page.wait_for_selector("#weight-error")
    visitor.look()
    visitor.page.keyboard.press("Shift+Tab")
    retype(visitor, "2")
    tab_to(visitor, "When it is asked")
    saved(visitor)
    visitor.page.keyboard.press("Enter")
    tab_to(visitor, "Add a condition")
    enter(visitor)
    assert focused(visitor) == "Question"
    visitor.page.keyboard.type("first.nursery")
    saved(visitor)
    tab_to(visitor, "Yes")
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Tab")
    visitor.page.get_by_text("Saved at").wait_for()
    data = read_text(source(visitor), file="").document.data
    asked = data["sections"][0]["questions"][1]
    assert asked["show_if"] == {"question": "first.nursery", "is": ["yes"]}
    assert asked["weight"] == "2"


def moves_and_undoes(visitor: Visitor) -> None:
    visitor.follow("All questions")
    tab_to(visitor, "Move first.nursery-staff-know-whom up")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("[data-moved]", has_text="is now question 1 of 2").wait_for(state="attached")
    assert focused(visitor) == "Move first.nursery-staff-know-whom up"
    assert "1 error" in visitor.page.locator("[data-section]").first.inner_text()
    visitor.look()
    visitor.page.locator("h1").evaluate("heading => { heading.tabIndex = -1; heading.focus(); }")
    tab_to(visitor, "Undo")
    enter(visitor)
    assert "Undone: Moved first.nursery-staff-know-whom" in visitor.text


def removes_what_something_depends_on(visitor: Visitor) -> None:
    tab_to(visitor, "More for first.nursery")
    enter(visitor)
    tab_to(visitor, "Remove it")
    enter(visitor)
    assert "first.nursery-staff-know-whom" in visitor.text
    tab_to(visitor, "Ask them whatever the answer was")
    visitor.page.keyboard.press("Space")
    tab_to(visitor, "Remove it")
    enter(visitor)
    assert "show_if" not in source(visitor)
    assert "1 section, 1 question." in visitor.text

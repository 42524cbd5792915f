"""Sections and questions are dragged to their places, and two editors work on one question."""

import pytest
from playwright.sync_api import Locator

from formsapp.tool_drafts.commands import start_draft
from formsapp.tool_drafts.models import ToolDraft
from tests.builder.editing import SOURCE
from tests.builders import as_actor
from tests.journeys.visitor import Visitor, with_password

HOME = "/tools/drafts/1"
QUESTION = f"{HOME}/questions/leadership.dsl"


@pytest.fixture
def officers(site):
    with site.changing() as session:
        people = [with_password(session, "partnership_officer", name=name) for name in ("Rowan Alder", "Sorrel Finch")]
        start_draft(session, source=SOURCE, by=as_actor(session, people[0]))
        return people


def source(visitor: Visitor) -> str:
    with visitor.site.looking() as session:
        return session.get_one(ToolDraft, 1).source


def order(visitor: Visitor) -> list[str]:
    parts = visitor.page.locator("[data-section], [data-question]")
    return parts.evaluate_all("all => all.map(one => one.dataset.question || one.dataset.section)")


def drag(visitor: Visitor, what: Locator, to: Locator, *, above: bool) -> None:
    box = to.bounding_box()
    assert box is not None
    what.drag_to(
        to, source_position={"x": 200, "y": 8}, target_position={"x": 200, "y": 4 if above else box["height"] - 4}
    )
    visitor.page.locator("[data-moved]", has_text="is now").wait_for(state="attached")
    visitor.page.evaluate("document.querySelector('[data-moved]').textContent = ''")
    visitor.look()


def test_dragged_to_their_places(visitor: Visitor, officers) -> None:
    visitor.sign_in(officers[0])
    visitor.visit(HOME)
    row = visitor.page.locator
    drag(visitor, row("[data-question='leadership.nursery']"), row("[data-question='leadership.dsl']"), above=True)
    assert order(visitor)[1:3] == ["leadership.nursery", "leadership.dsl"]
    drag(visitor, row("[data-question='leadership.dsl']"), row("[data-question='practice.words']"), above=False)
    assert order(visitor)[-2:] == ["practice.words", "leadership.dsl"]
    head = "[data-section='{}'] .app-outline__head"
    drag(visitor, row(head.format("practice")), row(head.format("leadership")), above=True)
    as_shown = order(visitor)
    assert as_shown[0] == "practice"
    visitor.visit(HOME)
    assert order(visitor) == as_shown
    assert "title: The lead has time   # agreed in May" in source(visitor)


def test_two_editors_on_one_question(visitor: Visitor, colleague: Visitor, officers) -> None:
    for one, person in zip((visitor, colleague), officers, strict=True):
        one.sign_in(person)
        one.visit(QUESTION)
    visitor.write("Statement to rate", "The lead has all the time it takes")
    visitor.write("Weight", "3")
    visitor.page.keyboard.press("Tab")
    visitor.page.get_by_text("Saved at").wait_for()
    colleague.write("Statement to rate", "The lead and the deputies have time")
    colleague.page.keyboard.press("Tab")
    colleague.page.get_by_text("Rowan Alder changed this while you had it open").wait_for()
    assert "all the time it takes" in source(visitor)
    both_versions_are_chosen_from(colleague)
    colleague.visit(QUESTION)
    assert "The lead and the deputies have time   # agreed in May" in source(visitor)
    assert "weight: 3" in source(visitor)


def both_versions_are_chosen_from(visitor: Visitor) -> None:
    visitor.press("Save")
    assert visitor.heading == "Two people changed leadership.dsl"
    visitor.press("Save what is chosen")
    assert visitor.page.title().startswith("Error: ")
    statement = visitor.page.get_by_role("group", name="Statement to rate")
    visitor.choose("As you typed it", within=statement)
    weight = visitor.page.get_by_role("group", name="Weight")
    assert weight.get_by_role("radio", name="As Rowan Alder saved it").is_checked()
    visitor.press("Save what is chosen")
    assert visitor.heading == "leadership.dsl"


def test_nothing_typed_is_lost_while_the_service_is_away(visitor: Visitor, officers) -> None:
    visitor.sign_in(officers[0])
    visitor.visit(QUESTION)
    visitor.page.route("**/questions/**", lambda route: route.abort())
    visitor.write("Weight", "5")
    visitor.page.keyboard.press("Tab")
    visitor.page.get_by_text("the service cannot be reached").wait_for()
    assert "weight: 5" not in source(visitor)
    visitor.page.unroute_all()
    visitor.faults.clear()
    visitor.page.get_by_text("Saved at").wait_for()
    assert "weight: 5" in source(visitor)


def test_signed_in_again_in_another_tab(visitor: Visitor, officers) -> None:
    visitor.sign_in(officers[0])
    visitor.visit(QUESTION)
    other = visitor.page.context.new_page()
    again = Visitor(other, visitor.site, "desktop")
    again.visit("/")
    again.sign_out()
    visitor.write("Weight", "7")
    visitor.page.keyboard.press("Tab")
    visitor.page.get_by_text("you have been signed out").wait_for()
    again.sign_in(officers[0])
    visitor.faults.clear()
    visitor.page.get_by_role("button", name="Save", exact=True).click()
    visitor.page.get_by_text("Saved at").wait_for()
    assert "weight: 7" in source(visitor)

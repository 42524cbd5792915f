"""The parts of a tool in the builder: every page at a desk and on a phone, and what saving as you go shows anew."""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.legal_register.commands import add_instrument, note_edition
from formsapp.tool_drafts.commands import start_draft
from formsapp.tool_drafts.models import ToolDraft
from tests.builder.tool_parts import PARTS, WRONG
from tests.journeys.visitor import Visitor, with_password

#: As narrow as a phone, and so tall that the bar with the Save button covers nothing.
PHONE = {"width": 320, "height": 4000}
OF_A_DRAFT = (
    "about", "schemes", "schemes/own", "scoring", "weights", "references", "references/act", "add/reference",
    "update/reference?name=kcsie-2025", "threads", "sign-off", "check", "names/thread/rename?name=voice",
    "names/reference/remove?name=act", "levels/rename?scheme=own&name=no",
)  # fmt: skip
OF_A_WRONG_DRAFT = (
    "about", "schemes", "schemes/own", "scoring", "weights", "references", "references/kcsie", "threads", "sign-off",
    "check",
)  # fmt: skip
OF_THE_REGISTER = ("", "/1", "/add", "/1/change", "/1/editions/add", "/editions/1/change")


@pytest.fixture
def officer(site):
    with site.changing() as session:
        person = with_password(session, "partnership_officer", name="Olive Officer")
        title = "Keeping children safe in education"
        instrument = add_instrument(session, key="keeping-children-safe", title=title, by=SYSTEM)
        for year in (2025, 2026):
            note_edition(session, instrument=instrument, edition=date(year, 9, 1), by=SYSTEM)
        for source in (PARTS, WRONG):
            start_draft(session, source=source, by=SYSTEM)
        return person


def source(visitor: Visitor) -> str:
    with visitor.site.looking() as session:
        return session.scalars(select(ToolDraft).order_by(ToolDraft.id)).first().source


def look_everywhere(visitor: Visitor) -> None:
    for path in OF_A_DRAFT:
        visitor.visit(f"/tools/drafts/1/{path}")
    for path in OF_A_WRONG_DRAFT:
        visitor.visit(f"/tools/drafts/2/{path}")
    for path in OF_THE_REGISTER:
        visitor.visit(f"/tools/references{path}")
    for path in ("", "/bands-not-from-zero", "/one-band"):
        visitor.visit(f"/tools/checks{path}")


def test_every_page_at_a_desk(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    look_everywhere(visitor)


def test_every_page_on_a_phone(arrive, officer) -> None:
    visitor = arrive("phone", viewport=PHONE)
    visitor.sign_in(officer)
    look_everywhere(visitor)


def test_a_scheme_is_seen_as_it_will_look_while_it_is_written(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    visitor.visit("/tools/drafts/1/schemes/own")
    look = visitor.page.locator(".app-look")
    first = visitor.page.get_by_label("Label", exact=True).first
    first.fill("Nowhere near")
    first.press("Tab")
    expect(look).to_contain_text("Nowhere near")
    visitor.page.get_by_role("radio", name="Worst first").check()
    expect(look.get_by_role("radio").first).to_have_accessible_name("Nowhere near")
    visitor.look()
    assert "label: Nowhere near" in source(visitor)


def test_shares_follow_a_weight_and_the_next_box_can_be_typed_over(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    visitor.visit("/tools/drafts/1/weights")
    box = visitor.page.get_by_label("Weight of the section One")
    box.fill("3")
    box.press("Tab")
    expect(visitor.page.get_by_role("row", name="Two").first).to_contain_text("25%")
    visitor.page.keyboard.type("6")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("[data-state]")).to_contain_text("Saved at")
    expect(visitor.page.get_by_label("Weight of the question First")).to_have_value("6")


def test_what_a_kind_of_audit_needs_is_asked_once_it_is_chosen(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    visitor.visit("/tools/drafts/1/about")
    themes = visitor.page.get_by_label("Themes")
    expect(themes).not_to_be_visible()
    visitor.page.get_by_label("Kind of audit").select_option("case_file")
    expect(themes).to_be_visible()
    themes.fill("neglect")
    themes.press("Tab")
    expect(visitor.page.locator("[data-state]")).to_contain_text("Saved at")
    visitor.look()
    assert "themes: [neglect]" in source(visitor) or "- neglect" in source(visitor)


def test_from_a_problem_to_the_field_that_mends_it(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    visitor.visit("/tools/drafts/2/check")
    visitor.follow("The first band starts from 10, not from 0")
    assert visitor.page.evaluate("document.activeElement.id") == "scoring-bands-0-from"

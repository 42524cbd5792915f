"""From last year's tool to an audit on this year's: changed, one question split, mended, proposed, ratified, opened."""

import pytest
from playwright.sync_api import expect

from formsapp.access.actor import SYSTEM
from formsapp.audits.models import Audit, Return
from formsapp.clock import today
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.commands import propose_version, ratify_version
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tests.builders import make_organisation
from tests.journeys.visitor import Visitor, with_password
from tool_definitions.loader import shipped_tool_paths

KEY = "section-11-agency"
AGENCY = "Larkfield Health"
REWORDED = "Every member of staff can say whom they answer to for safeguarding, up to the chief officer"
FIRST_HALF = "Contracts and grants say what the provider must do to keep children safe"
SECOND_HALF = "Somebody checks what providers really do, and acts on what they find"


@pytest.fixture
def last_year(site) -> int:
    """Last year's version, ratified."""
    source = next(path for path in shipped_tool_paths() if path.stem == KEY).read_text("utf-8")
    with site.changing() as session:
        version, _ = propose_version(session, source=source, by=SYSTEM)
        ratify_version(
            session, version=version, fingerprint=version.fingerprint, meeting="Learning hub", on=today(), by=SYSTEM
        )
        return version.id


@pytest.fixture
def people(site):
    """The officer, a member of the learning hub, and the lead of an agency."""
    with site.changing() as session:
        agency = make_organisation(session, name=AGENCY, type="health", phase=None, sector=None)
        return (
            with_password(session, "partnership_officer", name="Olive Marsh"),
            with_password(session, "learning_hub_member", name="Hedda Fairweather"),
            with_password(session, "agency_lead", organisation=agency, name="Alban Reyes"),
        )


def test_last_years_tool_becomes_this_years_audit(arrive, site, last_year, people) -> None:
    desk = {"viewport": {"width": 1280, "height": 900}}
    at_work, at_the_hub, at_the_agency = (arrive("desktop", **desk) for _ in people)
    at_work.sign_in(people[0])
    starts_from(at_work, last_year)
    changes_three_questions(at_work)
    splits_one(at_work)
    mends_what_the_checker_finds(at_work)
    says_what_became_of_them(at_work)
    proposes(at_work)
    at_the_hub.sign_in(people[1])
    ratifies(at_the_hub)
    reads_the_changes(at_work, site)
    opens_an_audit(at_work, site)
    at_the_agency.sign_in(people[2])
    is_told_what_changed(at_the_agency, site)


def starts_from(visitor: Visitor, version: int) -> None:
    visitor.visit(f"/tools/{version}")
    visitor.follow("Start the next version from it")
    visitor.press("Start the draft")
    assert visitor.heading == "Sections and questions"
    assert "2027-28" in visitor.page.inner_text("main")


def open_question(visitor: Visitor, key: str) -> None:
    draft = visitor.page.url.split("/tools/drafts/")[1].split("/")[0].split("?")[0]
    visitor.visit(f"/tools/drafts/{draft}/questions/{key}")


def is_saved(visitor: Visitor) -> None:
    """Leaving the field is enough: the page says when it saved."""
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_text("Saved at").first).to_be_visible()
    visitor.look()


def changes_three_questions(visitor: Visitor) -> None:
    open_question(visitor, "accountability.line")
    visitor.write("Statement to rate", REWORDED)
    is_saved(visitor)
    open_question(visitor, "accountability.reporting")
    visitor.write("Weight", "2")
    is_saved(visitor)
    open_question(visitor, "accountability.partnership")
    visitor.write("Guidance", "Ask the member who attended last: what did you take back, and who did what about it?")
    is_saved(visitor)


def splits_one(visitor: Visitor) -> None:
    """The copy holds one half, the question the other."""
    open_question(visitor, "accountability.commissioned")
    visitor.write("Statement to rate", FIRST_HALF)
    is_saved(visitor)
    visitor.follow("move, copy or remove")
    visitor.press("Make a copy")
    visitor.write("Statement to rate", SECOND_HALF)
    is_saved(visitor)


def mends_what_the_checker_finds(visitor: Visitor) -> None:
    """An empty title is saved as it is, found by the checker, and reached from there."""
    visitor.write("Statement to rate", "")
    is_saved(visitor)
    visitor.follow("Problems")
    assert "error" in visitor.text
    visitor.page.locator("main").get_by_role("link", name="title").first.click()
    visitor.look()
    visitor.write("Statement to rate", SECOND_HALF)
    is_saved(visitor)
    visitor.follow("Problems")
    assert "There are no errors" in visitor.text


def says_what_became_of_them(visitor: Visitor) -> None:
    visitor.follow("Same or new questions")
    for group in visitor.page.locator("fieldset").all():
        group.get_by_role("radio").first.check()
    visitor.press("Save what I chose")
    visitor.follow("What changed")
    assert "Reworded" in visitor.text


def proposes(visitor: Visitor) -> None:
    visitor.follow("Propose it")
    visitor.press("Propose version 2027-28")
    assert "Proposed" in visitor.text


def ratifies(visitor: Visitor) -> None:
    visitor.visit("/tools")
    visitor.follow("Read and ratify")
    visitor.press("Ratify this version")
    visitor.write("Which meeting ratified this version?", "Learning hub, autumn")
    for part in ("day", "month", "year"):
        visitor.page.locator(f"#on-{part}").fill(str(getattr(today(), part)))
    visitor.press("Ratify this version for good")
    assert "Learning hub, autumn" in visitor.text


def reads_the_changes(visitor: Visitor, site) -> None:
    with site.looking() as session:
        version = session.query(ToolVersion).filter_by(version="2027-28").one()
        draft = session.query(ToolDraft).one()
        assert version.state == "ratified"
        assert version.source == draft.source
        tool = tool_of(version)
        assert {one.relation for key in tool.questions if "commissioned" in key for one in tool.questions[key].from_}
    visitor.visit(f"/tools/{version.id}/changes")
    assert REWORDED in visitor.text
    assert "The weight went from 1 to 2" in visitor.text


def opens_an_audit(visitor: Visitor, site) -> None:
    visitor.visit("/audits/open")
    visitor.page.get_by_label("Audit tool").select_option(label=next_version(visitor))
    visitor.write("Title of the audit", "Section 11, next year")
    day = today()
    for name, year in (("opens_on", day.year), ("closes_on", day.year + 1)):
        for part, figures in (("day", day.day), ("month", day.month), ("year", year)):
            visitor.page.locator(f"#{name}-{part}").fill(str(figures))
    visitor.write("Others, by name or URN", AGENCY)
    visitor.press("Continue")
    visitor.press("Set up the audit")
    with site.looking() as session:
        audit = session.query(Audit).one()
        assert audit.tool_version.version == "2027-28"


def next_version(visitor: Visitor) -> str:
    options = visitor.page.get_by_label("Audit tool").locator("option").all_inner_texts()
    return next(option for option in options if "2027-28" in option)


def is_told_what_changed(visitor: Visitor, site) -> None:
    with site.looking() as session:
        return_ = session.query(Return).one().id
    visitor.visit(f"/returns/{return_}")
    visitor.page.get_by_role("link", name="changed").first.click()
    visitor.look()
    assert REWORDED in visitor.text

"""A sample is drawn, a return is judged by keyboard, its letter is read on a phone, and one rating is challenged."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from formsapp.audits.models import Audit, Return
from formsapp.people.models import Person
from formsapp.returns.fields.given import Given
from tests.builders import make_organisation, rating
from tests.journeys.conftest import DESKTOP
from tests.journeys.to_moderate import LEVELS, audit_of, begin_moderation, on_the_desk, submitted, tab_to
from tests.journeys.visitor import Visitor, with_password

PHONE = {"width": 390, "height": 844}
QUESTIONS = [f"{section}.q{n}" for section in ("leadership", "practice") for n in range(1, 6)]
ASKED, CHANGED = QUESTIONS[0], QUESTIONS[6]
MUST, WIDER = "A new head since the last audit", "One primary school was too few"
QUERY, REPLY = "Where can the log be seen?", "In the office, in the blue folder"
WHY, SETTLED = "The log begins in May", "We read the log together: it covers one term"
OWN_WORDS = "Keep the log from the first day of each term."
THINKS, DECIDED = "The log of last year is in the archive", "The archive holds three full terms"


@dataclass
class Place:
    audit: Audit
    school: Return
    officer: Person
    moderator: Person
    lead: Person
    chair: Person
    fresh: Person


@pytest.fixture
def place(site) -> Place:
    """Six submitted returns of two phases; Hallowmere has ten ratings."""
    with site.changing() as session:
        sections = {
            name: [rating(key) for key in QUESTIONS if key.startswith(name)] for name in ("leadership", "practice")
        }
        audit = audit_of(session, sections, title="Autumn audit")
        school = make_organisation(session, name="Hallowmere Primary School")
        others = [make_organisation(session, phase=one) for one in ("primary", "primary", "secondary", "secondary")]
        said = dict.fromkeys(
            QUESTIONS, Given("met", comment="We do this each week.", evidence="The log, in the office")
        )
        first, *_ = [submitted(session, audit, one, said) for one in (school, *others)]
        begin_moderation(session, audit)
        return Place(
            audit,
            first,
            with_password(session, "partnership_officer", name="Olive Officer"),
            with_password(session, "moderator", audit=audit, name="Morgan Ash"),
            with_password(session, "designated_safeguarding_lead", organisation=school, name="Lou Lead"),
            with_password(session, "chair", audit=audit, name="Charlie Birch"),
            with_password(session, "moderator", audit=audit, name="Fern Rowe"),
        )


def test_from_sample_to_letter_to_challenge(arrive: Callable[..., Visitor], place: Place) -> None:
    officer, moderator, chair, fresh = (arrive("desktop", viewport=DESKTOP) for _ in range(4))
    lead = arrive("phone of today", viewport=PHONE)
    officer.sign_in(place.officer)
    draws_the_sample(officer, place)
    draws_again(officer, place)
    allocates(officer, place)
    tells_settings(officer, place)
    moderator.sign_in(place.moderator)
    judges_by_keyboard(moderator, place)
    asks_the_author(moderator)
    lead.sign_in(place.lead)
    replies(lead)
    closes_the_query(moderator)
    chair.sign_in(place.chair)
    settles(chair, place)
    words_and_releases_the_letter(chair, place)
    reads_and_challenges(lead)
    opens_again(chair, place)
    fresh.sign_in(place.fresh)
    decides(fresh)
    sees_the_decision(lead)


def draws_the_sample(officer: Visitor, place: Place) -> None:
    officer.visit(f"/audits/{place.audit.id}/sample")
    officer.press("State the rules and draw")
    officer.write("How many returns in all", "2")
    officer.page.get_by_label("Return 1", exact=True).select_option("Hallowmere Primary School")
    officer.write("Why return 1 must be included", MUST)
    officer.press("Look at the numbers")
    assert "nothing is drawn yet" in officer.text
    officer.press("Draw the sample")
    row = officer.page.get_by_role("row").filter(has_text="Hallowmere Primary School")
    assert MUST in row.inner_text()
    assert "2 of 5 submitted returns" in officer.text


def draws_again(officer: Visitor, place: Place) -> None:
    seed = officer.page.locator(".govuk-summary-list__row").filter(has_text="Seed").locator("dd").inner_text()
    officer.press("Draw again")
    assert officer.page.get_by_label("Why return 1 must be included").input_value() == MUST
    officer.write("How many returns in all", "3")
    officer.write("Why is the sample drawn again?", WIDER)
    officer.press("Look at the numbers")
    officer.press("Draw the sample")
    assert WIDER in officer.text
    assert seed in officer.text
    assert "3 of 5 submitted returns" in officer.text


def allocates(officer: Visitor, place: Place) -> None:
    officer.press("Allocate moderators")
    for name in (place.fresh.name, place.chair.name):
        box = officer.page.get_by_label(name)
        if box.count():
            box.uncheck()
    officer.page.get_by_label(place.moderator.name).check()
    officer.press("Look at a proposal")
    assert f"{place.moderator.name}: 3 returns" in officer.text
    officer.press("Confirm and ask them")


def tells_settings(officer: Visitor, place: Place) -> None:
    officer.visit(f"/audits/{place.audit.id}/sample")
    officer.press("Tell the settings")
    assert MUST in officer.text
    officer.page.get_by_label("I have read what each setting will see").check()
    officer.press("Tell the settings")


def judges_by_keyboard(moderator: Visitor, place: Place) -> None:
    """Every question is judged without one more page load."""
    moderator.visit(f"/audits/{place.audit.id}/moderation")
    tab_to(moderator, "Hallowmere Primary School")
    with moderator.page.expect_navigation():
        moderator.page.keyboard.press("Enter")
    moderator.look()
    loads: list[str] = []
    moderator.page.on("load", lambda page: loads.append(page.url))
    keyboard = moderator.page.keyboard
    for place_, key in enumerate(QUESTIONS):
        on_the_desk(moderator, f"Statement {key}")
        if key == CHANGED:
            keyboard.press("2")
            keyboard.press("r")
            keyboard.type(WHY)
            keyboard.press("Control+Enter")
        else:
            keyboard.press("a")
            keyboard.press("n")
        if place_ in {0, len(QUESTIONS) - 1}:
            moderator.look()
    moderator.page.locator("[data-left]", has_text=f"All {len(QUESTIONS)} judged").wait_for()
    assert loads == []


def asks_the_author(moderator: Visitor) -> None:
    keyboard = moderator.page.keyboard
    keyboard.press("Escape")
    moderator.page.locator(".app-desk__link", has_text=f"Statement {ASKED}").focus()
    keyboard.press("Enter")
    on_the_desk(moderator, f"Statement {ASKED}")
    tab_to(moderator, "Ask the author")
    with moderator.page.expect_navigation():
        keyboard.press("Enter")
    moderator.look()
    tab_to(moderator, "What do you ask?")
    keyboard.type(QUERY)
    tab_to(moderator, "Send the query")
    with moderator.page.expect_navigation():
        keyboard.press("Enter")
    moderator.look()
    assert moderator.errors == []


def replies(lead: Visitor) -> None:
    """What is asked is on the first page that the lead comes to."""
    lead.follow("moderator")
    if lead.heading != "What moderators ask":
        lead.follow("moderator")
    assert QUERY in lead.text
    lead.write("Your reply", REPLY)
    lead.press("Send the reply")
    assert REPLY in lead.text


def closes_the_query(moderator: Visitor) -> None:
    moderator.page.reload()
    moderator.look()
    assert REPLY in moderator.text
    if not moderator.page.get_by_role("button", name="Close: this is answered").count():
        moderator.follow("Their queries")
    tab_to(moderator, "Close: this is answered")
    with moderator.page.expect_navigation():
        moderator.page.keyboard.press("Enter")
    moderator.look()


def settles(chair: Visitor, place: Place) -> None:
    chair.visit(f"/audits/{place.audit.id}/moderation/settle")
    assert WHY in chair.text
    chair.page.get_by_label("Settled rating").select_option("partly_met")
    chair.choose("Settled by the chair")
    chair.write("Reason", SETTLED)
    chair.press("Settle this rating")
    assert "Nothing is waiting" in chair.text


def words_and_releases_the_letter(chair: Visitor, place: Place) -> None:
    chair.visit(f"/audits/{place.audit.id}/letters")
    chair.press("Draft 1 letter")
    chair.follow("Hallowmere Primary School")
    assert SETTLED in chair.text
    line = chair.page.locator(".app-letter-edit").filter(has_text=SETTLED).first
    chair.open_details("Change the words", within=line)
    line.get_by_role("textbox").fill(OWN_WORDS)
    chair.press("Save these words", within=line)
    assert OWN_WORDS in chair.text
    chair.follow("Check and release")
    chair.page.get_by_label("I have read the letter").check()
    chair.press("Release 1 letter")
    assert "Not read yet" in chair.text


def reads_and_challenges(lead: Visitor) -> None:
    lead.visit("/")
    lead.follow("feedback")
    assert OWN_WORDS in lead.text
    lead.press("I have read this letter")
    assert "Lou Lead said so" in lead.text
    row = lead.page.get_by_role("row").filter(has_text=f"Statement {CHANGED}")
    lead.follow("Challenge", within=row)
    lead.press("Send the challenge")
    assert len(lead.errors) == 2
    lead.choose(LEVELS["met"])
    lead.write("Why do you think so?", THINKS)
    lead.press("Send the challenge")
    assert THINKS in lead.text


def opens_again(chair: Visitor, place: Place) -> None:
    chair.visit(f"/audits/{place.audit.id}/challenges")
    chair.follow(f"Statement {CHANGED}")
    assert THINKS in chair.text
    assert not chair.page.get_by_role("radio", name="Morgan Ash").count()
    chair.choose("Fern Rowe")
    chair.press("Open it again")
    assert "Fern Rowe decides it" in chair.text


def decides(fresh: Visitor) -> None:
    """What waits for them is on the first page."""
    fresh.follow("challenge")
    if not fresh.page.get_by_role("button", name="Decide the challenge").count():
        fresh.follow(f"Statement {CHANGED}")
    fresh.choose(LEVELS["met"])
    fresh.write("Reason, as the setting will read it", DECIDED)
    fresh.press("Decide the challenge")
    assert DECIDED in fresh.text


def sees_the_decision(lead: Visitor) -> None:
    lead.visit(lead.page.url.partition("#")[0].removeprefix(lead.site.address))
    challenge = lead.page.locator(".app-challenge").inner_text()
    assert DECIDED in challenge
    assert LEVELS["met"] in challenge
    assert "Fern Rowe" not in lead.text

"""A panel settles twenty exceptions on the screen of a meeting room, by keyboard, and takes its minutes home."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from formsapp.audits.models import Audit
from formsapp.clock import now
from formsapp.moderation.allocating import allocate
from formsapp.moderation.commands import record_rating
from formsapp.moderation.models import PanelItem, SettledRating
from formsapp.people.models import Interest, Person
from formsapp.returns.fields.given import Given
from tests.builders import as_actor, make_organisation, make_person, rating
from tests.copies.kept import words_of
from tests.journeys.to_moderate import LEVELS, audit_of, begin_moderation, choose_by_keys, submitted, tab_to
from tests.journeys.visitor import Visitor, with_password

SCREEN = {"width": 1920, "height": 1080}
SCHOOLS = ("Ashmere School", "Birkdale School", "Cloughfold School", "Dunmore School")
QUESTIONS = [f"practice.q{n}" for n in range(1, 6)]
TOTAL = len(SCHOOLS) * len(QUESTIONS)
LEFT_OPEN, TAKEN_TWICE = 4, 7
NOT_SEEN = "Nobody had read the plan"
AGREED = "The plan is new, decision"


@dataclass
class Place:
    audit: Audit
    chair: Person
    second_chair: Person
    moderator: Person
    parent: Person


@pytest.fixture
def place(site) -> Place:
    """Four returns of five ratings, every one of which its moderator would lower; one has a parent present."""
    with site.changing() as session:
        audit = audit_of(session, {"practice": [rating(key) for key in QUESTIONS]}, title="Autumn audit")
        schools = [make_organisation(session, name=name) for name in SCHOOLS]
        said = Given("embedded", comment="We do this each week.", evidence="Minutes, in the office")
        returns = [submitted(session, audit, school, dict.fromkeys(QUESTIONS, said)) for school in schools]
        begin_moderation(session, audit)
        made = Place(
            audit,
            with_password(session, "chair", audit=audit, name="Charlie Birch"),
            with_password(session, "chair", audit=audit, name="Dee Rowan"),
            make_person(session, "moderator", audit=audit, name="Morgan Ash"),
            make_person(session, "moderator", audit=audit, name="Nia Holt"),
        )
        officer = as_actor(session, make_person(session, "partnership_officer", name="Olive Officer"))
        allocate(session, audit=audit, returns=returns, moderator=made.moderator, by=officer)
        by = as_actor(session, made.moderator)
        for return_ in returns:
            for key in QUESTIONS:
                record_rating(session, return_=return_, question=key, rating="met", reason="One term only", by=by)
        child_at = {"organisation_id": schools[2].id, "kind": "parent", "declared_at": now()}
        session.add(Interest(person_id=made.parent.id, **child_at))
        return made


def test_a_panel_settles_twenty_exceptions(arrive: Callable[..., Visitor], place: Place) -> None:
    chair = arrive("meeting room", viewport=SCREEN)
    second = arrive("meeting room", viewport=SCREEN)
    panel = begins(chair, place)
    second.sign_in(place.second_chair)
    for number in range(1, TOTAL + 1):
        if number == TAKEN_TWICE:
            second.visit(panel)
        if number == 11:
            somebody_steps_out(chair)
        decides_next(chair, number)
        if number == TAKEN_TWICE:
            comes_too_late(second, chair)
    ends(chair)
    reads_the_minutes(chair, place)
    nothing_is_decided_twice(chair, place)


def begins(chair: Visitor, place: Place) -> str:
    chair.sign_in(place.chair)
    chair.visit(f"/audits/{place.audit.id}/panels")
    assert f"{TOTAL} exceptions in your sight wait" in chair.text
    for name in ("Morgan Ash", "Nia Holt"):
        tab_to(chair, name)
        chair.page.keyboard.press("Space")
    tab_to(chair, "Begin the meeting")
    goes(chair, "Enter")
    return urlsplit(chair.page.url).path


def goes(chair: Visitor, keys: str) -> None:
    with chair.page.expect_navigation():
        chair.page.keyboard.press(keys)
    chair.look()


def decides_next(chair: Visitor, number: int) -> None:
    assert f"{number} of {TOTAL}" in chair.page.inner_text(".app-room__progress")
    assert SCHOOLS[(number - 1) // len(QUESTIONS)] in chair.page.inner_text(".app-room__item")
    left = number == LEFT_OPEN
    presses = choose_by_keys(chair, "decision", "Cannot score" if left else "Throughout")
    if not left:
        presses += choose_by_keys(chair, "how", "Agreed by the panel")
    presses += tab_to(chair, "Reason")
    chair.page.keyboard.type(NOT_SEEN if left else f"{AGREED} {number}")
    goes(chair, "Control+Enter")
    assert presses <= 20, f"{presses} presses for one decision"


def somebody_steps_out(chair: Visitor) -> None:
    """Nothing of the return is on the screen before they have left."""
    assert chair.heading == "Somebody must step out"
    assert "Nia Holt" in chair.text
    assert "Cloughfold" not in chair.page.content()
    tab_to(chair, "They have left")
    goes(chair, "Enter")
    assert "Out of the room: Nia Holt" in chair.text


def comes_too_late(second: Visitor, chair: Visitor) -> None:
    """The other chair still has the exception open that was decided since."""
    second.page.get_by_role("radio", name=LEVELS["not_met"]).check()
    second.choose("Settled by the chair")
    second.write("Reason", "I decide otherwise")
    second.press("Record and go on")
    assert "decided or left open on another screen" in second.errors[0]
    assert second.page.get_by_label("Reason").input_value() == "I decide otherwise"
    assert f"{TAKEN_TWICE + 1} of {TOTAL}" in chair.page.inner_text(".app-room__progress")


def ends(chair: Visitor) -> None:
    assert chair.heading == "Nothing is left to decide"
    tab_to(chair, "End the meeting")
    chair.page.keyboard.press("Enter")
    tab_to(chair, "End it and make the minutes")
    goes(chair, "Enter")


def reads_the_minutes(chair: Visitor, place: Place) -> None:
    page = chair.text
    assert chair.page.locator(".app-minute").count() == TOTAL
    files = {}
    for kind, name in (("docx", "Word"), ("pdf", "PDF")):
        with chair.page.expect_download() as coming:
            chair.page.get_by_role("link", name=name, exact=True).click()
        files[kind] = words_of(coming.value.path().read_bytes(), kind)
    for words in (page, *files.values()):
        assert NOT_SEEN in words
        for number in range(1, TOTAL + 1):
            assert number == LEFT_OPEN or f"{AGREED} {number}" in words
        for school in SCHOOLS:
            assert words.count(school) >= len(QUESTIONS)
        assert words.count("Stepped out") == len(QUESTIONS)
        assert all(name in words for name in ("Charlie Birch", "Morgan Ash", "Nia Holt"))
        assert "I decide otherwise" not in words


def nothing_is_decided_twice(chair: Visitor, place: Place) -> None:
    with chair.site.looking() as session:
        items = session.query(PanelItem).all()
        settled = session.query(SettledRating).all()
        assert len({(one.return_id, one.question) for one in items}) == len(items) == TOTAL
        assert [one.outcome for one in items].count("left_open") == 1
        assert len(settled) == TOTAL - 1
        assert {(one.rating, one.how, one.settled_by_id) for one in settled} == {("met", "agreed", place.chair.id)}

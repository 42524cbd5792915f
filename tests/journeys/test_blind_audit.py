"""Two moderators judge blind, one of them without scripts; then they see where they differ, and agree or do not."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from formsapp.audits.models import Audit, Return
from formsapp.moderation.allocating import allocate
from formsapp.moderation.models import SettledRating
from formsapp.people.models import Person
from formsapp.returns.fields.given import Given
from formsapp.samples.commands import Stated, draw
from tests.builders import as_actor, make_organisation, make_person, rating
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.to_moderate import LEVELS, audit_of, begin_moderation, on_the_desk, submitted
from tests.journeys.visitor import Visitor, with_password

SELF = {
    "leadership.a": Given("not_met"),
    "leadership.b": Given("embedded"),
    "practice.a": Given("met", comment="We do this each week."),
    "practice.b": Given("embedded"),
}
FIRST = dict(zip(SELF, ("not_met", "partly_met", "met", "met"), strict=True))
SECOND = dict(zip(SELF, ("not_met", "met", "met", "not_met"), strict=True))
SECRET_REASON = "Its own rating is at a limit"
# What a page says apart from the choices that it offers, and where it leads.
READ = """async address => {
    const answer = await fetch(address);
    const type = answer.headers.get("content-type") || "";
    if (!answer.ok || !type.startsWith("text/html")) return {text: await answer.text(), links: []};
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("script, select, .app-desk__levels").forEach(one => one.remove());
    const links = [...page.querySelectorAll("main a[href], nav a[href]")].map(one => one.getAttribute("href"));
    return {text: page.querySelector("main").textContent, links};
}"""


@dataclass
class Place:
    audit: Audit
    school: Return
    first: Person
    second: Person
    chair: Person


@pytest.fixture
def place(site) -> Place:
    """One return with a limit breached and a top rating without evidence, drawn for its risk, and two moderators."""
    with site.changing() as session:
        limited = rating("leadership.a", limit={"at_or_below": "not_met", "overall": "Low"})
        sections = {
            "leadership": [limited, rating("leadership.b")],
            "practice": [rating("practice.a"), rating("practice.b")],
        }
        audit = audit_of(session, sections, title="Blind audit", blind=True)
        school = make_organisation(session, name="Hallowmere Primary School")
        return_ = submitted(session, audit, school, SELF)
        begin_moderation(session, audit)
        officer = as_actor(session, make_person(session, "partnership_officer"))
        made = Place(
            audit,
            return_,
            with_password(session, "moderator", audit=audit, name="Ada Firstly"),
            with_password(session, "moderator", audit=audit, name="Bela Secondly"),
            with_password(session, "chair", audit=audit, name="Cora Chair"),
        )
        stated = Stated(size=1, must_include={return_.id: SECRET_REASON})
        draw(session, audit=audit, stated=stated, after=0, reason="", keep_seed=False, by=officer)
        for person in (made.first, made.second):
            allocate(session, audit=audit, returns=[return_], moderator=person, by=officer)
        return made


def test_a_blind_audit_from_judging_to_a_minority_view(arrive: Callable[..., Visitor], place: Place) -> None:
    first, chair = (arrive("desktop", viewport=DESKTOP) for _ in range(2))
    second = arrive("phone", viewport=PHONE, java_script_enabled=False)
    first.sign_in(place.first)
    no_page_tells_a_rating(first, place)
    judges_on_the_desk(first, place)
    no_page_tells_the_other(first, place)
    second.sign_in(place.second)
    judges_section_by_section(second, place)
    proposes(first, place)
    agrees(second, place)
    chair.sign_in(place.chair)
    settles_with_a_minority_view(chair, place)
    what_is_settled(place, chair)


def pages_within_reach(visitor: Visitor, place: Place) -> dict[str, str]:
    """Every page that this person comes to by following links, and those at addresses they might try."""
    audit, return_ = f"/audits/{place.audit.id}", f"/returns/{place.school.id}"
    tried = [
        *(f"{audit}/{one}" for one in ("sample", "results", "effect", "agreement", "estimate", "findings", "report",
                                       "panels", "letters", "challenges", "moderation/settle", "queries")),
        *(f"{return_}/{one}" for one in ("review", "score", "letter", "feedback", "differences", "moderate")),
        *(f"{return_}/moderate/questions/{key}" for key in SELF),
        *(f"{return_}/moderate/{one}" for one in ("leadership", "practice")),
    ]  # fmt: skip
    to_read, read = ["/", f"{audit}/moderation", *tried], {}
    while to_read:
        address = to_read.pop().partition("#")[0]
        if address in read or not address.startswith("/") or "sign-out" in address:
            continue
        found = visitor.page.evaluate(READ, address)
        read[address] = found["text"]
        to_read += [one for one in found["links"] if one.startswith(("/audits", "/returns", "/reports", "/panels"))]
    visitor.faults.clear()  # Pages that are kept from them: Chromium notes each as a failed load.
    return read


def no_page_tells_a_rating(first: Visitor, place: Place) -> None:
    """Outside the levels to choose from, no page names a level, a mark, or why the return was drawn."""
    read = pages_within_reach(first, place)
    assert len(read) > 25
    assert "Hallowmere" in read[f"/returns/{place.school.id}/moderate"]
    for address, text in read.items():
        for told in (
            *LEVELS.values(),
            SECRET_REASON,
            "imits the band",
            "Top rating",
            "Must be included",
        ):
            assert told not in text, f"{address}: {told}"
    first.visit(f"/returns/{place.school.id}/moderate")
    queue = first.page.locator(".app-desk__link").all_inner_texts()
    assert [one.rpartition(" ")[2] for one in queue] == list(SELF)
    assert not first.page.locator(".app-desk__mark, .app-desk__marks, [data-self]").count()


def judges_on_the_desk(first: Visitor, place: Place) -> None:
    digits = {level: str(rank) for rank, level in enumerate(LEVELS, start=1)}
    for key, level in FIRST.items():
        on_the_desk(first, f"Statement {key}")
        first.page.keyboard.press(digits[level])
        first.page.keyboard.press("r")
        first.page.keyboard.type(f"Ada on {key}")
        first.page.keyboard.press("Control+Enter")
    first.page.locator("[data-left]", has_text="All 4 judged").wait_for()
    first.look()


def no_page_tells_the_other(first: Visitor, place: Place) -> None:
    first.visit(f"/returns/{place.school.id}/differences")
    assert first.heading == "Not shown yet"


def judges_section_by_section(second: Visitor, place: Place) -> None:
    second.visit(f"/audits/{place.audit.id}/moderation")
    second.follow("Hallowmere Primary School")
    second.open_details("A section at a time")
    second.follow("1. Leadership")
    for section in ("leadership", "practice"):
        for part, key in enumerate(key for key in SELF if key.startswith(section)):
            judged = second.page.locator(".app-moderate").nth(part)
            assert "Their rating is shown when you have given yours" in judged.inner_text()
            assert "Ada" not in judged.inner_text()
            second.choose(LEVELS[SECOND[key]], within=judged)
            second.write("Reason", f"Bela on {key}", within=judged)
        second.press("Save and go on")
        assert second.errors == []


def proposes(first: Visitor, place: Place) -> None:
    """Both are done: the two answers on which they differ are listed, and those alone."""
    first.visit(f"/returns/{place.school.id}/differences")
    shown = first.page.locator(".app-settle")
    assert [one.split()[-1] for one in shown.locator("h2").all_inner_texts()] == ["leadership.b", "practice.b"]
    assert "Bela on leadership.b" in first.text
    one = shown.first
    one.get_by_label("Propose a rating").select_option("partly_met")
    one.get_by_label("Why both of you can agree on it").fill("Half of the staff were told")
    first.press("Propose", within=one)
    assert f"You propose: {LEVELS['partly_met']}" in first.text


def agrees(second: Visitor, place: Place) -> None:
    second.visit(f"/returns/{place.school.id}/differences")
    assert f"Ada Firstly proposes: {LEVELS['partly_met']}" in second.text
    second.press("Agree")
    assert second.page.locator(".app-settle").count() == 1


def settles_with_a_minority_view(chair: Visitor, place: Place) -> None:
    chair.visit(f"/audits/{place.audit.id}/moderation/settle")
    assert "Ada on practice.b" in chair.text
    chair.page.get_by_label("Settled rating").select_option("met")
    chair.choose("Settled by the chair")
    chair.write("Reason", "The log covers all staff")
    chair.open_details("A minority view")
    chair.page.get_by_label("Whose view").select_option("Bela Secondly")
    chair.press("Settle this rating")
    assert len(chair.errors) == 1
    chair.write("What they still think", "The log was filled in afterwards")
    chair.press("Settle this rating")
    assert "The rating is settled" in chair.text


def what_is_settled(place: Place, chair: Visitor) -> None:
    with chair.site.looking() as session:
        rows = session.query(SettledRating).order_by(SettledRating.id).all()
        how = {one.question: (one.rating, one.how) for one in rows}
        assert how["leadership.b"] == ("partly_met", "agreed")
        assert how["practice.b"] == ("met", "chair_settled")
        assert {how[key] for key in ("leadership.a", "practice.a")} == {("not_met", "upheld"), ("met", "upheld")}
        minority = next(one for one in rows if one.question == "practice.b")
        assert (minority.minority_view, minority.minority_of_id) == (
            "The log was filled in afterwards",
            place.second.id,
        )

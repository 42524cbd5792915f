"""A moderator changes a rating, the chair settles it and words the summary, and everybody reads the report."""

from dataclasses import dataclass

import pytest

from formsapp.audits.models import Audit, Return
from formsapp.moderation.allocating import allocate
from formsapp.people.models import Person
from formsapp.returns.models import Answer
from tests.builders import as_actor, make_audit, make_organisation
from tests.journeys.visitor import Visitor, with_password
from tests.results.audit_with_returns import submit

STRONG = {"leadership.a": "embedded", "leadership.b": "not_met", "practice.a": "met"}
FAIR = {"leadership.a": "embedded", "leadership.b": "met", "practice.a": "met"}
WHY = "The minutes show the plan, and nobody who followed it."
SETTLED_BECAUSE = "Agreed with the school on the telephone: the plan is new."
OWN_WORDS = "Staff across the borough know whom to tell, and have told them."
ADDED = "Two schools asked for a shorter form next year."


@dataclass
class Place:
    audit: Audit
    school: Return
    lead: Person
    moderator: Person
    chair: Person
    practitioner: Person
    officer: Person


@pytest.fixture
def place(site) -> Place:
    """Six submitted returns in an audit that is being moderated; the first is Hallowmere's."""
    with site.changing() as session:
        audit = make_audit(session, state="in_moderation", title="Autumn audit")
        school = make_organisation(session, name="Hallowmere Primary School")
        returns = [submit(session, audit, STRONG, school)]
        returns += [submit(session, audit, ratings) for ratings in (STRONG, STRONG, FAIR, FAIR, FAIR)]
        for answer in session.query(Answer).filter_by(return_id=returns[0].id):
            answer.comment, answer.evidence = "We do this every week.", "Minutes of 3 October, in the office."
        moderator = with_password(session, "moderator", audit=audit, name="Morgan Ash")
        officer = with_password(session, "partnership_officer")
        made = Place(
            audit,
            returns[0],
            with_password(session, "designated_safeguarding_lead", organisation=school),
            moderator,
            with_password(session, "chair", audit=audit, name="Charlie Birch"),
            with_password(session, "practitioner", organisation=school),
            officer,
        )
        allocate(session, audit=audit, returns=returns[:1], moderator=moderator, by=as_actor(session, officer))
        return made


def test_from_rating_to_report(visitor: Visitor, place: Place) -> None:
    moderator_changes_a_rating(visitor, place)
    chair_settles_it(visitor, place)
    chair_opens_a_figure(visitor, place)
    chair_words_the_summary(visitor, place)
    officer_ends_moderation(visitor, place)
    chair_publishes(visitor, place)
    for reader in (place.lead, place.practitioner):
        reads_the_report(visitor, place, reader)


def moderator_changes_a_rating(visitor: Visitor, place: Place) -> None:
    visitor.sign_in(place.moderator)
    visitor.visit(f"/audits/{place.audit.id}/moderation")
    visitor.follow("Hallowmere Primary School")
    visitor.page.get_by_text("A section at a time").click()
    visitor.follow("1. Leadership")
    judged = visitor.page.locator(".app-moderate").first
    assert "Embedded" in judged.locator(".app-moderate__self").inner_text()
    visitor.choose("Partly met", within=judged)
    visitor.page.locator(".app-moderate").nth(1).get_by_role("radio", name="Not met").check()
    visitor.press("Save and go on")
    assert len(visitor.errors) == 1
    assert judged.get_by_role("radio", name="Partly met").is_checked()
    visitor.write("Reason", WHY, within=judged)
    visitor.press("Save and go on")
    assert "2 ratings saved" in visitor.text
    visitor.sign_out()


def chair_settles_it(visitor: Visitor, place: Place) -> None:
    visitor.sign_in(place.chair)
    visitor.visit(f"/audits/{place.audit.id}/moderation/settle")
    assert WHY in visitor.text
    visitor.choose("Agreed after discussion")
    visitor.press("Settle this rating")
    assert len(visitor.errors) == 1
    assert visitor.page.get_by_role("radio", name="Agreed after discussion").is_checked()
    visitor.write("Reason", SETTLED_BECAUSE)
    visitor.press("Settle this rating")
    assert "Nothing is waiting" in visitor.text


def chair_opens_a_figure(visitor: Visitor, place: Place) -> None:
    visitor.visit(f"/audits/{place.audit.id}/results")
    visitor.follow("Statement leadership.a")
    row = visitor.page.get_by_role("row").filter(has_text="Hallowmere Primary School")
    # The organisation's own rating, the moderated one, and the one that counts.
    assert row.get_by_role("cell").all_inner_texts()[:1] == ["Embedded"]
    assert "Partly met" in row.inner_text()
    visitor.follow("Hallowmere Primary School")
    # (1/3 + 0) / 2 = 16.67 for leadership, 2/3 = 66.67 for practice; sections weigh alike: 41.67.
    assert "41.7" in visitor.text


def chair_words_the_summary(visitor: Visitor, place: Place) -> None:
    visitor.visit(f"/audits/{place.audit.id}/findings")
    visitor.press("Draft the findings")
    well = visitor.page.get_by_role("region", name="What is working well")
    visitor.open_details("Change the words", within=well)
    well.get_by_role("textbox").first.fill(OWN_WORDS)
    visitor.press("Save these words", within=well)
    concerns = visitor.page.get_by_role("region", name="Emerging concerns")
    visitor.press("Keep the draft", within=concerns)
    learning = visitor.page.get_by_role("region", name="learn")
    visitor.press("Leave out", within=learning)
    visitor.open_details("Add a finding", within=learning)
    learning.get_by_label("New finding").fill(ADDED)
    visitor.press("Add", within=learning)
    assert ADDED in learning.inner_text()
    assert "Left out" in learning.inner_text()


def officer_ends_moderation(visitor: Visitor, place: Place) -> None:
    visitor.follow("See the report")
    assert "starts reporting on the audit" in visitor.text
    visitor.sign_out()
    visitor.sign_in(place.officer)
    visitor.visit(f"/audits/{place.audit.id}/move/reporting")
    visitor.press("Start reporting")
    visitor.sign_out()


def chair_publishes(visitor: Visitor, place: Place) -> None:
    visitor.sign_in(place.chair)
    visitor.visit(f"/audits/{place.audit.id}/report")
    visitor.press("Publish")
    visitor.press("Publish")
    assert len(visitor.errors) == 1
    visitor.page.get_by_label("I have read the report").check()
    visitor.press("Publish")
    assert OWN_WORDS in visitor.text
    visitor.sign_out()


def reads_the_report(visitor: Visitor, place: Place, reader: Person) -> None:
    visitor.sign_in(reader)
    visitor.visit("/reports")
    visitor.follow("Autumn audit")
    assert OWN_WORDS in visitor.text
    assert ADDED in visitor.text
    visitor.sign_out()

"""The home page says what needs each role today."""

from datetime import timedelta

import pytest

from formsapp.access.models import RoleGiven
from formsapp.clock import now, today
from formsapp.database import database
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.people.models import Interest
from formsapp.returns.models import Answer
from tests.builders import make_audit, make_organisation, make_person, make_return, make_tool_version
from tests.moderation.test_second_moderator import World as TwoModerators
from tests.queries import count_queries

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def page_for(client, person):
    return client.sign_in(person).get("/").get_data(as_text=True)


def test_a_lead_sees_their_own_return_and_when_it_is_due(db, client):
    school = make_organisation(db)
    audit = make_audit(db, title="Safeguarding 2026", closes_on=today() + timedelta(days=1))
    make_return(db, audit, school)
    make_return(db, make_audit(db, title="Somebody else's audit"))
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    db.commit()
    page = page_for(client, lead)
    assert "Safeguarding 2026" in page
    assert "1 day left" in page
    assert "Not started" in page
    assert "Somebody else" not in page


def test_a_return_sent_back_is_to_do_after_the_closing_day_too(db, client):
    school = make_organisation(db)
    audit = make_audit(db, state="in_moderation", closes_on=today() - timedelta(days=5))
    make_return(db, audit, school, state="sent_back")
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    db.commit()
    page = page_for(client, lead)
    assert "Sent back to you: open it to see why" in page
    assert "Nothing is waiting for you" not in page


def test_a_lead_with_nothing_to_do_is_told_so(db, client):
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    assert "Nothing is waiting for you. Thank you." in page_for(client, lead)


def test_an_officer_sees_how_many_returns_are_in(db, client):
    audit = make_audit(db, title="Safeguarding 2026")
    for state in ("submitted", "submitted", "started"):
        make_return(db, audit, state=state)
    make_tool_version(db, ratified=False)
    officer = make_person(db, "partnership_officer")
    db.commit()
    page = page_for(client, officer)
    assert "2 of 3 returned. Closes on" in page
    assert "Tools to ratify" in page


def test_a_moderator_sees_the_returns_they_were_asked_for_and_a_chair_what_waits(db, client):
    audit = make_audit(db, state="in_moderation", title="Safeguarding 2026")
    return_ = make_return(db, audit, make_organisation(db, name="Hallowmere School"), state="submitted")
    moderator, chair = make_person(db, "moderator", audit=audit), make_person(db, "chair", audit=audit)
    db.add(Moderator(return_id=return_.id, person_id=moderator.id, allocated_at=now()))
    db.add(Answer(return_id=return_.id, question="leadership.a", value="embedded", revision=1, saved_at=now()))
    db.add(
        JudgedRating(
            return_id=return_.id,
            question="leadership.a",
            moderator_id=moderator.id,
            rating="met",
            reason="One term",
            answer_revision=1,
            judged_at=now(),
        )
    )
    db.commit()
    assert "Moderate Hallowmere School" in page_for(client, moderator)
    assert "1 rating judged" in page_for(client, moderator)
    assert "Settle 1 rating" in page_for(client, chair)


@ON_SQLITE
def test_moderators_who_are_both_done_are_told_how_much_differs_and_a_deputy_only_what_is_theirs(db, client):
    world = TwoModerators(db)
    deputy = make_person(db, "deputy_chair", audit=world.audit)
    world.judge(world.first, "not_met", "partly_met", "met")
    world.judge(world.second, "met", "partly_met", questions=("leadership.a", "leadership.b"))
    db.commit()
    assert "Agree on" not in page_for(client, world.first)
    world.judge(world.second, "met", questions=("practice.a",))
    db.commit()
    told = "Agree on 2 ratings: Hallowmere Primary School"
    assert told in page_for(client, world.first)
    assert told in page_for(client, world.second)
    assert "Settle 2 ratings" in page_for(client, world.chair)
    assert "Settle 2 ratings" not in page_for(client, deputy)
    with count_queries(database().engine) as for_one:
        page_for(client, world.first)
    other = world.add_return(make_organisation(db, name="Zealby School"))
    for person, ratings in ((world.first, ("met", "met", "met")), (world.second, ("not_met", "met", "met"))):
        world.ask(person, other)
        world.judge(person, *ratings, return_=other)
    db.add(Interest(person_id=world.chair.id, organisation_id=world.school.id, kind="governs", declared_at=now()))
    db.commit()
    with count_queries(database().engine) as for_two:
        assert "Agree on 1 rating: Zealby School" in page_for(client, world.first)
    assert len(for_two) == len(for_one)
    assert "Settle 1 rating<" in page_for(client, world.chair)
    assert "Settle 2 ratings" in page_for(client, deputy)


@pytest.mark.parametrize("role", ["administrator", "learning_hub_member", "practitioner"])
def test_every_other_role_has_a_home_too(db, client, role):
    person = make_person(db, role)
    db.commit()
    assert "Latest reports" in page_for(client, person)


def test_someone_without_a_role_is_told_whom_to_ask(db, client):
    person = make_person(db)
    db.commit()
    assert "You have no role yet. Ask the partnership" in page_for(client, person)
    assert client.get("/reports").status_code == 403


@pytest.mark.parametrize("role", ["agency_executive", "chair_of_governors"])
def test_who_only_reads_and_signs_has_returns_of_the_organisation_and_none_to_complete(db, client, role):
    school = make_organisation(db)
    make_return(db, make_audit(db), school, state="started")
    person = make_person(db, role, organisation=school)
    db.commit()
    page = page_for(client, person)
    assert "Returns of your organisation" in page
    assert "Returns to complete" not in page


def test_what_was_sent_back_comes_first_then_what_is_due_soonest(db, client):
    school = make_organisation(db)
    for title, days, state in (("Due later", 20, None), ("Due sooner", 3, None), ("Sent back", 25, "sent_back")):
        make_return(db, make_audit(db, title=title, closes_on=today() + timedelta(days=days)), school, state=state)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    db.commit()
    page = page_for(client, lead)
    assert page.index(">Sent back<") < page.index(">Due sooner<") < page.index(">Due later<")


def test_somebody_with_several_settings_sees_them_side_by_side_in_as_many_queries(db, client):
    audit, schools = make_audit(db, title="Safeguarding 2026"), [make_organisation(db) for _ in range(5)]
    returns = [make_return(db, audit, school, state="started") for school in schools]
    db.add(Answer(return_id=returns[0].id, question="leadership.a", value="met", revision=1, saved_at=now()))
    lead = make_person(db, "designated_safeguarding_lead", organisation=schools[0])
    _serves(db, lead, schools[1:2])
    db.commit()
    page_for(client, lead)
    with count_queries(database().engine) as for_two:
        page = client.get("/").get_data(as_text=True)
    assert page.count('<table class="govuk-table app-cards">') == 1
    assert "Nothing is waiting for you" not in page
    assert "2 questions left" in page
    assert "3 questions left" in page
    _serves(db, lead, schools[2:])
    db.commit()
    with count_queries(database().engine) as for_five:
        page = client.get("/").get_data(as_text=True)
    assert len(for_five) == len(for_two)
    assert all(school.name in page for school in schools)
    here = client.get(f"/returns/{returns[0].id}").get_data(as_text=True)
    assert f"Your settings: {schools[0].name}, and 4 more" in here
    assert f'href="/returns/{returns[4].id}"' in here


def _serves(db, lead, schools) -> None:
    for school in schools:
        role = {"role": "designated_safeguarding_lead", "organisation_id": school.id}
        db.add(RoleGiven(person_id=lead.id, given_at=now(), **role))
    db.flush()

"""Changes to people: who may be given what, and who must stay."""

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.people.commands import (
    StillNeededError,
    add_person,
    declare_interest,
    disable_person,
    enable_person,
    end_interest,
    end_role,
    give_role,
)
from formsapp.refusals import Refused
from tests.builders import as_actor, make_audit, make_organisation, make_person


def events(db) -> list[str]:
    return list(db.scalars(select(TrailEvent.event).order_by(TrailEvent.id)))


def test_a_person_is_added_with_a_tidy_address_and_one_event(db) -> None:
    person = add_person(db, name="  Ada   Quill ", email=" Ada@Wexbridge.Example ", job_title="Head", by=SYSTEM)
    assert (person.name, person.email, person.job_title) == ("Ada Quill", "ada@wexbridge.example", "Head")
    assert events(db) == ["person.added"]


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@b.c", "a b@c.de", "a@b", "a@b..c", "a@b.c, d@e.f", "x" * 250 + "@b.cd"]
)
def test_what_cannot_be_an_address_is_refused(db, email) -> None:
    with pytest.raises(Refused, match="email address"):
        add_person(db, name="Ada", email=email, by=SYSTEM)


def test_an_address_that_is_here_already_is_refused_whatever_its_case(db) -> None:
    add_person(db, name="Ada", email="ada@wexbridge.example", by=SYSTEM)
    with pytest.raises(Refused, match="is here already"):
        add_person(db, name="Ada Two", email="ADA@wexbridge.example", by=SYSTEM)
    assert events(db) == ["person.added"]


def test_a_name_is_needed(db) -> None:
    with pytest.raises(Refused, match="name"):
        add_person(db, name=" ", email="a@b.example", by=SYSTEM)


def test_a_role_must_fit_what_it_is_held_for(db) -> None:
    person, school, audit = make_person(db), make_organisation(db), make_audit(db)
    for role, over in [
        ("administrator", {"organisation": school}),
        ("designated_safeguarding_lead", {}),
        ("designated_safeguarding_lead", {"organisation": school, "audit": audit}),
        ("moderator", {"organisation": school}),
        ("emperor", {}),
    ]:
        with pytest.raises(Refused):
            give_role(db, person=person, role=role, by=SYSTEM, **over)
    assert db.scalars(select(RoleGiven)).all() == []


def test_a_role_is_given_once(db) -> None:
    person, school = make_person(db), make_organisation(db)
    first = give_role(db, person=person, role="head_teacher", organisation=school, by=SYSTEM)
    again = give_role(db, person=person, role="head_teacher", organisation=school, by=SYSTEM)
    assert first is again
    assert events(db) == ["role.given"]


def test_nobody_gives_or_takes_their_own_role(db) -> None:
    officer = make_person(db, "partnership_officer")
    make_person(db, "administrator")
    by = as_actor(db, officer)
    with pytest.raises(Refused, match="your own"):
        give_role(db, person=officer, role="administrator", by=by)
    given = db.scalars(select(RoleGiven).filter_by(person_id=officer.id)).one()
    with pytest.raises(Refused, match="your own"):
        end_role(db, given=given, by=by)
    with pytest.raises(Refused, match="your own"):
        disable_person(db, person=officer, by=by)


def test_the_last_who_can_give_roles_stays(db) -> None:
    officer = make_person(db, "partnership_officer")
    given = db.scalars(select(RoleGiven).filter_by(person_id=officer.id)).one()
    with pytest.raises(StillNeededError):
        disable_person(db, person=officer, by=SYSTEM)
    with pytest.raises(StillNeededError):
        end_role(db, given=given, by=SYSTEM)
    second = make_person(db, "administrator")
    second_given = db.scalars(select(RoleGiven).filter_by(person_id=second.id)).one()
    end_role(db, given=given, by=SYSTEM)
    with pytest.raises(StillNeededError):
        end_role(db, given=second_given, by=SYSTEM)


def test_one_of_two_such_roles_of_the_last_person_may_end(db) -> None:
    officer = make_person(db, "partnership_officer")
    other = give_role(db, person=officer, role="administrator", by=SYSTEM)
    end_role(db, given=other, by=SYSTEM)
    assert other.ended_at is not None


def test_somebody_without_such_a_role_may_be_disabled_and_come_back(db) -> None:
    head = make_person(db, "head_teacher", organisation=make_organisation(db))
    disable_person(db, person=head, by=SYSTEM)
    assert head.disabled_at is not None
    enable_person(db, person=head, by=SYSTEM)
    assert head.disabled_at is None
    assert events(db) == ["person.disabled", "person.enabled"]


def test_interests_are_declared_and_end_but_stay_on_record(db) -> None:
    person, school = make_person(db, "moderator", audit=make_audit(db)), make_organisation(db)
    by = as_actor(db, person)
    interest = declare_interest(db, person=person, organisation=school, kind="governs", note=" Since May ", by=by)
    assert interest.note == "Since May"
    with pytest.raises(Refused, match="Ask the partnership's officer"):
        end_interest(db, interest=interest, by=by)
    end_interest(db, interest=interest, by=SYSTEM)
    db.refresh(interest)
    assert interest.ended_at is not None
    with pytest.raises(Refused):
        declare_interest(db, person=person, organisation=school, kind="likes", by=by)
    assert events(db) == ["interest.declared", "interest.ended"]

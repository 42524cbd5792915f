"""Invitations: one link, used once, for a week; and the end of sessions with a new password."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now
from formsapp.people.commands import disable_person
from formsapp.refusals import Refused
from formsapp.sign_in.commands import UsedUpError, accept, invite
from formsapp.sign_in.models import Invitation, SignedIn
from formsapp.sign_in.passwords import is_right
from formsapp.sign_in.sessions import hashed
from tests.builders import make_person

PASSWORD = "seven green lanterns"


def test_a_link_is_used_once_and_only_its_hash_is_kept(db) -> None:
    person = make_person(db)
    token = invite(db, person=person, by=SYSTEM)
    assert db.scalars(select(Invitation.token_hash)).one() == hashed(token)
    assert accept(db, token=token, password=PASSWORD).id == person.id
    assert is_right(person.password_hash, PASSWORD)
    with pytest.raises(UsedUpError):
        accept(db, token=token, password="another long password")
    assert is_right(person.password_hash, PASSWORD)
    assert list(db.scalars(select(TrailEvent.event))) == ["person.invited", "person.password_chosen"]


def test_only_the_newest_link_works(db) -> None:
    person = make_person(db)
    older, newer = invite(db, person=person, by=SYSTEM), invite(db, person=person, by=SYSTEM)
    with pytest.raises(UsedUpError):
        accept(db, token=older, password=PASSWORD)
    accept(db, token=newer, password=PASSWORD)


def test_a_link_ends_after_seven_days(db) -> None:
    token = invite(db, person=make_person(db), by=SYSTEM)
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False), pytest.raises(UsedUpError):
        accept(db, token=token, password=PASSWORD)


def test_a_disabled_person_has_no_link_and_gets_none(db) -> None:
    person = make_person(db)
    token = invite(db, person=person, by=SYSTEM)
    disable_person(db, person=person, by=SYSTEM)
    with pytest.raises(UsedUpError):
        accept(db, token=token, password=PASSWORD)
    with pytest.raises(Refused, match="cannot sign in"):
        invite(db, person=person, by=SYSTEM)


def test_a_person_is_sent_three_links_in_a_quarter_of_an_hour_and_no_more(db) -> None:
    person = make_person(db)
    for _ in range(3):
        invite(db, person=person, by=SYSTEM)
    with pytest.raises(Refused, match="wait"):
        invite(db, person=person, by=SYSTEM)
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        invite(db, person=person, by=SYSTEM)


def test_a_new_password_ends_every_session(db) -> None:
    person, moment = make_person(db), now()
    for name in ("desk", "phone"):
        db.add(SignedIn(token_hash=name, person_id=person.id, started_at=moment, seen_at=moment))
    accept(db, token=invite(db, person=person, by=SYSTEM), password=PASSWORD)
    assert db.scalars(select(SignedIn.id).where(SignedIn.ended_at.is_(None))).all() == []

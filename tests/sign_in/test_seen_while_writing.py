"""Somebody who types for a while and then saves is still signed in, and is not held up by their own session."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from formsapp.clock import now
from formsapp.organisations.models import Organisation
from formsapp.sign_in.models import SignedIn
from tests.builders import make_person


def test_a_post_long_after_the_last_page_is_saved_and_counts_as_being_there(db, client):
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    page = client.get("/register/add").get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    typed = {"csrf_token": token, "name": "Wexbridge Police", "type": "agency", "sector": "police"}
    later = now() + timedelta(minutes=5)
    with time_machine.travel(later, tick=True):
        assert client.post("/register/add", data=typed).status_code == 302
    assert db.scalar(select(Organisation.name).where(Organisation.name == "Wexbridge Police"))
    assert db.scalar(select(SignedIn.seen_at).where(SignedIn.person_id == officer.id)) >= later
    db.rollback()


def test_a_refused_post_counts_as_being_there_too(db, client):
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    page = client.get("/register/add").get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    later = now() + timedelta(minutes=5)
    with time_machine.travel(later, tick=True):
        assert client.post("/register/add", data={"csrf_token": token, "name": ""}).status_code == 422
    assert db.scalar(select(SignedIn.seen_at).where(SignedIn.person_id == officer.id)) >= later
    db.rollback()

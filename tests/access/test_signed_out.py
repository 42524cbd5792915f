"""A session that ended while somebody was typing loses nothing they can still copy."""

from datetime import timedelta

import pytest
import time_machine

from formsapp.clock import now
from tests.builders import make_person


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_saving_after_the_session_ended_shows_what_was_typed(db, client):
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    page = client.get("/register/add").get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        answer = client.post("/register/add", data={"csrf_token": token, "name": "Typed <with care>", "password": "no"})
    words = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Typed &lt;with care&gt;" in words
    assert "no</dd>" not in words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_reading_after_the_session_ended_leads_to_signing_in_and_back(db, client):
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        answer = client.get("/register?page=2")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("next=/register?page%3D2")

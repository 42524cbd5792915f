"""The sample: stated, looked at, drawn from a seed nobody chose, drawn again with a reason; told to settings."""

import pytest
from sqlalchemy import select

from formsapp.audits.models import ReturnEvent
from formsapp.cases.models import Case
from formsapp.clock import now
from formsapp.database import database
from formsapp.refusals import Refused
from formsapp.samples.commands import Stated, draw, tell_settings
from formsapp.samples.models import Sample, SampleEntry
from formsapp.samples.queries import current_sample, pick_of
from formsapp.sign_in.emails import NotSentError
from tests.builders import make_person
from tests.conftest import settings_for_tests
from tests.samples.drawing import Drawing

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def place(db):
    made = Drawing(db)
    db.commit()
    return made


def drawn(place, stated=None, after=0, **more):
    stated = stated or Stated(size=5, strata=("phase",), must_include={place.returns[0].id: "New head"}, risk_picks=1)
    sample = draw(
        place.db, audit=place.audit, stated=stated, after=after, by=place.actor(place.officer), **more
    )  # fmt: skip
    place.db.commit()
    return sample


def picks(place, sample):
    rows = place.db.scalars(select(SampleEntry).where(SampleEntry.sample_id == sample.id))
    return {one.return_id: one.pick for one in rows}


def test_an_officer_looks_at_the_numbers_and_then_draws(place, client):
    client.sign_in(place.officer)
    page = f"{place.address}/draw"
    rules = {
        "after": 0, "size": 5, "strata": "phase", "must-1": place.returns[0].id, "why-1": "New head",
        "risk_picks": 1, "points-critical": 3, "points-jump": 2, "points-all_top": 1,
    }  # fmt: skip
    refused = client.post_form(page, {**rules, "why-1": "", "size": "five"})
    assert refused.status_code == 422
    assert "Say why this return must be included" in refused.get_data(as_text=True)
    assert 'value="five"' in refused.get_data(as_text=True)
    held = client.post_form(page, {**rules, "why-1": "It moved to M1 1AE"})
    assert held.status_code == 422
    assert 'name="why-1-keep"' in held.get_data(as_text=True)
    looked = client.post_form(page, rules).get_data(as_text=True)
    assert "nothing is drawn yet" in looked
    with database().reading() as session:
        assert session.scalar(select(Sample)) is None
    too_small = client.post_form(page, {**rules, "size": 2, "draw": 1})
    assert too_small.status_code == 422
    assert "make it at least 4" in too_small.get_data(as_text=True)
    done = client.post_form(page, {**rules, "draw": 1}, follow_redirects=True).get_data(as_text=True)
    with database().reading() as session:
        sample = session.scalars(select(Sample)).one()
        entries = session.scalars(select(SampleEntry)).all()
    assert str(sample.seed) in done
    assert "5 of 9 submitted returns" in done
    assert "New head" in done
    assert "“Statement leadership.a” (Not met)" in done
    assert "Slow School" not in done, "only what is submitted can be drawn"
    assert len(entries) == 9, "every return that could have been drawn is kept"
    assert {one.pick for one in entries} == {"must_include", "risk", "random", None}


def test_it_is_drawn_again_only_with_a_reason_and_the_earlier_draw_stays(place, client):
    first = drawn(place)
    wider = Stated(size=6)
    with pytest.raises(Refused, match="Say why"):
        drawn(place, wider, after=1)
    with pytest.raises(Refused, match="in the meantime"):
        drawn(place, wider, after=0, reason="More")
    narrow = drawn(place, Stated(size=3), after=1, reason="Fewer days than we thought")
    again = drawn(place, wider, after=2, reason="The panel asked for more", keep_seed=True)
    assert (first.seed == narrow.seed, narrow.seed == again.seed) == (False, True)
    before, after = ({one for one, pick in picks(place, each).items() if pick} for each in (narrow, again))
    assert before < after, "with its seed kept, a wider sample holds the narrower one"
    assert current_sample(place.db, place.audit).id == again.id
    place.db.commit()
    client.sign_in(place.officer)
    page = client.get(f"{place.address}?draw=1").get_data(as_text=True)
    assert str(first.seed) in page
    assert "It no longer counts" in page
    assert "The panel asked for more" in page


def test_who_has_an_interest_draws_nothing_and_sees_no_number(place, client):
    interested = make_person(place.db, "partnership_officer")
    place.interested(interested, place.risky)
    with pytest.raises(Refused, match="You have an interest"):
        draw(place.db, audit=place.audit, stated=Stated(size=3), after=0, by=place.actor(interested))
    sample = drawn(place)
    client.sign_in(interested)
    for path in (place.address, f"{place.address}.csv", f"{place.address}/draw", f"{place.address}/tell"):
        page = client.get(path).get_data(as_text=True)
        for hidden in ("Tarn End", str(sample.seed), "5 of 9", "Strata", "Signs of risk"):
            assert hidden not in page, (path, hidden)
    assert "School 0 of Wexbridge" in client.get(place.address).get_data(as_text=True)
    assert client.post_form(f"{place.address}/draw", {"size": 4, "draw": 1}, page=place.address).status_code == 422


def test_a_moderator_of_a_blind_audit_sees_no_reason(db, client):
    place = Drawing(db, blind=True)
    sample = drawn(place)
    client.sign_in(place.moderators[0])
    for path in (place.address, f"{place.address}.csv", f"/audits/{place.audit.id}/moderation"):
        page = client.get(path).get_data(as_text=True)
        assert "Tarn End School" in page
        for hidden in ("Signs of risk", "New head", "Must be included", str(sample.seed), "leadership.a"):
            assert hidden not in page, (path, hidden)


def test_a_drawn_setting_is_told_why_and_others_nothing(place, client):
    sample = drawn(place)
    address = f"/returns/{place.risky.id}"
    client.sign_in(place.lead)
    assert "Chosen for a closer look" not in client.get(address).get_data(as_text=True)
    client.sign_in(place.officer)
    page = f"{place.address}/tell"
    assert client.post_form(page, {}).status_code == 422
    assert client.post_form(page, {"read": "yes"}).status_code == 303
    client.sign_in(place.lead)
    shown = client.get(address).get_data(as_text=True)
    assert "rates one critical question at or below its limit" in shown
    assert "ask Officer Free" in shown
    assert "of Wexbridge" not in shown
    assert "Chosen for a closer look" in shown
    left_out = next(one for one, pick in picks(place, sample).items() if pick is None)
    other = next(one for one in place.returns if one.id == left_out)
    leader = make_person(place.db, "designated_safeguarding_lead", organisation=other.organisation)
    helper = make_person(place.db, "contributor", return_=place.risky)
    place.db.commit()
    client.sign_in(leader)
    assert "Chosen for a closer look" not in client.get(f"/returns/{other.id}").get_data(as_text=True)
    client.sign_in(helper)
    assert "Chosen for a closer look" not in client.get(address).get_data(as_text=True)


def test_settings_are_told_once_and_about_the_draw_that_counts(place):
    first = drawn(place)
    drawn(place, after=1, reason="A better spread")
    by = place.actor(place.officer)
    with pytest.raises(Refused, match="drawn again since"):
        tell_settings(place.db, audit=place.audit, sample=first, by=by)
    sample = current_sample(place.db, place.audit)
    tell_settings(place.db, audit=place.audit, sample=sample, by=by)
    with pytest.raises(Refused, match="told already"):
        tell_settings(place.db, audit=place.audit, sample=sample, by=by)


def test_a_drawn_return_that_was_sent_back_stays_and_says_so(place, client):
    drawn(place)
    place.db.add(ReturnEvent(return_id=place.risky.id, kind="sent_back", at=now(), reason="Section 2"))
    place.db.commit()
    assert pick_of(place.db, place.risky).pick == "risk"
    place.db.commit()
    client.sign_in(place.officer)
    assert "judged when it is submitted again" in client.get(place.address).get_data(as_text=True)


def test_a_return_about_a_case_is_called_by_its_code(place, client):
    case = Case(audit_id=place.audit.id, code="C07", theme="Neglect", added_at=now())
    place.db.add(case)
    place.db.flush()
    place.risky.case_id = case.id
    place.db.commit()
    drawn(place, Stated(size=4, strata=("case_theme",), must_include={place.risky.id: "Asked for"}))
    client.sign_in(place.officer)
    page = client.get(place.address).get_data(as_text=True)
    assert "Case C07: Tarn End School" in page
    assert "Theme of the case" in page


def test_settings_get_a_message_without_the_reason_and_who_was_not_reached_is_said(place, app, client, monkeypatch):
    sent = []

    def send(_settings, *, to, subject, words):
        if "Head" in words.splitlines()[0]:
            raise NotSentError
        sent.append((to, subject, words))

    monkeypatch.setattr("formsapp.sign_in.emails.send_message", send)
    settings = settings_for_tests(app.extensions["formsapp_settings"].database_url, smtp_host="127.0.0.1")
    app.extensions["formsapp_settings"] = settings
    drawn(place, Stated(size=2, must_include={place.risky.id: "A private reason"}))
    unreached = make_person(
        place.db, "designated_safeguarding_lead", organisation=place.risky.organisation, name="Head X"
    )
    for one in (place.lead, unreached):
        one.password_hash = "set"
    place.db.commit()
    client.sign_in(place.officer)
    page = f"{place.address}/tell"
    told = client.post_form(page, {"read": "yes", "mail": "yes"}, follow_redirects=True).get_data(as_text=True)
    assert "1 message was sent" in told
    assert "did not take the message for Head X (Tarn End School)" in told
    ((to, subject, words),) = sent
    assert to == place.lead.email
    assert subject.startswith("Chosen for a closer look")
    assert f"http://localhost/returns/{place.risky.id}" in words
    assert "private reason" not in words

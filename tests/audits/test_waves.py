"""An audit of training impact: one tool, an audit for each wave, each asking only its own questions."""

import json

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audits.commands import open_audit
from formsapp.audits.models import Return
from formsapp.clock import today
from formsapp.refusals import Refused
from formsapp.returns.commands import save_answers, submit_return
from formsapp.returns.fields.given import Given
from formsapp.returns.snapshot import check_packed
from scoring.packed import DOES_NOT_APPLY, unpack
from tests.builders import as_actor, make_organisation, make_person, make_tool_version, rating, tool_document

DOCUMENT = tool_document(
    {
        "before": [rating("before.hopes", waves=["before"])],
        "confidence": [rating("confidence.a"), rating("confidence.later", waves=["after", "three_months"])],
    },
    kind="training_impact",
    waves=["before", "after", "three_months"],
)


def audit_of(db, wave, version=None):
    version = version or make_tool_version(db, DOCUMENT)
    school = make_organisation(db)
    audit = open_audit(
        db,
        title="Training",
        tool_version=version,
        organisations=[school],
        opens_on=today(),
        closes_on=today(),
        wave=wave,
        by=SYSTEM,
    )
    return audit, school


@pytest.fixture
def started(db, client):
    audit, school = audit_of(db, "before")
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    return_ = audit_return(db, audit)
    db.commit()
    client.sign_in(lead)
    return audit, return_, as_actor(db, lead)


def audit_return(db, audit):
    return db.scalar(select(Return).where(Return.audit_id == audit.id))


@pytest.mark.parametrize(("wave", "words"), [(None, "asked in waves"), ("later", "asked in waves")])
def test_a_tool_with_waves_needs_one_of_them(db, wave, words):
    with pytest.raises(Refused, match=words):
        audit_of(db, wave)


def test_a_tool_without_waves_takes_none(db):
    with pytest.raises(Refused, match="not asked in waves"):
        audit_of(db, "before", make_tool_version(db))


def test_only_the_questions_of_the_wave_are_asked(client, db, started):
    _audit, return_, _lead = started
    section = client.get(f"/returns/{return_.id}/sections/confidence").get_data(as_text=True)
    assert "Statement confidence.a" in section
    assert "Statement confidence.later" not in section
    for page in ("", "/questions", "/check"):
        assert "confidence.later" not in client.get(f"/returns/{return_.id}{page}").get_data(as_text=True)


def test_a_section_with_nothing_in_the_wave_is_not_there(client, db):
    audit, school = audit_of(db, "after")
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    return_ = audit_return(db, audit)
    db.commit()
    client.sign_in(lead)
    assert client.get(f"/returns/{return_.id}/sections/before").status_code == 404
    assert "/sections/before" not in client.get(f"/returns/{return_.id}").get_data(as_text=True)
    assert "/sections/before" not in client.get(f"/returns/{return_.id}/sections/confidence").get_data(as_text=True)


def test_what_is_not_asked_in_the_wave_does_not_apply_in_the_packed_row(db, started):
    audit, return_, lead = started
    for section, key in (("before", "before.hopes"), ("confidence", "confidence.a")):
        save_answers(db, return_=return_, section=section, answers={key: Given(value="met")}, by=lead)
    submission = submit_return(db, return_=return_, declaration="It is so.", by=lead)
    assert list(unpack(submission.ratings)) == [2, 2, DOES_NOT_APPLY]
    assert json.loads(submission.document)["wave"] == "before"
    assert check_packed(db, audit) == []


def test_the_wave_is_chosen_when_the_audit_is_set_up(client, db):
    version = make_tool_version(db, DOCUMENT)
    officer = make_person(db, "partnership_officer")
    school = make_organisation(db)
    db.commit()
    client.sign_in(officer)
    day = today()
    dates = {
        f"{name}-{part}": getattr(day, part) for name in ("opens_on", "closes_on") for part in ("day", "month", "year")
    }
    given = {
        "title": "Training",
        "tool_version": str(version.id),
        "method": "broad",
        "moderation": "tool",
        "by_hand": school.name,
        **dates,
    }
    refused = client.post_form("/audits/open", {**given, "step": "check"})
    assert refused.status_code == 422
    assert "asked in waves" in refused.get_data(as_text=True)
    given["wave"] = "three_months"
    assert "Three months" in client.post_form("/audits/open", {**given, "step": "check"}).get_data(as_text=True)
    opened = client.post_form(
        "/audits/open", {**given, "step": "open", "organisation": str(school.id)}, follow_redirects=True
    )
    assert "Three months" in opened.get_data(as_text=True)

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.commands import add_to_scope, change_dates, move_audit, open_audit, withdraw_from_scope
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import return_states, state_of, state_of_return
from formsapp.clock import today
from formsapp.refusals import Refused
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    tool_document,
)


def opened(db, **changes):
    given = {
        "title": "Safeguarding self-assessment",
        "organisations": [make_organisation(db)],
        "opens_on": today(),
        "closes_on": today() + timedelta(days=10),
        "by": SYSTEM,
    }
    given = {**given, **changes}
    if "tool_version" not in given:
        given["tool_version"] = make_tool_version(db)
    return open_audit(db, **given)


def last_event(db):
    return db.scalar(select(TrailEvent.event).order_by(TrailEvent.id.desc()).limit(1))


def test_opening_an_audit_asks_every_organisation_once(db):
    school, college = make_organisation(db), make_organisation(db, type="college")
    audit = opened(db, organisations=[school, college, school], title=" Section 11 ")
    asked = db.scalars(select(Return.organisation_id).where(Return.audit_id == audit.id)).all()
    assert sorted(asked) == sorted([school.id, college.id])
    assert audit.title == "Section 11"
    assert state_of(db, audit) is AuditState.OPEN
    assert last_event(db) == "audit.opened"


@pytest.mark.parametrize(
    ("blind_tool", "given", "expected"), [(True, None, True), (True, False, False), (False, None, False)]
)
def test_moderation_is_blind_as_the_tool_says_unless_told(db, blind_tool, given, expected):
    version = make_tool_version(db, tool_document(moderation={"blind": blind_tool}))
    assert opened(db, tool_version=version, blind=given).blind is expected


def test_a_case_file_audit_opens_with_no_returns(db):
    version = make_tool_version(db, tool_document(kind="case_file", case={}))
    audit = opened(db, tool_version=version, organisations=[])
    assert db.scalars(select(Return).where(Return.audit_id == audit.id)).all() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "title"),
        ({"method": "shallow"}, "deep dive"),
        ({"closes_on": date(2020, 1, 1)}, "closing date"),
        ({"organisations": []}, "at least one"),
    ],
)
def test_an_audit_that_makes_no_sense_is_refused(db, changes, words):
    with pytest.raises(Refused, match=words):
        opened(db, **changes)


def test_an_audit_needs_a_ratified_tool_version(db):
    with pytest.raises(Refused, match="ratified"):
        opened(db, tool_version=make_tool_version(db, ratified=False))


def test_an_audit_is_compared_only_with_one_of_the_same_tool(db):
    other = make_audit(db, make_tool_version(db, tool_document(key="another-tool")))
    with pytest.raises(Refused, match="same tool"):
        opened(db, previous=other)
    same = make_audit(db)
    assert opened(db, previous=same).previous_id == same.id


def test_an_audit_moves_on_and_back_with_a_reason(db):
    audit = make_audit(db)
    move_audit(db, audit=audit, to=AuditState.IN_MODERATION, reason="", by=SYSTEM)
    assert state_of(db, audit) is AuditState.IN_MODERATION
    with pytest.raises(Refused, match="reason"):
        move_audit(db, audit=audit, to=AuditState.OPEN, reason=" ", by=SYSTEM)
    move_audit(db, audit=audit, to=AuditState.OPEN, reason="Two schools had no access", by=SYSTEM)
    assert state_of(db, audit) is AuditState.OPEN
    assert last_event(db) == "audit.moved"


def test_a_move_that_is_not_in_the_table_is_refused(db):
    with pytest.raises(Refused, match="cannot be moved"):
        move_audit(db, audit=make_audit(db), to=AuditState.PUBLISHED, reason="", by=SYSTEM)


def test_an_audit_past_its_closing_date_needs_a_later_one_to_open_again(db):
    audit = make_audit(db, closes_on=today() - timedelta(days=1))
    assert state_of(db, audit) is AuditState.CLOSED
    with pytest.raises(Refused, match="later closing date"):
        move_audit(db, audit=audit, to=AuditState.OPEN, reason="Late", by=SYSTEM)
    change_dates(db, audit=audit, opens_on=audit.opens_on, closes_on=today(), by=SYSTEM)
    assert state_of(db, audit) is AuditState.OPEN
    assert last_event(db) == "audit.dates-changed"


def test_dates_cannot_change_once_moderation_began(db):
    audit = make_audit(db, state="in_moderation")
    with pytest.raises(Refused, match="dates can no longer change"):
        change_dates(db, audit=audit, opens_on=audit.opens_on, closes_on=today() + timedelta(days=90), by=SYSTEM)


def test_an_organisation_is_withdrawn_and_brought_back_where_it_was(db):
    audit = make_audit(db)
    officer = as_actor(db, make_person(db, "partnership_officer"))
    return_ = make_return(db, audit, state="started")
    withdraw_from_scope(db, return_=return_, reason="The school closed", by=officer)
    assert state_of_return(db, return_) is ReturnState.WITHDRAWN
    assert return_states(db, audit, by=officer) == {}
    again = add_to_scope(db, audit=audit, organisation=return_.organisation, reason="It reopened", by=officer)
    assert again is return_
    assert return_states(db, audit, by=officer) == {return_.id: ReturnState.STARTED}


def test_a_submitted_return_is_not_withdrawn(db):
    return_ = make_return(db, make_audit(db), state="submitted")
    with pytest.raises(Refused, match="submitted"):
        withdraw_from_scope(db, return_=return_, reason="Why not", by=SYSTEM)


def test_changing_the_scope_needs_a_reason_and_an_audit_that_still_collects(db):
    audit = make_audit(db)
    return_ = make_return(db, audit)
    with pytest.raises(Refused, match="reason"):
        withdraw_from_scope(db, return_=return_, reason="", by=SYSTEM)
    with pytest.raises(Refused, match="already part"):
        add_to_scope(db, audit=audit, organisation=return_.organisation, reason="Asked", by=SYSTEM)
    move_audit(db, audit=audit, to=AuditState.IN_MODERATION, reason="", by=SYSTEM)
    with pytest.raises(Refused, match="scope can no longer change"):
        add_to_scope(db, audit=audit, organisation=make_organisation(db), reason="Asked", by=SYSTEM)

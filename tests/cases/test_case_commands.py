import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import Return
from formsapp.cases.commands import add_case, confirm_independence
from formsapp.cases.queries import has_confirmed_independence
from formsapp.cases.rules import code_refusal
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

CASE = {"code_example": "C01", "age_bands": ["Under 1", "1 to 4"], "themes": ["Neglect", "Domestic abuse"]}


def case_audit(db):
    return make_audit(db, make_tool_version(db, tool_document(kind="case_file", case=CASE)))


def added(db, **changes):
    given = {"code": "C01", "theme": "Neglect", "age_band": "1 to 4", "organisations": [make_organisation(db)]}
    given["audit"] = changes.pop("audit", None) or case_audit(db)
    return add_case(db, **{**given, **changes}, by=SYSTEM)


def test_a_case_asks_each_organisation_for_a_return_of_its_own(db):
    police, health = make_organisation(db, type="agency"), make_organisation(db, type="agency")
    case = added(db, code=" c01 ", organisations=[police, health, police])
    asked = db.scalars(select(Return).where(Return.case_id == case.id)).all()
    assert case.code == "C01"
    assert {one.organisation_id for one in asked} == {police.id, health.id}
    assert db.scalar(select(TrailEvent.event)) == "case.added"


def test_two_cases_of_one_audit_have_different_codes(db):
    audit = case_audit(db)
    added(db, audit=audit)
    with pytest.raises(Refused, match="already a case C01"):
        added(db, audit=audit, code="c01")
    added(db, audit=audit, code="C02")


@pytest.mark.parametrize("code", ["C01", "SYV-12", "26-004", "DVA2026", "7", "c1"])
def test_codes_that_say_nothing(code):
    assert code_refusal(code, example="C01") is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Enter a case code"),
        ("Amy Shaw", "Never a name"),
        ("AMY", "Never a name"),
        ("943 476 5919", "NHS number"),
        ("9434765919", "NHS number"),
        ("01/02/2012", "date of birth"),
        ("1-2-12", "date of birth"),
        ("010212", "date of birth"),
        ("AB1234567", "up to four letters"),
        ("C٣", "up to four letters"),
        ("C01\n", None),
    ],
)
def test_codes_that_could_say_who_the_child_is_are_refused(code, words):
    refusal = code_refusal(code, example="C01")
    assert refusal is None if words is None else words in (refusal or "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"theme": "Weather"}, "theme"),
        ({"theme": None}, "theme"),
        ({"age_band": "40 to 50"}, "age band"),
        ({"organisations": []}, "at least one organisation"),
        ({"code": "Jo"}, "Never a name"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused(db, changes, words):
    with pytest.raises(Refused, match=words):
        added(db, **changes)


def test_an_audit_of_another_kind_has_no_cases(db):
    with pytest.raises(Refused, match="not for case files"):
        added(db, audit=make_audit(db))


def test_independence_is_confirmed_once_by_each_auditor(db):
    case = added(db)
    return_ = db.scalars(select(Return).where(Return.case_id == case.id)).one()
    auditor = as_actor(db, make_person(db, "auditor", organisation=return_.organisation))
    other = as_actor(db, make_person(db, "auditor", organisation=return_.organisation))
    assert not has_confirmed_independence(db, return_, auditor)
    confirm_independence(db, return_=return_, by=auditor)
    confirm_independence(db, return_=return_, by=auditor)
    assert has_confirmed_independence(db, return_, auditor)
    assert not has_confirmed_independence(db, return_, other)
    confirmed = TrailEvent.event == "return.independence-confirmed"
    assert len(db.scalars(select(TrailEvent).where(confirmed)).all()) == 1


def test_a_return_without_a_case_needs_no_confirmation(db):
    with pytest.raises(Refused, match="not about a case"):
        confirm_independence(db, return_=make_return(db, make_audit(db)), by=as_actor(db, make_person(db)))

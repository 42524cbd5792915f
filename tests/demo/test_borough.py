"""What the whole demonstration borough holds."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person, RoleGiven
from formsapp.access.roles import ROLES
from formsapp.audit_trail.models import TrailEvent
from formsapp.audit_trail.record import first_broken_event
from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.audits.queries import return_state, states_of
from formsapp.cases.models import Case
from formsapp.clock import start_of
from formsapp.demo.audit_tools import LAST_YEARS_WORDS, NEW_THIS_YEAR
from formsapp.demo.personas import PERSONAS
from formsapp.findings.models import FindingChange
from formsapp.moderation.models import JudgedRating, Moderator, SettledRating
from formsapp.organisations.models import Organisation
from formsapp.people.models import Interest
from formsapp.reports.models import PublishedReport
from formsapp.returns.models import Answer, SendBackPoint, Submission
from formsapp.returns.queries import open_return
from formsapp.returns.ratings_table import ratings_table
from formsapp.returns.sign_off import sign_offs
from formsapp.returns.snapshot import check_packed
from formsapp.sign_in.passwords import is_right
from formsapp.signing.models import Signature
from formsapp.tables import METADATA
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tests.demo.making_a_borough import TODAY, remembered

pytestmark = pytest.mark.xdist_group("demo")


def audits(session: Session) -> dict[str, Audit]:
    return {audit.title: audit for audit in session.scalars(select(Audit))}


def returns_by_state(session: Session, audit: Audit) -> Counter:
    return Counter(session.scalars(select(return_state()).where(Return.audit_id == audit.id)))


def test_the_register_is_a_borough_of_every_kind_of_setting(session):
    kinds = Counter(
        (one.type, one.phase, one.provision) for one in session.scalars(select(Organisation)) if one.type != "agency"
    )
    assert kinds["school", "primary", "mainstream"] > 70
    assert kinds["school", "secondary", "mainstream"] >= 13
    assert kinds["college", "post_16", "mainstream"] == 2
    assert kinds["school", "nursery", "mainstream"] == 1
    assert sum(number for kind, number in kinds.items() if kind[2] == "special") >= 5
    assert sum(number for kind, number in kinds.items() if kind[2] == "alternative") == 2
    assert 105 <= sum(kinds.values()) <= 112
    statuses = Counter(session.scalars(select(Organisation.status)))
    assert statuses["closed"] == 2
    assert statuses["proposed_to_close"] == 1
    assert len(set(session.scalars(select(Organisation.trust)))) == 5, "four trusts, and none"
    assert session.scalars(select(Organisation).where(Organisation.boarding == "yes")).one()


def test_twenty_agencies_of_many_sectors(session):
    agencies = session.scalars(select(Organisation).where(Organisation.type == "agency")).all()
    assert len(agencies) == 20
    assert len({agency.sector for agency in agencies}) >= 9


def test_every_role_has_somebody_on_the_list_who_holds_it_and_can_sign_in(session, borough):
    assert {persona.role for persona in PERSONAS} == set(ROLES)
    listed = borough.extensions["formsapp_demo_people"](session)
    for shown, persona in zip(listed.people, PERSONAS, strict=True):
        person = session.scalars(select(Person).where(Person.email == shown.email)).one()
        roles = set(session.scalars(select(RoleGiven.role).where(RoleGiven.person_id == person.id)))
        assert persona.role in roles
        assert is_right(person.password_hash, listed.password)


def test_the_sign_in_page_lists_whom_to_sign_in_as(borough):
    page = borough.test_client().get("/sign-in").get_data(as_text=True)
    for persona in PERSONAS:
        assert persona.name in page
        assert persona.finds.replace("'", "&#39;") in page


def test_four_audits_are_where_the_guide_says(session):
    found = audits(session)
    states = {title: str(states_of(session, found.values())[audit.id]) for title, audit in found.items()}
    assert states == {
        "Safeguarding in schools and colleges 2025-26": "published",
        "Safeguarding in schools and colleges 2026-27": "in_moderation",
        "Section 11 audit of agencies 2026-27": "open",
        "Multi-agency case-file audit, October 2026": "open",
    }


def test_last_years_returns(session):
    states = returns_by_state(session, audits(session)["Safeguarding in schools and colleges 2025-26"])
    assert states["submitted"] / states.total() == pytest.approx(0.92, abs=0.01)


def test_this_years_returns(session):
    states = returns_by_state(session, audits(session)["Safeguarding in schools and colleges 2026-27"])
    assert (states["submitted"] + states["sent_back"]) / states.total() == pytest.approx(0.96, abs=0.01)
    assert states["sent_back"] == 1


def test_three_in_five_agencies_have_returned(session):
    states = returns_by_state(session, audits(session)["Section 11 audit of agencies 2026-27"])
    assert states == {"submitted": 12, "sent_back": 1, "started": 5, "not_started": 2}


def test_six_cases_are_partly_audited(session):
    audit = audits(session)["Multi-agency case-file audit, October 2026"]
    codes = session.scalars(select(Case.code).where(Case.audit_id == audit.id).order_by(Case.code)).all()
    assert codes == ["C01", "C02", "C03", "C04", "C05", "C06"]
    states = returns_by_state(session, audit)
    assert states["submitted"] > states["started"] > 0
    assert states["not_started"] > 0


def test_a_sample_is_with_three_moderators_and_some_of_it_waits_for_the_chair(session):
    audit = audits(session)["Safeguarding in schools and colleges 2026-27"]
    asked = session.execute(
        select(Moderator.person_id, Moderator.return_id)
        .join(Return, Return.id == Moderator.return_id)
        .where(Return.audit_id == audit.id)
    ).all()
    assert Counter(Counter(one.return_id for one in asked).values()) == {1: 10, 2: 2}
    assert len({one.person_id for one in asked}) == 3
    judged = set(
        session.execute(
            select(JudgedRating.return_id, JudgedRating.question).join(Return).where(Return.audit_id == audit.id)
        )
    )
    settled = set(
        session.execute(
            select(SettledRating.return_id, SettledRating.question).join(Return).where(Return.audit_id == audit.id)
        )
    )
    assert settled < judged
    assert len(judged - settled) > 20


def test_the_report_of_last_year_was_worded_by_the_chair(session):
    assert session.scalars(select(PublishedReport)).one().number == 1
    kinds = Counter(session.scalars(select(FindingChange.kind)))
    assert kinds["kept"] > 10
    assert kinds["reworded"] > 1
    assert kinds["dropped"] > 1
    assert kinds["added"] == 1


def test_something_that_must_never_be_missing_is_missing_in_a_few_returns(session):
    """A handful of critical breaches: enough to see what they do, and not a borough in ruins."""
    version = audits(session)["Safeguarding in schools and colleges 2026-27"].tool_version
    limits = {key: one.limit.at_or_below for key, one in tool_of(version).scored_questions.items() if one.limit}
    breached = [
        answer
        for answer in session.scalars(
            select(Answer).join(Return).where(Return.audit_id == 2, Answer.question.in_(limits))
        )
        if answer.value == limits[answer.question]
    ]
    assert 2 <= len(breached) <= 15


def test_the_tools_differ_so_that_there_is_something_to_compare(session):
    before, now = (
        tool_of(session.scalars(select(ToolVersion).filter_by(key="school-safeguarding", version=version)).one())
        for version in ("2025-26", "2026-27")
    )
    assert set(now.questions) - set(before.questions) == set(NEW_THIS_YEAR)
    reworded = {key for key, question in before.questions.items() if question.title != now.questions[key].title}
    assert reworded == set(LAST_YEARS_WORDS)


def test_the_audit_trail_is_whole_and_in_the_order_of_time(session):
    assert first_broken_event(session) is None
    moments = session.scalars(select(TrailEvent.at).order_by(TrailEvent.id)).all()
    assert moments == sorted(moments)
    assert moments[-1] < start_of(TODAY)


def test_packed_rows_agree_with_the_documents(session):
    assert [fault for audit in audits(session).values() for fault in check_packed(session, audit)] == []


def test_a_moderators_interest_hides_a_return_even_from_totals(session):
    """Rufus declared an interest in one school: he gets one row fewer than the chair."""
    from formsapp.access.actor import Actor, Holds

    audit = audits(session)["Safeguarding in schools and colleges 2026-27"]
    rufus = session.scalars(select(Interest).where(Interest.kind == "parent")).one().person_id
    his, hers = (
        len(
            ratings_table(session, audit, by=Actor(id=person, name="", roles=(Holds(role, None, audit.id),))).return_ids
        )
        for person, role in ((rufus, "moderator"), (None, "chair"))
    )
    assert his == hers - 1


def test_few_comments_are_the_same(session):
    comments = Counter(session.scalars(select(Answer.comment).where(Answer.comment != "")))
    assert len(comments) > 2000
    assert len(comments) / comments.total() > 0.4


def text_of(session: Session) -> Iterator[tuple[str, str]]:
    """Every text in the database but hashes, whole tool files and what was made of texts that are there already."""
    made = {"tool_versions", "trail_events", "alembic_version", "register_imports", "signed_in", "invitations"}
    derived = re.compile(r"\w+_hash|fingerprint|receipt|document|digest|sha256")
    for table in METADATA.sorted_tables:
        if table.name in made:
            continue
        texts = [
            column for column in table.columns if column.type.python_type is str and not derived.fullmatch(column.name)
        ]
        for row in session.execute(select(*texts)) if texts else ():
            yield from ((table.name, value) for value in row if value)


def is_nhs_number(digits: str) -> bool:
    """Weights 10 to 2, and 11 less the remainder, as the NHS data dictionary has it."""
    remainder = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return remainder != 10 and remainder % 11 == int(digits[9])


def test_the_check_of_nhs_numbers_knows_one():
    """943 476 5919 is the NHS data dictionary's own example; one digit off, it is none."""
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")


def test_nothing_looks_like_a_real_child_place_or_number(session):
    postcode = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
    upn = re.compile(r"\b[A-Z]\d{11}[\dA-Z]\b")
    for table, text in text_of(session):
        assert all(found.startswith("ZX") for found in postcode.findall(text)), (table, text)
        assert not upn.search(text), (table, text)
        tens = [re.sub(r"\D", "", found) for found in re.findall(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", text)]
        assert not any(is_nhs_number(ten) for ten in tens), (table, text)
        assert all(found.endswith("wexbridge.example") for found in re.findall(r"@(\S+?)[,.;]?(?:\s|$)", text)), text


def test_contacts_belong_to_nobody(session):
    for one in session.scalars(select(Organisation)):
        assert one.telephone is None or one.telephone.replace(" ", "").startswith("01632960")
        assert one.website is None or one.website.endswith(".example")
        assert one.postcode is None or one.postcode.startswith("ZX")
        assert one.urn is None or int(one.urn) > 990_000


def test_everything_happened_before_today(session):
    latest = [
        session.scalars(select(column).order_by(column.desc()).limit(1)).one()
        for column in (Submission.submitted_at, ReturnEvent.at, JudgedRating.judged_at, Answer.saved_at)
    ]
    assert max(latest) < start_of(TODAY)


def test_the_day_is_the_one_asked_for(session):
    published = session.scalars(select(PublishedReport.published_at)).one()
    assert date(2026, 1, 1) < published.date() < TODAY


def test_remembering_sees_a_change(session):
    """The fingerprint used to compare two boroughs would notice one other word."""
    before = remembered(session)
    session.scalars(select(Answer).where(Answer.comment != "").limit(1)).one().comment += " "
    session.flush()
    assert remembered(session) != before
    session.rollback()


def test_returns_of_those_on_the_list_are_signed_and_one_signature_has_lapsed(session):
    signed = {one.return_id for one in session.scalars(select(Signature))}
    states = {}
    for return_id in signed:
        opened = open_return(session, return_id, person_id=None)
        states[return_id] = {one.role: one.holds for one in sign_offs(session, opened)}
    assert sum(all(one.values()) for one in states.values()) >= 5
    sent_back = session.scalars(
        select(ReturnEvent.return_id).join(SendBackPoint, SendBackPoint.event_id == ReturnEvent.id)
    )
    lapsed = {one: states[one] for one in set(sent_back) & set(states)}
    assert list(lapsed.values()) == [{"head_teacher": False, "chair_of_governors": False}]

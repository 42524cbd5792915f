from datetime import timedelta

import pytest
from sqlalchemy import func, select

from formsapp.access.models import RoleGiven
from formsapp.audits.models import Audit, AuditMove, Return
from formsapp.clock import today
from formsapp.database import database
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    tool_document,
)
from tests.queries import count_queries


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


def text_of(response):
    return response.get_data(as_text=True)


def day_parts(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def dates(opens=0, closes=30):
    return {
        **day_parts("opens_on", today() + timedelta(days=opens)),
        **day_parts("closes_on", today() + timedelta(days=closes)),
    }


def audit_data(version, **changes):
    return {
        "tool_version": version.id,
        "title": "Safeguarding 2026",
        "terms": "Why now\nand how",
        "method": "broad",
        "moderation": "tool",
        "previous": "",
        "chair": "",
        **dates(),
        **changes,
    }


def hidden_fields(page):
    import html
    import re

    return [
        (html.unescape(name), html.unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
        if name != "csrf_token"
    ]


def test_list_audits_is_empty_and_offers_to_set_one_up(client, officer):
    page = text_of(client.get("/audits"))
    assert "No audit has been set up yet" in page
    assert 'href="/audits/open"' in page


def test_list_audits_counts_what_was_returned_in_as_many_queries(client, officer, db):
    audit = make_audit(db)
    make_return(db, audit, state="submitted")
    make_return(db, audit)
    db.commit()
    with count_queries(database().engine) as few:
        assert "1 of 2" in text_of(client.get("/audits"))
    for _ in range(5):
        make_return(db, make_audit(db), state="submitted")
    db.commit()
    with count_queries(database().engine) as many:
        assert text_of(client.get("/audits")).count("1 of 1") == 5
    assert len(few) == len(many)


def test_list_audits_shows_a_moderator_theirs_alone(client, db):
    mine, other = make_audit(db, title="The one I moderate"), make_audit(db, title="Another one")
    moderator = make_person(db, "moderator", audit=mine)
    db.commit()
    client.sign_in(moderator)
    page = text_of(client.get("/audits"))
    assert "The one I moderate" in page
    assert "Another one" not in page
    assert "Set up an audit" not in page
    assert client.get(f"/audits/{other.id}").status_code == 404


ADDRESSES = [
    "/audits/{audit}",
    "/audits/{audit}/dates",
    "/audits/{audit}/move/closed",
    "/audits/{audit}/scope/add",
    "/audits/{audit}/people",
    "/audits/{audit}/people/1/end",
    "/audits/{audit}/tracker",
    "/audits/{audit}/tracker.csv",
    "/returns/{return_}/withdraw",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_audit_does_not_exist_for_an_outsider(client, db, address):
    audit = make_audit(db)
    return_ = make_return(db, audit)
    outsider = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(outsider)
    assert client.get(address.format(audit=audit.id, return_=return_.id)).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES[1:6])
def test_a_moderator_sees_an_audit_and_changes_nothing(client, db, address):
    audit = make_audit(db)
    moderator = make_person(db, "moderator", audit=audit)
    db.commit()
    client.sign_in(moderator)
    assert client.get(f"/audits/{audit.id}").status_code == 200
    assert client.get(address.format(audit=audit.id)).status_code == 403
    assert "Close now" not in text_of(client.get(f"/audits/{audit.id}"))


def test_a_school_cannot_withdraw_itself(client, db):
    return_ = make_return(db, make_audit(db))
    lead = make_person(db, "designated_safeguarding_lead", organisation=return_.organisation)
    db.commit()
    client.sign_in(lead)
    assert client.get(f"/returns/{return_.id}/withdraw").status_code == 403


def test_show_audit_says_where_it_is_and_what_happened(client, officer, db):
    audit = make_audit(db, terms="**Why** now", method="deep_dive", blind=True)
    make_return(db, audit, state="submitted")
    make_person(db, "chair", audit=audit, name="Chris Chair")
    db.commit()
    page = text_of(client.get(f"/audits/{audit.id}"))
    for words in [
        "1 of 1 return submitted",
        "<strong>Why</strong>",
        "Deep dive",
        "Blind:",
        "Chris Chair, chair",
    ]:
        assert words in page
    assert f'href="/audits/{audit.id}/tracker"' in page
    assert "Close now" in page


def test_show_audit_costs_the_same_with_many_returns(client, officer, db):
    audit = make_audit(db)
    make_return(db, audit)
    db.commit()
    with count_queries(database().engine) as few:
        client.get(f"/audits/{audit.id}")
    for _ in range(10):
        make_return(db, audit, state="submitted")
    db.commit()
    with count_queries(database().engine) as many:
        client.get(f"/audits/{audit.id}")
    assert len(few) == len(many)


def test_open_audit_shows_the_list_first_and_then_opens_for_those_ticked(client, officer, db):
    version = make_tool_version(db)
    primary, secondary = make_organisation(db), make_organisation(db, phase="secondary")
    agency = make_organisation(db, type="agency", phase=None, sector="police", name="Wexbridge Police")
    make_organisation(db, status="closed", name="A closed school")
    chair, moderator = make_person(db, name="Chris Chair"), make_person(db, "learning_hub_member")
    db.commit()
    data = audit_data(version, type=["school"], by_hand=" wexbridge police ", chair=chair.id, moderators=[moderator.id])
    check = client.post_form("/audits/open", {**data, "step": "check"})
    page = text_of(check)
    assert check.status_code == 200
    assert "3 organisations will be asked" in page
    assert "A closed school" not in page
    assert db.scalar(select(func.count()).select_from(Audit)) == 0
    db.commit()
    carried = {}
    for name, value in hidden_fields(page):
        carried.setdefault(name, []).append(value)
    done = client.post_form(
        "/audits/open", {**carried, "organisation": [primary.id, agency.id], "step": "open"}, follow_redirects=True
    )
    assert "is set up" in text_of(done)
    audit = db.scalars(select(Audit)).one()
    asked = set(db.scalars(select(Return.organisation_id).where(Return.audit_id == audit.id)))
    assert asked == {primary.id, agency.id}
    assert secondary.id not in asked
    assert audit.terms.replace("\r\n", "\n") == "Why now\nand how"
    held = db.execute(select(RoleGiven.person_id, RoleGiven.role).where(RoleGiven.audit_id == audit.id))
    assert {tuple(one) for one in held} == {(chair.id, "chair"), (moderator.id, "moderator")}


def test_open_audit_can_be_changed_after_the_check(client, officer, db):
    version = make_tool_version(db)
    make_organisation(db)
    db.commit()
    page = client.post_form("/audits/open", {**audit_data(version, type=["school"]), "step": "change"})
    assert page.status_code == 200
    assert 'value="Safeguarding 2026"' in text_of(page)


def test_open_audit_asks_only_those_who_fit_every_group(client, officer, db):
    version = make_tool_version(db)
    make_organisation(db, name="Small Primary")
    make_organisation(db, name="Big Secondary", phase="secondary")
    make_organisation(db, name="Free Primary", sector="academy", trust="Bright Trust")
    db.commit()
    data = audit_data(version, type=["school"], phase=["primary"], trust=["Bright Trust"])
    page = text_of(client.post_form("/audits/open", {**data, "step": "check"}))
    assert "1 organisation will be asked" in page
    assert "Free Primary" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Enter a title"),
        ({"tool_version": ""}, "Choose a tool"),
        ({"tool_version": "999"}, "Not a valid choice"),
        ({"by_hand": "Nowhere School"}, "Not found in the register"),
        ({"type": []}, "Choose who is asked"),
        ({"opens_on-month": "13"}, "Opening date must be a real date"),
        (dates(10, 5), "must not be before the opening date"),
        (dates(-20, -10), "must be today or later"),
    ],
)
@pytest.mark.usefixtures("officer")
def test_open_audit_keeps_what_was_typed_when_something_is_wrong(client, db, changes, words):
    version = make_tool_version(db)
    make_organisation(db)
    db.commit()
    page = client.post_form("/audits/open", {**audit_data(version, type=["school"]), **changes, "step": "check"})
    assert page.status_code == 422
    assert words in text_of(page)
    assert "<title>Error: " in text_of(page)
    assert "Why now" in text_of(page)


def test_open_audit_refuses_to_ask_nobody(client, officer, db):
    version = make_tool_version(db)
    make_organisation(db)
    db.commit()
    page = client.post_form("/audits/open", {**audit_data(version, type=["school"]), "step": "open"})
    assert page.status_code == 422
    assert "at least one organisation" in text_of(page)


def test_open_audit_for_case_files_asks_nobody_yet(client, officer, db):
    version = make_tool_version(db, tool_document(kind="case_file", case={}))
    db.commit()
    check = client.post_form("/audits/open", {**audit_data(version), "step": "check"})
    assert "add its cases" in text_of(check)
    done = client.post_form("/audits/open", {**audit_data(version), "step": "open"}, follow_redirects=True)
    assert f'/audits/{db.scalar(select(Audit.id))}/cases"' in text_of(done)


def test_an_officer_cannot_make_themself_the_chair(client, officer, db):
    version = make_tool_version(db)
    organisation = make_organisation(db)
    db.commit()
    data = audit_data(version, type=["school"], chair=officer.id, organisation=[organisation.id])
    page = client.post_form("/audits/open", {**data, "step": "open"})
    assert page.status_code == 422
    assert db.scalar(select(func.count()).select_from(Audit)) == 0


def test_change_dates_extends_and_refuses(client, officer, db):
    audit = make_audit(db, closes_on=today() - timedelta(days=2))
    db.commit()
    address = f"/audits/{audit.id}/dates"
    wrong = client.post_form(address, dates(5, 1))
    assert wrong.status_code == 422
    assert "must not be before" in text_of(wrong)
    done = client.post_form(address, dates(-7, 9), follow_redirects=True)
    assert "The audit is open from" in text_of(done)


def test_move_audit_asks_first_and_wants_a_reason_to_go_back(client, officer, db):
    audit = make_audit(db)
    db.commit()
    address = f"/audits/{audit.id}/move"
    assert "No more returns can be submitted" in text_of(client.get(f"{address}/closed"))
    assert "is now closed" in text_of(client.post_form(f"{address}/closed", {"reason": ""}, follow_redirects=True))
    refused = client.post_form(f"{address}/open", {"reason": " "})
    assert refused.status_code == 422
    assert "Give the reason" in text_of(refused)
    back = client.post_form(f"{address}/open", {"reason": "Two had no access"}, follow_redirects=True)
    assert "Two had no access" in text_of(back)
    kept = db.scalars(select(AuditMove.to_state).where(AuditMove.audit_id == audit.id).order_by(AuditMove.id)).all()
    assert kept == ["open", "closed", "open"]


@pytest.mark.parametrize("to", ["published", "draft", "nowhere", "reporting"])
def test_move_audit_has_no_page_for_a_move_that_is_not_offered(client, officer, db, to):
    audit = make_audit(db)
    db.commit()
    assert client.get(f"/audits/{audit.id}/move/{to}").status_code == 404


def test_add_organisations_by_name_or_urn(client, officer, db):
    audit = make_audit(db)
    make_organisation(db, name="Late School", urn="140001")
    make_organisation(db, name="Later School")
    db.commit()
    address = f"/audits/{audit.id}/scope/add"
    wrong = client.post_form(address, {"by_hand": "140001\nNobody knows", "reason": "Opened in May"})
    assert wrong.status_code == 422
    assert "Nobody knows" in text_of(wrong)
    assert "Opened in May" in text_of(wrong)
    done = client.post_form(
        address, {"by_hand": "140001\r\nlater school", "reason": "Opened in May"}, follow_redirects=True
    )
    assert "Added: Late School, Later School" in text_of(done)
    assert db.scalar(select(func.count()).select_from(Return)) == 2
    db.commit()
    again = client.post_form(address, {"by_hand": "140001", "reason": "Again"})
    assert again.status_code == 422
    assert "already part of this audit" in text_of(again)


def test_withdraw_organisation_needs_a_reason_and_is_not_for_submitted_returns(client, officer, db):
    audit = make_audit(db)
    open_one, sent = make_return(db, audit), make_return(db, audit, state="submitted")
    db.commit()
    address = f"/returns/{open_one.id}/withdraw"
    assert client.post_form(address, {"reason": ""}).status_code == 422
    done = client.post_form(address, {"reason": "Closed in August"}, follow_redirects=True)
    assert "no longer part of this audit" in text_of(done)
    assert "has been submitted" in text_of(client.get(f"/returns/{sent.id}/withdraw"))


def test_choose_people_gives_and_takes_back(client, officer, db):
    audit = make_audit(db)
    person = make_person(db, name="Mo Moderator")
    db.commit()
    address = f"/audits/{audit.id}/people"
    assert "Nobody chairs" in text_of(client.get(address))
    wrong = client.post_form(address, {"person": person.id})
    assert wrong.status_code == 422
    assert "Choose a role" in text_of(wrong) or "Not a valid choice" in text_of(wrong)
    done = client.post_form(address, {"person": person.id, "role": "moderator"}, follow_redirects=True)
    assert "Mo Moderator is now moderator" in text_of(done)
    given = db.scalars(select(RoleGiven).where(RoleGiven.audit_id == audit.id)).one()
    db.commit()
    ended = client.post_form(f"{address}/{given.id}/end", {}, follow_redirects=True)
    assert "no longer moderator" in text_of(ended)
    assert client.get(f"{address}/{given.id}/end").status_code == 404

"""The evidence of a school: its library, what stands beside answers, and what becomes of it on submission."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from formsapp.access.actor import SYSTEM
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import AuditMove
from formsapp.clock import now, today
from formsapp.database import database
from formsapp.evidence import rules
from formsapp.evidence.commands import Described, add_item, attach
from formsapp.evidence.models import EvidenceContent, EvidenceFile, EvidenceItem, EvidenceUse
from formsapp.returns.commands import save_answers, send_back, submit_return
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer, Submission
from formsapp.returns.progress import progress_now
from formsapp.returns.queries import open_return
from tests.builders import as_actor, make_audit, make_return
from tests.evidence import making_files as made
from tests.evidence.conftest import described, evidence_ids, sent
from tests.queries import count_queries

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def text_of(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.get_data(as_text=True)


def piece(db, school, title: str = "Training log", **more) -> EvidenceItem:
    item = add_item(
        db,
        organisation_id=school.organisation.id,
        kind="reference",
        described=Described(title=title, where_kept="School office", **more),
        by=as_actor(db, school.lead),
    )
    db.commit()
    return item


def opened(db, school):
    return open_return(db, school.return_.id, person_id=school.lead.id)


def attached_to(db, school, question: str, item: EvidenceItem) -> None:
    attach(db, opened=opened(db, school), question=question, item=item, by=as_actor(db, school.lead))
    db.commit()


def submitted(db, school) -> Submission:
    by = as_actor(db, school.lead)
    for section, keys in (("leadership", ("leadership.a", "leadership.b")), ("practice", ("practice.a",))):
        answers = {key: Given("met", evidence="Minutes, in the office") for key in keys}
        save_answers(db, return_=school.return_, section=section, answers=answers, by=by)
    submission = submit_return(db, return_=school.return_, declaration="I confirm it.", by=by)
    db.commit()
    return submission


def count(model) -> int:
    with database().reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_piece_is_added_found_changed_and_removed(db, client, school) -> None:
    client.sign_in(school.lead)
    assert "There is nothing here yet" in text_of(client, school.library)
    for title in ("Training log 100%", "Policy_2026"):
        answer = client.post_form(f"{school.library}/add", described(title=title))
        assert answer.status_code == 303
    client.get("/")
    assert "Policy_2026" not in text_of(client, f"{school.library}?search=100%25")
    assert "Nothing" not in text_of(client, f"{school.library}?search=%25")
    assert "Training log" not in text_of(client, f"{school.library}?search=_")
    (address,) = re.findall(rf'href="({school.library}/\d+)"', text_of(client, f"{school.library}?search=policy"))
    changed = {"title": "Policy of 2026", "where_kept": "Website", "revision": "1", "link": "javascript:alert(1)"}
    assert client.post_form(f"{address}/change", changed).status_code == 303
    with database().reading() as session:
        assert set(session.scalars(select(EvidenceItem.link))) == {""}
    stale = client.post_form(f"{address}/change", {**changed, "title": "Mine"})
    assert stale.status_code == 409
    assert "Policy of 2026" in stale.get_data(as_text=True)
    assert "Mine" in stale.get_data(as_text=True)
    assert client.post_form(f"{address}/change", {"title": "Mine"}).status_code == 409
    assert client.post_form(f"{address}/remove", {}).status_code == 303
    client.get("/")
    assert "Policy" not in text_of(client, school.library)
    assert client.get(address).status_code == 404


@SQLITE
def test_what_is_wrong_with_a_piece_is_said_beside_it_and_what_was_typed_stays(client, school) -> None:
    client.sign_in(school.lead)
    add = f"{school.library}/add"

    def refused(form: dict) -> str:
        answer = client.post_form(add, form)
        assert answer.status_code == 422
        return answer.get_data(as_text=True)

    assert "Enter where you keep it" in refused(described(where_kept=" \u200b"))
    page = refused(described(title="", where_kept="The blue file"))
    assert "Enter what it is" in page
    assert "The blue file" in page
    link = {"kind": "link", "title": "Policy"}
    assert "starts with https://" in refused({**link, "link": "http://school.example/p"})
    assert "starts with https://" in refused({**link, "link": "javascript:alert(1)"})
    assert "user name and password" in refused({**link, "link": "https://rowan:secret@school.example/p"})
    assert "500 characters or fewer" in refused({**link, "link": "https://school.example/" + "p" * 500})
    assert "cannot store" in refused(described(title="Log\x00"))
    assert "today or in the past" in refused(
        described(**{"dated_on-day": "1", "dated_on-month": "1", "dated_on-year": "2090"})
    )
    assert "Choose a file" in refused({"kind": "file", "title": "Log"})
    assert count(EvidenceItem) == 0


@SQLITE
def test_a_title_that_looks_like_a_childs_is_held_back_until_somebody_ticks(client, school) -> None:
    client.sign_in(school.lead)
    form = described(title="Case of NHS number 943 476 5919")
    answer = client.post_form(f"{school.library}/add", form)
    assert answer.status_code == 422
    assert "NHS number" in answer.get_data(as_text=True)
    assert client.post_form(f"{school.library}/add", {**form, "keep": "y"}).status_code == 303


@SQLITE
def test_evidence_is_out_of_date_after_its_review_date_or_after_two_years(db, client, school) -> None:
    piece(db, school, "Reviewed today", review_on=today())
    piece(db, school, "Three years old", dated_on=today() - timedelta(days=1100))
    piece(
        db,
        school,
        "Old and looked at anew",
        dated_on=today() - timedelta(days=1100),
        review_on=today().replace(year=2090),
    )
    piece(db, school, "Of last month", dated_on=today() - timedelta(days=31))
    client.sign_in(school.lead)
    page = text_of(client, school.library)
    assert page.count("Out of date") == 2
    only = text_of(client, f"{school.library}?show=out-of-date")
    assert "Reviewed today" in only
    assert "Three years old" in only
    assert "looked at anew" not in only
    assert "last month" not in only


def test_evidence_is_ticked_for_an_answer_shown_below_it_and_counts_as_evidence(db, client, school) -> None:
    item, other = piece(db, school), piece(db, school, "Policy")
    save_answers(
        db,
        return_=school.return_,
        section="leadership",
        answers={"leadership.a": Given("met")},
        by=as_actor(db, school.lead),
    )
    db.commit()
    assert [gap.part for one in progress_now(db, opened(db, school)) for gap in one.gaps].count("evidence") == 1
    db.commit()
    client.sign_in(school.lead)
    assert set(evidence_ids(text_of(client, school.at()))) == {item.id, other.id}
    assert client.post_form(school.at(), {"piece": item.id}).status_code == 303
    section = text_of(client, f"/returns/{school.return_.id}/sections/leadership")
    assert section.count("Training log") == 1
    assert "Attach or remove documents and links" in section
    with database().reading() as session:
        gaps = [gap.part for one in progress_now(session, opened(session, school)) for gap in one.gaps]
    assert "evidence" not in gaps
    assert "Training log" in text_of(client, f"/returns/{school.return_.id}/read")
    uses = text_of(client, school.library)
    assert f"/returns/{school.return_.id}/read#answer-leadership.a" in uses
    assert client.post_form(school.at(), {"showed": item.id}).status_code == 303
    assert "Training log" not in text_of(client, f"/returns/{school.return_.id}/sections/leadership")


def test_two_people_who_tick_at_once_take_nothing_from_each_other(db, client, school) -> None:
    mine, theirs = piece(db, school), piece(db, school, "Policy")
    attached_to(db, school, "leadership.a", theirs)
    client.sign_in(school.lead)
    client.post_form(school.at(), {"piece": mine.id})
    with database().reading() as session:
        open_uses = set(session.scalars(select(EvidenceUse.item_id).where(EvidenceUse.ended_at.is_(None))))
    assert open_uses == {mine.id, theirs.id}


@SQLITE
def test_nothing_of_another_organisation_can_be_attached(db, client, school) -> None:
    foreign = add_item(
        db,
        organisation_id=school.organisation.id + 1,
        kind="reference",
        described=Described(title="Theirs"),
        by=SYSTEM,
    )
    db.commit()
    client.sign_in(school.lead)
    answer = client.post_form(school.at(), {"piece": foreign.id})
    assert answer.status_code == 422
    assert "not in your library" in answer.get_data(as_text=True)
    assert count(EvidenceUse) == 0
    assert client.get(school.at("leadership.nothing")).status_code == 404


@SQLITE
def test_who_helps_sees_what_stands_in_their_sections_and_nothing_else_of_the_library(db, client, school) -> None:
    theirs, hidden, elsewhere = piece(db, school, "Shared"), piece(db, school, "Unused"), piece(db, school, "Elsewhere")
    role = db.execute(select(RoleGiven).where(RoleGiven.person_id == school.helper.id)).scalar_one()
    role.sections = json.dumps(["leadership"])
    attached_to(db, school, "leadership.b", theirs)
    attached_to(db, school, "practice.a", elsewhere)
    client.sign_in(school.helper)
    page = text_of(client, school.at())
    assert evidence_ids(page) == [theirs.id]
    assert "Unused" not in page
    assert "Elsewhere" not in page
    assert client.post_form(school.at(), {"piece": hidden.id}).status_code == 422
    assert client.post_form(school.at(), described(title="Mine")).status_code == 303
    assert client.get(school.library).status_code == 404
    assert client.get(school.at("practice.a")).status_code == 404


def test_last_years_evidence_is_offered_and_used_again_by_one_button(db, client, school) -> None:
    old = piece(db, school, dated_on=today() - timedelta(days=1000))
    attached_to(db, school, "leadership.a", old)
    submitted(db, school)
    this_year = make_audit(
        db, school.audit.tool_version, opens_on=today() - timedelta(days=1), previous_id=school.audit.id
    )
    school.return_ = make_return(db, this_year, school.organisation)
    db.commit()
    client.sign_in(school.lead)
    section = text_of(client, f"/returns/{school.return_.id}/sections/leadership")
    assert "Evidence last year" in section
    page = text_of(client, school.at())
    assert "Used last year" in page
    assert "Out of date" in page
    assert client.post_form(school.at(), {"attach": old.id}).status_code == 303
    page = text_of(client, school.at())
    assert "Used last year" not in page
    assert "out of date" in text_of(client, f"/returns/{school.return_.id}/check")


def test_what_was_submitted_stays_readable_and_its_fingerprint_covers_it(db, client, school) -> None:
    client.sign_in(school.lead)
    assert client.post_form(school.at(), sent(made.pdf())).status_code == 303
    submission = submitted(db, school)
    (kept,) = json.loads(submission.document)["evidence"]["leadership.a"]
    assert kept["title"] == "Training log"
    with database().reading() as session:
        file = session.scalars(select(EvidenceFile)).one()
    assert kept["file"]["sha256"] == file.sha256
    assert client.post_form(school.at(), {"showed": kept["id"]}, page=school.library + "/add").status_code == 422
    assert client.post_form(f"{school.library}/{kept['id']}/remove", {}).status_code == 303
    client.get("/")
    assert "Training log" not in text_of(client, school.library)
    assert "Training log" in text_of(client, f"/returns/{school.return_.id}/read")
    assert "It is kept because a return was submitted with it" in text_of(client, f"{school.library}/{kept['id']}")
    for person in (school.lead, school.moderator):
        client.sign_in(person)
        assert client.get(f"/evidence/{kept['id']}/file").data == made.pdf()


def test_evidence_that_is_taken_away_after_submission_says_so_to_who_reviews(db, client, school) -> None:
    client.sign_in(school.lead)
    client.post_form(school.at(), sent(made.pdf()))
    submitted(db, school)
    client.sign_in(school.moderator)
    review = f"/returns/{school.return_.id}/review"
    assert "Removed by" not in text_of(client, review)
    send_back(db, return_=school.return_, reason="Look again", by=SYSTEM)
    db.commit()
    client.sign_in(school.lead)
    item = evidence_ids(text_of(client, school.at()))[0]
    client.post_form(school.at(), {"showed": item})
    client.sign_in(school.moderator)
    page = text_of(client, review)
    assert "Removed by Rowan Lead on" in page
    assert "Training log" in page
    with database().reading() as session:
        event = session.scalars(select(TrailEvent).where(TrailEvent.event == "evidence.detached")).one()
        sha256 = session.scalars(select(EvidenceFile.sha256)).one()
    assert json.loads(event.details)["sha256"] == sha256


@SQLITE
def test_a_file_that_was_never_submitted_is_deleted_with_its_piece(db, client, school) -> None:
    client.sign_in(school.lead)
    client.post_form(school.at(), sent(made.pdf()))
    with database().reading() as session:
        item = session.scalars(select(EvidenceItem.id)).one()
    assert client.post_form(f"{school.library}/{item}/remove", {}).status_code == 303
    assert count(EvidenceContent) == 0
    client.get("/")
    assert "Training log" not in text_of(client, f"/returns/{school.return_.id}/sections/leadership")
    assert client.get(f"/evidence/{item}/file").status_code == 404


@SQLITE
def test_a_return_holds_so_many_files_and_no_more_and_says_how_many_there_are(db, client, school, monkeypatch) -> None:
    client.sign_in(school.lead)
    monkeypatch.setattr(rules, "MOST_FILES", 2)
    for name in ("a.pdf", "a.pdf"):
        assert client.post_form(school.at(), sent(made.pdf(), name)).status_code == 303
    third = client.post_form(school.at(), sent(made.pdf()))
    assert third.status_code == 422
    assert "may hold 2 files, and this one holds 2" in third.get_data(as_text=True)
    assert count(EvidenceFile) == count(EvidenceContent) == count(EvidenceItem) == 2
    monkeypatch.undo()
    db.scalars(select(EvidenceFile)).first().size = rules.MOST_BYTES
    db.commit()
    full = client.post_form(school.at(), sent(made.pdf()))
    assert full.status_code == 422
    assert "may take 500 MB. They take 500 MB" in full.get_data(as_text=True)
    assert client.post_form(school.at(), described()).status_code == 303


@SQLITE
def test_the_button_below_a_question_saves_the_section_before_it_leads_to_evidence(client, school) -> None:
    client.sign_in(school.lead)
    address = f"/returns/{school.return_.id}/sections/leadership"
    page = text_of(client, address)
    assert 'name="then" value="evidence:leadership.b"' in page
    revisions = re.search(r'name="revisions" value="([^"]*)"', page)[1]
    typed = {"q-leadership.b": "met", "revisions": revisions, "then": "evidence:leadership.b"}
    answer = client.post_form(address, typed)
    assert answer.location == school.at("leadership.b")
    with database().reading() as session:
        assert session.scalars(select(Answer.value)).one() == "met"


@SQLITE
def test_who_moderates_has_the_evidence_beside_the_answer(db, client, school) -> None:
    attached_to(db, school, "leadership.a", piece(db, school))
    submitted(db, school)
    db.add(AuditMove(audit_id=school.audit.id, to_state="in_moderation", at=now(), reason=""))
    db.commit()
    client.sign_in(school.moderator)
    page = text_of(client, f"/returns/{school.return_.id}/moderate/leadership")
    assert "Evidence attached" in page
    assert "Training log" in page


@SQLITE
def test_a_section_takes_no_more_queries_for_more_evidence(app, db, client, school) -> None:
    client.sign_in(school.lead)
    address = f"/returns/{school.return_.id}/sections/leadership"
    attached_to(db, school, "leadership.a", piece(db, school))
    client.get(address)
    with count_queries(database().engine) as few:
        client.get(address)
    for number in range(5):
        attached_to(db, school, "leadership.b", piece(db, school, f"Piece {number}"))
    with count_queries(database().engine) as many:
        page = text_of(client, address)
    assert "Piece 4" in page
    assert len(many) == len(few)


@SQLITE
def test_a_return_that_cannot_be_changed_shows_its_evidence_and_offers_nothing(db, client, school) -> None:
    attached_to(db, school, "leadership.a", piece(db, school))
    submitted(db, school)
    client.sign_in(school.lead)
    page = text_of(client, school.at())
    assert "Training log" in page
    assert '<form method="post" action="/returns' not in page
    client.sign_in(school.head)
    assert "Training log" in text_of(client, school.at())

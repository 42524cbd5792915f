"""The panel: exceptions one at a time, decisions once, whoever has an interest out of the room and of the minutes."""

import json
from datetime import timedelta

import pytest

from formsapp.clock import now, today
from formsapp.copies.minutes import minutes_copy
from formsapp.moderation.agreeing import agree, open_proposals, propose_agreement
from formsapp.moderation.commands import confirm_rating, settle_rating
from formsapp.moderation.minutes import minutes_of
from formsapp.moderation.models import JudgedRating, PanelItem, SettledRating
from formsapp.moderation.panels import NOT_REACHED, Decision, begin_panel, decide, end_panel, meeting_of
from formsapp.moderation.queries import records_of, settled_in_return
from formsapp.moderation.waiting import unsettled
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer
from tests.builders import as_actor, make_organisation, make_person, make_tool_version, rating, tool_document
from tests.moderation.test_second_moderator import QUESTIONS, World
from tests.queries import count_queries

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(db):
    """Both moderators are done: one rating differs, one both would lower, one they upheld."""
    made = World(db)
    made.judge(made.first, "met", "partly_met", "met")
    made.judge(made.second, "not_met", "partly_met", "met")
    db.commit()
    return made


def who(world, person):
    return as_actor(world.db, person)


def record_of(world, question):
    return records_of(world.db, world.return_, [question])[question]


def waiting(world, person=None):
    return [one.question for one in unsettled(world.db, world.audit, by=who(world, person or world.chair))]


def say(world, question, person=None, **changes):
    said = {"rating": "met", "how": "chair_settled", "reason": "The minutes show it", **changes}
    return settle_rating(
        world.db, return_=world.return_, question=question, by=who(world, person or world.chair), **said
    )


def begin(world, *present, by=None):
    there = [person.id for person in present]
    by = who(world, by or world.chair)
    return begin_panel(world.db, audit=world.audit, held_on=today(), present=there, others="Jo Ribble, school", by=by)


def in_turn(world, panel, rating, by=None, **changes):
    by = who(world, by or world.chair)
    one = meeting_of(world.db, panel, by=by).left[0]
    decision = Decision(rating, "agreed", "We read the log", seen=one.seen, **changes)
    return decide(world.db, panel=panel, one=one, decision=decision, by=by)


@ON_SQLITE
def test_moderators_settle_by_proposing_and_agreeing_and_their_first_ratings_stay(world):
    propose = {"return_": world.return_, "question": "leadership.a", "rating": "partly_met"}
    with pytest.raises(Refused, match="Say why"):
        propose_agreement(world.db, **propose, note=" ", by=who(world, world.first))
    one = propose_agreement(world.db, **propose, note="One term of two", by=who(world, world.first))
    said = {"return_": world.return_, "question": "leadership.a"}
    with pytest.raises(Refused, match="The other moderator agrees"):
        agree(world.db, **said, proposal=one.id, by=who(world, world.first))
    newer = propose_agreement(world.db, **{**propose, "rating": "met"}, note="Both terms", by=who(world, world.second))
    with pytest.raises(Refused, match="newer proposal"):
        agree(world.db, **said, proposal=one.id, by=who(world, world.second))
    agree(world.db, **said, proposal=newer.id, by=who(world, world.first))
    record = record_of(world, "leadership.a")
    assert (record.settled.rating, record.settled.how, record.settled.reason) == ("met", "agreed", "Both terms")
    assert sorted(one.rating for one in record.judged) == ["met", "not_met"]
    assert waiting(world) == ["leadership.b"]
    assert open_proposals(world.db, world.return_, {"leadership.a": record}) == {}


@ON_SQLITE
def test_moderators_agree_on_nothing_until_both_are_done(db):
    world = World(db)
    world.judge(world.first, "met", "partly_met", "met")
    world.judge(world.second, "not_met", questions=QUESTIONS[:1])
    assert waiting(world) == []
    with pytest.raises(Refused, match="when both of you"):
        propose_agreement(
            db, return_=world.return_, question="leadership.a", rating="met", note="So", by=who(world, world.first)
        )


@ON_SQLITE
def test_what_no_moderator_can_judge_waits_like_what_they_change(db):
    world = World(db)
    world.judge(world.first, None, "met", "met")
    world.judge(world.second, None, "met", None)
    assert waiting(world) == ["leadership.a", "practice.a"]


@ON_SQLITE
def test_only_what_changed_is_out_of_the_score_until_somebody_confirms_it(world):
    say(world, "leadership.a", rating="partly_met")
    say(world, "leadership.b")
    world.change("leadership.a")
    assert set(settled_in_return(world.db, world.return_.id)) == {"leadership.b", "practice.a"}
    assert waiting(world) == ["leadership.a"]
    chair = who(world, world.chair)
    confirm_rating(world.db, return_=world.return_, question="leadership.a", by=chair)
    rows = world.db.query(SettledRating).filter_by(question="leadership.a").order_by(SettledRating.id).all()
    assert [(one.rating, one.how, one.answer_revision) for one in rows] == [
        ("partly_met", "chair_settled", 1), ("partly_met", "chair_settled", 2),
    ]  # fmt: skip
    assert settled_in_return(world.db, world.return_.id)["leadership.a"] == "partly_met"
    assert waiting(world) == []
    with pytest.raises(Refused, match="no settled rating here that waits"):
        confirm_rating(world.db, return_=world.return_, question="leadership.b", by=chair)
    world.change("practice.a")
    with pytest.raises(Refused, match="Settle it anew"):
        confirm_rating(world.db, return_=world.return_, question="practice.a", by=chair)


@ON_SQLITE
def test_a_settled_rating_is_confirmed_on_the_page_of_the_chair(world, client):
    say(world, "leadership.b")
    world.change("leadership.b")
    world.db.commit()
    client.sign_in(world.chair)
    address = f"/audits/{world.audit.id}/moderation/settle"
    page = client.get(address).get_data(as_text=True)
    assert "Answer changed since it was settled" in page
    name = f"{world.return_.id}-leadership.b"
    seen = page.split(f'name="seen-{name}" value="')[1].split('"')[0]
    assert client.post_form(address, {"stands": name, f"seen-{name}": seen}).status_code == 303
    assert not record_of(world, "leadership.b").is_stale
    world.db.commit()
    assert "Answer changed" not in client.get(address).get_data(as_text=True)


def test_who_settles_second_is_told_what_the_first_decided_and_keeps_their_words(world, client):
    other = make_person(world.db, "chair", audit=world.audit, name="Dora Second")
    world.db.commit()
    name = f"{world.return_.id}-leadership.a"
    typed = {
        f"rating-{name}": "met",
        f"how-{name}": "agreed",
        f"reason-{name}": "WORDSOFTHESECOND",
        f"seen-{name}": "0",
    }
    address = f"/audits/{world.audit.id}/moderation/settle"
    client.sign_in(world.chair)
    client.post_form(address, {**typed, f"reason-{name}": "Words of the first", "settle": name})
    client.sign_in(other)
    answer = client.post_form(address, {**typed, f"rating-{name}": "not_met", "settle": name})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Cora Chair settled this as “Met” (agreed after discussion)" in page
    assert "Words of the first" in page
    assert "WORDSOFTHESECOND" in page
    assert world.db.query(SettledRating).filter_by(question="leadership.a").count() == 1


@ON_SQLITE
def test_an_exception_is_decided_once_on_two_screens_with_a_minority_view(world, client):
    panel = begin(world, world.first)
    world.db.commit()
    client.sign_in(world.chair)
    address = f"/panels/{panel.id}"
    first = client.get(address).get_data(as_text=True)
    assert "1 of 2" in first
    assert "2 levels apart" in first
    assert "Bela Secondly saw leadership.a" in first
    posted = {
        "item": f"{world.return_.id}-leadership.a", "seen": "0", "talked": "0",
        "decision": "partly_met", "how": "agreed", "reason": "One term of two",
    }  # fmt: skip
    wrong = client.post_form(address, {**posted, "how": "", "minority": "KEPTVIEW"})
    assert wrong.status_code == 422
    assert "KEPTVIEW" in wrong.get_data(as_text=True)
    view = {"minority": "It was met", "minority_of": str(world.first.id)}
    assert "leadership.b" in client.post_form(address, {**posted, **view}).headers["Location"]
    late = client.post_form(address, {**posted, "decision": "met", "reason": "TYPEDLATE"})
    assert late.status_code == 422
    assert "TYPEDLATE" in late.get_data(as_text=True)
    settled = record_of(world, "leadership.a").settled
    assert (settled.rating, settled.minority_view, settled.minority_of_id) == (
        "partly_met",
        "It was met",
        world.first.id,
    )
    page = client.get(address).get_data(as_text=True)
    assert "2 of 2" in page
    assert "All exceptions left (1)" in page
    assert 'data-digit="c"' in page
    world.db.commit()
    client.post_form(f"{address}/end", {}, page=address)
    after = client.post_form(address, {**posted, **view, "reason": "TYPEDAFTER"}, page="/")
    assert after.status_code == 422
    said = after.get_data(as_text=True)
    assert "has ended" in said
    assert all(words in said for words in ("TYPEDAFTER", "Partly met", "It was met", "Agreed by the panel"))


@ON_SQLITE
def test_whoever_has_an_interest_steps_out_before_it_is_shown_and_a_deputy_decides_for_the_chair(world, client):
    deputy = make_person(world.db, "deputy_chair", audit=world.audit, name="Dara Deputy")
    for person in (world.chair, world.second):
        world.db.add(Interest(person_id=person.id, organisation_id=world.school.id, kind="governs", declared_at=now()))
    panel = begin(world, world.second, deputy)
    world.db.commit()
    client.sign_in(world.chair)
    page = client.get(f"/panels/{panel.id}").get_data(as_text=True)
    assert "Nothing is left to decide" in page
    item = f"{world.return_.id}-leadership.a"
    posted = {"item": item, "seen": "0", "talked": "0", "decision": "met", "how": "agreed", "reason": "So"}
    assert client.post_form(f"/panels/{panel.id}", posted).status_code == 404
    client.sign_in(deputy)
    before = client.get(f"/panels/{panel.id}").get_data(as_text=True)
    assert "Somebody must step out" in before
    assert all(name in before for name in ("Bela Secondly", "Cora Chair"))
    assert "Hallowmere" not in before
    assert "A return that is not for everybody here" in before
    shown = client.get(f"/panels/{panel.id}?out={world.return_.id}").get_data(as_text=True)
    assert "Hallowmere" in shown
    assert "not for everybody here" not in shown
    assert client.post_form(f"/panels/{panel.id}", posted).status_code == 303
    one = world.db.query(PanelItem).one()
    assert json.loads(one.stepped_out) == sorted([world.chair.id, world.second.id])
    world.db.commit()
    client.sign_in(world.chair)
    minutes = client.get(f"/panels/{panel.id}/minutes").get_data(as_text=True)
    assert "Hallowmere" not in minutes
    assert "Nothing was decided" in minutes


@ON_SQLITE
def test_a_deputy_decides_nothing_where_the_chair_can(world):
    deputy = make_person(world.db, "deputy_chair", audit=world.audit)
    panel = begin(world, deputy, by=deputy)
    assert meeting_of(world.db, panel, by=who(world, deputy)).left == ()
    with pytest.raises(Refused, match="The chair settles"):
        say(world, "leadership.a", deputy)


def test_minutes_hold_what_was_so_at_the_meeting_and_leave_out_what_is_not_the_readers(world):
    other = make_organisation(world.db, name="Zealby School")
    return_ = world.add_return(other)
    world.ask(world.first, return_)
    world.judge(world.first, "not_met", "met", "met", return_=return_)
    panel = begin(world, world.first, world.second)
    in_turn(world, panel, "partly_met")
    in_turn(world, panel, None)
    end_panel(world.db, panel=panel, by=who(world, world.chair))
    world.judge(world.first, "not_met", questions=QUESTIONS[:1])
    world.db.query(JudgedRating).order_by(JudgedRating.id.desc()).first().judged_at = now() + timedelta(minutes=1)
    world.db.flush()
    minutes = minutes_of(world.db, panel, by=who(world, world.chair))
    assert minutes.present == (
        "Ada Firstly, moderator",
        "Bela Secondly, moderator",
        "Cora Chair, chair",
        "Jo Ribble, school",
    )
    (settled,), (left, unreached) = minutes.settled, minutes.left_open
    assert [one.words for one in settled.judged] == ["Met", "Not met"]
    assert (
        settled.outcome == "Partly met, agreed after discussion, which lowers the organisation’s own rating by 1 level."
    )
    assert (left.reason, unreached.reason) == ("We read the log", NOT_REACHED)
    assert [one.number for one in (settled, left, unreached)] == [1, 2, 3]
    assert [one.was_reached for one in (settled, left, unreached)] == [True, True, False]
    world.db.add(Interest(person_id=world.officer.id, organisation_id=world.school.id, kind="works", declared_at=now()))
    world.db.flush()
    theirs = minutes_of(world.db, panel, by=who(world, world.officer))
    assert [(one.number, one.organisation) for one in (*theirs.settled, *theirs.left_open)] == [(1, "Zealby School")]
    text = repr(minutes_copy(theirs))
    assert "Zealby" in text
    assert "Hallowmere" not in text


@ON_SQLITE
def test_minutes_are_a_page_a_word_file_and_a_pdf(world, client):
    panel = begin(world, world.first)
    in_turn(world, panel, "partly_met")
    world.db.commit()
    client.sign_in(world.chair)
    assert client.post_form(f"/panels/{panel.id}/end", {}, page=f"/panels/{panel.id}").status_code == 303
    assert "Partly met, agreed after discussion" in client.get(f"/panels/{panel.id}/minutes").get_data(as_text=True)
    assert client.get(f"/panels/{panel.id}").status_code == 303
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(f"/panels/{panel.id}/minutes.{kind}").get_data().startswith(begins)


@ON_SQLITE
def test_a_limiting_question_comes_before_the_panel_though_it_was_upheld(db):
    limit = {"at_or_below": "met", "overall": "Low"}
    sections = {
        "leadership": [rating("leadership.a", limit=limit), rating("leadership.b")],
        "practice": [rating("practice.a")],
    }
    world = World(db, tool_version=make_tool_version(db, tool_document(sections)))
    for person in (world.first, world.second):
        world.judge(person, "met", "met", "met")
    assert waiting(world) == []
    panel = begin(world, world.first)
    (only,) = meeting_of(db, panel, by=who(world, world.chair)).left
    assert (only.question, [kind.words for kind in only.kinds]) == ("leadership.a", ["Limits the band"])
    in_turn(world, panel, "met")
    assert meeting_of(db, panel, by=who(world, world.chair)).left == ()


@ON_SQLITE
def test_what_waits_is_read_in_a_fixed_number_of_queries(world):
    chair = who(world, world.chair)
    with count_queries(world.db.get_bind()) as few:
        assert len(unsettled(world.db, world.audit, by=chair)) == 2
    for number in range(4):
        return_ = world.add_return(make_organisation(world.db, name=f"School {number}"))
        world.ask(world.first, return_)
        world.judge(world.first, "not_met", "partly_met", "met", return_=return_)
    world.db.expire_all()
    world.db.expunge_all()
    with count_queries(world.db.get_bind()) as many:
        assert len(unsettled(world.db, world.db.merge(world.audit), by=chair)) == 10
    assert len(many) <= len(few) + 2


@ON_SQLITE
def test_a_chair_begins_a_meeting_and_a_moderator_reads_its_minutes_only(world, client):
    address = f"/audits/{world.audit.id}/panels"
    client.sign_in(world.chair)
    wrong = client.post_form(
        address, {"held_on-day": "31", "held_on-month": "2", "held_on-year": "2027", "others": "KEPT"}
    )
    assert wrong.status_code == 422
    assert "KEPT" in wrong.get_data(as_text=True)
    day = today()
    typed = {
        "held_on-day": day.day,
        "held_on-month": day.month,
        "held_on-year": day.year,
        "present": str(world.first.id),
    }
    panel = client.post_form(address, typed).headers["Location"].partition("#")[0]
    joined = client.post_form(f"{panel}/people", {"present": str(world.second.id), "others": "Late Comer"})
    assert joined.status_code == 303
    client.sign_in(world.first)
    assert client.get(panel).status_code == 403
    minutes = client.get(f"{panel}/minutes").get_data(as_text=True)
    assert all(name in minutes for name in ("Ada Firstly", "Bela Secondly", "Cora Chair", "Late Comer"))


def test_moderators_find_their_differences_when_both_are_done(world, client):
    address = f"/returns/{world.return_.id}/differences"
    client.sign_in(world.first)
    page = client.get(address).get_data(as_text=True)
    assert "Bela Secondly saw leadership.a" in page
    typed = {"question": "leadership.b", "rating-leadership.b": "partly_met", "note-leadership.b": ""}
    refused = client.post_form(address, typed)
    assert refused.status_code == 422
    assert client.post_form(address, {**typed, "note-leadership.b": "Half of it"}).status_code == 303
    client.sign_in(world.second)
    proposed = client.get(address).get_data(as_text=True)
    assert "Ada Firstly proposes: Partly met" in proposed
    number = proposed.split('name="proposal" value="')[1].split('"')[0]
    client.post_form(address, {"question": "leadership.b", "proposal": number, "agree": "yes"})
    assert record_of(world, "leadership.b").settled.how == "agreed"
    world.change("practice.a")
    world.db.commit()
    later = client.get(address).get_data(as_text=True)
    assert "Not shown yet" in later
    assert "Ada Firstly" not in later


@ON_SQLITE
def test_a_moderator_meets_the_others_judgements_on_no_page_before_both_are_done(db, client):
    world = World(db)
    world.judge(world.first, "met", "not_met", "met")
    answer = db.get(Answer, (world.return_.id, "leadership.b"))
    assert answer.value == "met"
    db.commit()
    client.sign_in(world.second)
    audit, return_ = f"/audits/{world.audit.id}", f"/returns/{world.return_.id}"
    for url in (
        f"{return_}/differences", f"{return_}/moderate", f"{return_}/moderate/leadership", f"{audit}/moderation",
        f"{audit}/moderation/settle", f"{audit}/results", f"{audit}/panels", f"{return_}/score", "/",
    ):  # fmt: skip
        page = client.get(url).get_data(as_text=True)
        assert "saw leadership" not in page, url
        said = page.replace("upheld, raised and lowered", "").replace("Upheld, raised and lowered", "")
        assert "upheld" not in said.lower(), f"{url}: more than what the page of the effect is about"


@ON_SQLITE
def test_one_meeting_of_an_audit_at_a_time(world):
    panel = begin(world)
    with pytest.raises(Refused, match="has not ended"):
        begin(world)
    end_panel(world.db, panel=panel, by=who(world, world.chair))
    assert begin(world).id != panel.id

"""What somebody does to letters and challenges with an old page, or by posting what no page offers."""

import re

import pytest

from formsapp.clock import now
from formsapp.database import database
from formsapp.feedback.commands import reword
from formsapp.feedback.models import Challenge, ChallengeStep, FeedbackLetter, LetterAcknowledged
from formsapp.feedback.queries import released_letter
from tests.feedback.world import FeedbackWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
#: Neither is a reason that can be kept.
UNKEEPABLE = ("\x00 nothing", "x" * 100_000, "\x01")


@pytest.fixture
def world(db) -> FeedbackWorld:
    return FeedbackWorld(db)


def number_of(model) -> int:
    with database().reading() as session:
        return session.query(model).count()


def is_released(world) -> bool:
    with database().reading() as session:
        return released_letter(session, world.return_.id) is not None


def test_a_letter_that_was_reworded_after_it_was_read_is_not_released_unread(world, client) -> None:
    world.judge_all()
    world.draft()
    world.db.commit()
    client.sign_in(world.chair)
    check = f"/audits/{world.audit.id}/letters/release"
    page = f"{check}?return={world.return_.id}"
    read = dict(re.findall(r'name="(return|read-\d+)" value="([^"]+)"', client.get(page).text))
    by = world.actor(world.officer)
    reword(world.db, opened=world.opened(), key="opening", text="Nothing of this was good.", by=by)
    world.db.commit()
    answer = client.post_form(check, {**read, "sure": "yes"}, page=page)
    assert answer.status_code == 422
    assert "changed since you read it" in answer.text
    assert not is_released(world)
    unread = {"return": world.return_.id, f"read-{world.return_.id}": "", "sure": "yes"}
    assert client.post_form(check, unread, page=page).status_code == 422
    assert client.post_form(check, {"return": world.return_.id, "sure": "yes"}, page=page).status_code == 303
    assert is_released(world)


def test_what_is_withdrawn_from_the_audit_is_challenged_by_nobody(world, client) -> None:
    world.released()
    world.return_.withdrawn_at = now()
    world.db.commit()
    client.sign_in(world.lead)
    page, url = (f"/returns/{world.return_.id}/feedback{end}" for end in ("", "/challenge/leadership.b"))
    said = {"rating": "met", "reason": "The log has three terms", "evidence": ""}
    answer = client.post_form(url, said, page=page)
    assert answer.status_code == 422
    assert "no longer part of the audit" in answer.text
    assert number_of(Challenge) == 0


def test_a_challenge_is_answered_by_whom_it_is_for_with_words_that_can_be_kept(world, client) -> None:
    world.released()
    world.db.commit()
    client.sign_in(world.lead)
    url = f"/returns/{world.return_.id}/feedback/challenge/leadership.b"
    said = {"rating": "met", "reason": "The log has three terms", "evidence": "=1+1 <script>\u202e"}
    wrong = [{**said, "reason": one} for one in UNKEEPABLE]
    for data in (*wrong, {**said, "rating": "unknown"}, {**said, "evidence": "\x00"}):
        assert client.post_form(url, data).status_code == 422, str(data)[:80]
    assert client.post_form(url, said).status_code == 303
    with database().reading() as session:
        decide = f"/challenges/{session.query(Challenge).one().id}"
    client.sign_in(world.chair)
    deciders = ["9" * 30, "9" * 5000, "", *(one.id for one in (world.chair, world.moderator, world.lead))]
    posted = [{"do": "reopen", "decider": str(one)} for one in deciders]
    posted += [{"do": "decline", "reason": one} for one in UNKEEPABLE]
    posted += [{"do": "decide", "rating": "met", "reason": "I say so"}, {"do": "withdraw"}, {}]
    for data in posted:
        assert client.post_form(decide, data).status_code == 422, str(data)[:80]
    assert client.post_form(decide, {"do": "reopen", "decider": str(world.fresh.id)}).status_code == 303
    client.sign_in(world.fresh)
    posted = [{"rating": "met", "reason": one} for one in UNKEEPABLE]
    for data in (*posted, {"rating": "unknown", "reason": "Why"}):
        assert client.post_form(decide, {"do": "decide", **data}).status_code == 422, str(data)[:80]
    client.sign_in(world.officer)
    late = client.post_form(decide, {"do": "decline", "reason": "The log has one term"}, page="/")
    assert late.status_code == 422
    assert "The log has one term" in late.text, "there is no box for it, so the words are given back"
    assert number_of(ChallengeStep) == 1


def test_letters_are_chosen_and_changed_by_what_is_there(world, client) -> None:
    world.judge_all()
    world.db.commit()
    client.sign_in(world.chair)
    check = f"/audits/{world.audit.id}/letters/release"
    form = f"{check}?return={world.return_.id}"
    for number in ("9" * 30, "9" * 5000, "-1", "x", ""):
        answer = client.post_form(check, {"return": number, "sure": "yes"}, page=f"/returns/{world.return_.id}/letter")
        assert answer.status_code in {400, 422}, number[:40]
    assert "not drafted" in client.get(form).text
    letter = f"/returns/{world.return_.id}/letter"
    for data in (
        {"do": "move", "line": "opening", "place": "9" * 30},
        {"do": "reword", "line": "no such line", "text": "Words"},
        {"do": "reword", "line": "opening", "text": "\x00"},
        {"do": "add", "part": "no such part", "line": "added:1", "text": "Words"},
        {"do": "publish"},
        {},
    ):
        assert client.post_form(letter, data).status_code == 422, data
    assert number_of(FeedbackLetter) == 0


def test_words_for_a_line_that_is_not_there_any_more_or_for_a_letter_that_was_sent_are_given_back(
    world, client
) -> None:
    world.judge_all()
    world.draft()
    world.db.commit()
    client.sign_in(world.officer)
    letter = f"/returns/{world.return_.id}/letter"
    mine = {"do": "reword", "line": "change:gone", "text": "Ask the four who have not been trained"}
    gone = client.post_form(letter, mine)
    world.release()
    world.db.commit()
    sent = client.post_form(letter, {**mine, "line": "opening"}, page=f"/audits/{world.audit.id}/letters")
    for answer in (gone, sent):
        assert answer.status_code == 422
        assert "Ask the four who have not been trained" in answer.text


def test_a_letter_that_was_not_opened_is_not_acknowledged(world, client) -> None:
    letter = world.released()
    world.db.commit()
    client.sign_in(world.lead)
    page = f"/returns/{world.return_.id}/feedback"
    assert f'name="letter" value="{letter.id}"' in client.get(page).text
    assert client.post_form(f"{page}/acknowledge", {"letter": "0"}, page=page).status_code == 303
    assert number_of(LetterAcknowledged) == 0
    assert client.post_form(f"{page}/acknowledge", {"letter": str(letter.id)}, page=page).status_code == 303
    assert number_of(LetterAcknowledged) == 1

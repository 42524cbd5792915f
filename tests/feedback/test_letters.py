"""Letters to sampled settings: drafted from the judgements, worded, released once, frozen."""

from io import BytesIO

import pikepdf
import pytest
from docx import Document
from sqlalchemy import select

from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now, today
from formsapp.database import database
from formsapp.feedback import commands
from formsapp.feedback.document import fingerprint
from formsapp.feedback.files import letter_pdf, letter_word
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.parts import LetterPart
from formsapp.feedback.queries import document_of, letter_at_work, released_letter, return_is_sampled
from formsapp.moderation.models import AnswerQuery
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer
from formsapp.returns.queries import open_return
from formsapp.samples.models import Sample, SampleEntry
from tests.builders import as_actor, make_organisation
from tests.feedback.world import FeedbackWorld
from tests.previews.pdf_text import text_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(db):
    return FeedbackWorld(db)


def lines(world, part):
    return [one for one in world.work().lines if one.part is part]


def test_a_letter_is_drafted_from_the_judgements_and_each_line_names_its_questions(world) -> None:
    world.judge_all()
    answer = world.db.get(Answer, (world.return_.id, "leadership.b"))
    answer.action, answer.action_who, answer.action_by = "Train every governor", "the deputy head", "2027-02-28"
    world.db.flush()
    assert world.draft()
    (opening,) = lines(world, LetterPart.OPENING)
    assert "3 ratings" in opening.text
    assert "1 stands as you gave it, 1 was raised and 1 was lowered" in opening.text
    upheld, raised = lines(world, LetterPart.STRENGTHS)
    assert (upheld.questions, raised.questions) == (("leadership.a",), ("practice.a",))
    assert "‘Embedded’ was upheld" in upheld.text
    assert "raised it from ‘Partly met’ to ‘Met’" in raised.text
    lowered = lines(world, LetterPart.CHANGES)[0]
    assert "you rated it ‘Met’, and the moderated rating is ‘Not met’. Only one term is logged." in lowered.text
    (next_step,) = lines(world, LetterPart.NEXT)
    assert "Keep a log of training." in next_step.text
    assert "Train every governor (the deputy head, by 28 February 2027)" in next_step.text
    assert "within 10 days" in lines(world, LetterPart.DISAGREE)[0].text
    assert "Moderator’s own note" not in " ".join(one.text for one in world.work().lines)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("unjudged", "No rating of this return has been judged"),
        ("unsettled", "Statement leadership.b’ is not settled yet"),
        ("stale", "Statement leadership.a’ is stale"),
        ("query", "a query to its author is open"),
        ("sent_back", "not sampled"),
    ],
)
def test_a_letter_waits_until_everything_is_settled_and_says_for_what(world, spoil, says) -> None:
    if spoil == "unsettled":
        world.judge("leadership.b", "not_met", "Thin")
    elif spoil == "unjudged":
        _draw(world)
    elif spoil in {"stale", "query"}:
        world.judge_all()
        if spoil == "stale":
            world.db.get(Answer, (world.return_.id, "leadership.a")).revision = 2
        else:
            world.db.add(
                AnswerQuery(
                    return_id=world.return_.id, question="practice.a", text="Which log?", due_on=today(),
                    answer_revision=1, asked_at=now(), asked_by_id=world.moderator.id,
                )
            )  # fmt: skip
    world.db.flush()
    with pytest.raises(Refused, match=says):
        world.draft()
    assert not world.work().is_drafted


def _draw(world) -> None:
    sample = Sample(
        audit_id=world.audit.id, number=1, size=1, strata="[]", seed=1, risk_picks=0, risk_points="{}", reason="",
        drawn_at=now(),
    )  # fmt: skip
    world.db.add(sample)
    world.db.flush()
    world.db.add(SampleEntry(sample_id=sample.id, return_id=world.return_.id, stratum="all", pick="random", reason=""))
    world.db.flush()


def test_a_return_gets_a_letter_when_it_is_drawn_in_the_current_sample_or_moderated_at_all(world) -> None:
    other = world.submitted(make_organisation(world.db), world.OWN)
    assert not return_is_sampled(world.db, world.return_.id)
    _draw(world)
    assert return_is_sampled(world.db, world.return_.id)
    world.judge("leadership.a", "met", "x", return_=other)
    world.db.flush()
    assert return_is_sampled(world.db, other.id)


def test_lines_are_worded_left_out_added_and_moved_and_drafting_again_keeps_all_of_it(world) -> None:
    world.judge_all()
    world.draft()
    say = {"opened": world.opened(), "by": world.actor(world.officer)}
    commands.reword(world.db, key="change:leadership.b", text="One term is not enough.", **say)
    commands.drop(world.db, key="raised:practice.a", **say)
    commands.add(world.db, part=LetterPart.NEXT, key="added:9", text="Come to the network meeting.", **say)
    commands.add(world.db, part=LetterPart.NEXT, key="added:9", text="Come to the network meeting.", **say)
    commands.move(world.db, key="added:9", place=1, **say)
    commands.move(world.db, key="added:9", place=1, **say)
    assert world.work().changes == 4, "a form that is sent twice has one effect"
    world.settle("leadership.b", "not_met", reason="Neither term is logged")
    world.db.flush()
    assert world.draft()
    line = world.work().line("change:leadership.b")
    assert (line.text, line.is_changed) == ("One term is not enough.", True)
    assert "Neither term is logged" in line.drafted
    assert world.work().line("raised:practice.a").is_dropped
    assert [one.key for one in lines(world, LetterPart.NEXT)] == ["added:9", "next:leadership.b"]
    commands.put_back(world.db, key="raised:practice.a", **say)
    assert not world.work().line("raised:practice.a").is_dropped
    letters = world.db.scalars(select(FeedbackLetter).order_by(FeedbackLetter.number)).all()
    assert "Only one term is logged" in letters[0].drafted, "the first draft is kept as it was"
    assert not world.draft(), "nothing new to draft"


def test_only_the_chair_releases_or_a_deputy_where_the_chair_has_an_interest(world) -> None:
    world.judge_all()
    world.draft()
    for person in (world.officer, world.deputy, world.moderator):
        with pytest.raises(Refused, match="released by Cai Chair"):
            world.release(person)
    world.db.add(Interest(person_id=world.chair.id, organisation_id=world.school.id, kind="governs", declared_at=now()))
    world.db.flush()
    with pytest.raises(Refused, match="released by Dee Deputy"):
        world.release()
    assert world.release(world.deputy) is not None


def test_a_released_letter_is_frozen_and_the_trail_says_so(world) -> None:
    letter = world.released()
    assert letter.fingerprint == fingerprint(letter.document)
    assert letter.challenge_until == (today().fromordinal(today().toordinal() + 10))
    with pytest.raises(Refused, match="stays as it was sent"):
        commands.reword(
            world.db, opened=world.opened(), key="opening", text="Other words", by=world.actor(world.officer)
        )
    world.settle("practice.a", "embedded", reason="Changed later")
    world.db.flush()
    with pytest.raises(Refused, match="stays as it was sent"):
        world.draft()
    assert document_of(letter).rating_of("practice.a").moderated == "Met"
    assert world.release() is None, "released once"
    events = world.db.scalars(select(TrailEvent.event).order_by(TrailEvent.id)).all()
    assert events == ["letter.drafted", "letter.released"]


def test_a_letter_is_not_released_from_judgements_that_changed_since_it_was_drafted(world) -> None:
    world.judge_all()
    world.draft()
    world.settle("practice.a", "embedded", reason="Seen in June")
    world.db.flush()
    with pytest.raises(Refused, match="Draft it again"):
        world.release()


def test_words_that_may_identify_a_child_hold_a_letter_back_wherever_they_come_from(world, client) -> None:
    world.judge_all()
    world.settle("leadership.b", "not_met", reason="Jamie Osterley, born 12/03/2014, is not in the log")
    world.db.flush()
    world.draft()
    with pytest.raises(Refused, match="may identify a child"):
        world.release()
    world.db.commit()
    client.sign_in(world.officer)
    page = f"/returns/{world.return_.id}/letter"
    words = {"do": "reword", "line": "change:leadership.b", "text": "Jamie Osterley, born 12/03/2014, is missing"}
    answer = client.post_form(page, words)
    assert answer.status_code == 422
    assert "why these words must stay" in answer.get_data(as_text=True)
    assert client.post_form(page, {**words, "text": "One pupil is not in the log"}).status_code == 303
    with database().writing() as session:
        opened = open_return(session, world.return_.id, person_id=None)
        assert commands.release_letter(session, opened=opened, by=as_actor(session, world.chair)) is not None


def test_page_word_and_pdf_say_the_same(world, client) -> None:
    letter = document_of(world.released())
    world.db.commit()
    page = client.sign_in(world.head).get(f"/returns/{world.return_.id}/feedback").get_data(as_text=True)
    said = [line.text for part in letter.parts for line in part.lines]
    assert all(text in page for text in said)
    word = letter_word(letter, "f" * 64)
    in_word = "\n".join(one.text for one in Document(BytesIO(word)).paragraphs)
    assert all(text in in_word for text in said)
    pdf = letter_pdf(letter, "f" * 64)
    in_pdf = " ".join(text_of(pdf).text.split())
    assert all(" ".join(text.split()) in in_pdf for text in said)
    with pikepdf.open(BytesIO(pdf)) as file:
        assert file.Root.MarkInfo.Marked


def test_the_setting_sees_nothing_before_and_only_its_own_people_after(world, client) -> None:
    world.judge_all()
    world.draft()
    world.db.commit()
    address = f"/returns/{world.return_.id}/feedback"
    before = client.sign_in(world.lead).get(address).get_data(as_text=True)
    assert "No feedback has been released yet" in before
    assert "moderated" not in before
    with database().writing.begin() as session:
        opened = open_return(session, world.return_.id, person_id=None)
        commands.release_letter(session, opened=opened, by=as_actor(session, world.chair))
    after = client.get(address).get_data(as_text=True)
    assert "Only one term is logged" in after
    assert "Your feedback letter arrived" in client.get(f"/returns/{world.return_.id}").get_data(as_text=True)
    assert "Read your feedback letter" in client.get("/").get_data(as_text=True)
    for _ in range(2):
        client.post_form(f"{address}/acknowledge", {}, page=address)
    assert client.get(address).get_data(as_text=True).count("Lou Lead said so") == 1
    assert "Read your feedback letter" not in client.get("/").get_data(as_text=True)
    for stranger in (world.moderator, world.officer):
        assert client.sign_in(stranger).get(address).status_code in {403, 404}


def test_whoever_has_an_interest_finds_no_letter_in_any_list(world, client) -> None:
    other = world.submitted(make_organisation(world.db, name="Otterbourne Primary School"), world.OWN)
    world.judge_all(other)
    world.released()
    world.db.add(
        Interest(person_id=world.officer.id, organisation_id=world.school.id, kind="parent", declared_at=now())
    )
    world.db.commit()
    client.sign_in(world.officer)
    page = client.get(f"/audits/{world.audit.id}/letters").get_data(as_text=True)
    assert "Otterbourne" in page
    assert "Hallowmere" not in page
    for end in ("letter", "letter/preview", "letter.pdf"):
        assert client.get(f"/returns/{world.return_.id}/{end}").status_code == 404
    chosen = client.get(f"/audits/{world.audit.id}/letters/release?return={world.return_.id}&return={other.id}")
    assert "Hallowmere" not in chosen.get_data(as_text=True)


def test_several_letters_are_released_together_or_none(world, client) -> None:
    other = world.submitted(make_organisation(world.db, name="Otterbourne Primary School"), world.OWN)
    world.judge_all()
    world.judge_all(other)
    world.db.commit()
    client.sign_in(world.chair)
    letters = f"/audits/{world.audit.id}/letters"
    assert client.post_form(letters, {}).status_code == 303
    assert client.get(letters).get_data(as_text=True).count("Read it, then release it") == 2
    form = f"{letters}/release?return={world.return_.id}&return={other.id}"
    both = {"return": [world.return_.id, other.id]}
    assert client.post_form(f"{letters}/release", both, page=form).status_code == 422, "nobody said they are read"
    with database().writing.begin() as session:
        session.get(Answer, (other.id, "leadership.a")).revision = 2
    refused = client.get(form)
    assert "Cannot be released" in refused.get_data(as_text=True)
    with database().reading() as session:
        assert letter_at_work(session, world.return_.id).is_drafted
    with database().writing.begin() as session:
        session.get(Answer, (other.id, "leadership.a")).revision = 1
    assert client.post_form(f"{letters}/release", {**both, "sure": "yes"}, page=form).status_code == 303
    with database().reading() as session:
        assert all(released_letter(session, one) is not None for one in (world.return_.id, other.id))


def test_letters_of_returns_that_are_not_wholly_judged_are_drafted_only_when_ticked(world, client) -> None:
    half = world.submitted(make_organisation(world.db, name="Otterbourne Primary School"), world.OWN)
    world.judge_all()
    world.judge("leadership.a", "embedded", return_=half)
    world.settle("leadership.a", "embedded", return_=half)
    world.db.commit()
    client.sign_in(world.officer)
    letters = f"/audits/{world.audit.id}/letters"
    asked = f"{letters}/draft"

    def drafted():
        with database().reading() as session:
            return [letter_at_work(session, one).is_drafted for one in (world.return_.id, half.id)]

    assert f'href="{asked}"' in client.get(letters).text, "the button asks first"
    page = client.get(asked).text
    assert "1 of 3 ratings judged" in page
    assert [f'value="{one}" checked' in page for one in (world.return_.id, half.id)] == [True, False]
    assert client.post_form(letters, {"asked": "yes"}, page=asked).status_code == 422
    assert client.post_form(letters, {}, page=asked).status_code == 303
    assert drafted() == [True, False], "what nobody ticked is drafted only where every rating was judged"
    assert client.post_form(letters, {}, page=asked).headers["Location"].endswith(asked)
    assert client.post_form(letters, {"asked": "yes", "return": [half.id]}, page=asked).status_code == 303
    assert drafted() == [True, True]

"""Last year's answers beside this year's questions: shown, offered by the crosswalk, and nothing until confirmed."""

import re
from collections import OrderedDict

import pytest

from formsapp.access.models import RoleGiven
from formsapp.audits.models import AuditMove
from formsapp.clock import now
from formsapp.database import database
from formsapp.moderation.models import SettledRating
from formsapp.returns import crosswalk
from formsapp.returns.carrying_over import Mark
from formsapp.returns.commands import save_answers
from formsapp.returns.fields.given import Given
from formsapp.returns.last_year import last_year_of
from formsapp.returns.models import Answer
from formsapp.returns.queries import answers_of, open_return
from tests.builders import as_actor, make_person, make_return, rating, tool_document
from tests.queries import count_queries
from tests.returns import last_year_world
from tests.returns.last_year_world import LAST_YEAR, Two

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def two_years(db, **more) -> Two:
    made = last_year_world.two_years(db, **more)
    db.commit()
    return made


def carried(db, two: Two):
    opened = open_return(db, two.this.id, person_id=two.lead.id)
    found = last_year_of(db, opened)
    return found, {key: found.carried(asked) for key, asked in opened.tool.questions.items()}


def stored(two: Two) -> dict[str, Given]:
    with database().reading() as session:
        return {key: one.given for key, one in answers_of(session, two.this.id).items()}


def block(html: str, key: str) -> str:
    """What stands beside one question."""
    return html.partition(f'id="question-practice.{key}"')[2].partition('class="app-question"')[0]


def text(client, url: str) -> str:
    return client.get(url).get_data(as_text=True)


@on_sqlite
def test_each_relation_offers_only_what_is_still_an_answer(db):
    _, by_key = carried(db, two_years(db))
    offered = {key.removeprefix("practice."): (one.mark, one.offered) for key, one in by_key.items()}
    day_is_gone = LAST_YEAR["same"]._replace(action_by="")
    assert offered == {
        "same": (Mark.SAME, day_is_gone),
        "reworded": (Mark.REWORDED, Given(comment="As before")),
        "first_part": (Mark.SPLIT, Given(comment="Both halves")),
        "second_part": (Mark.SPLIT, Given(comment="Both halves")),
        "together": (Mark.MERGED, Given(comment="One\n\nTwo")),
        "other_levels": (Mark.LEVELS, Given(comment="Kept words")),
        "not_here": (Mark.NOT_APPLICABLE, None),
        "new": (Mark.NEW, None),
        "words": (Mark.SAME, LAST_YEAR["words"]),
        "silent": (Mark.UNANSWERED, None),
    }


@on_sqlite
def test_what_is_no_longer_asked_is_there_to_copy(db):
    found, _ = carried(db, two_years(db))
    assert [(one.asked.key, one.given.comment) for one in found.lapsed] == [("practice.gone", "To copy")]


@on_sqlite
def test_the_latest_earlier_audit_is_found_where_none_is_named(db):
    found, by_key = carried(db, two_years(db, previous_id=None))
    assert found.audit == "The audit of last year"
    assert by_key["practice.same"].is_unchanged


@on_sqlite
def test_answers_of_a_wave_or_to_another_organisation_are_never_carried(db):
    two = two_years(db)
    opened = open_return(db, two.this.id, person_id=None)
    other = open_return(db, make_return(db, two.this.audit).id, person_id=None)
    assert last_year_of(db, other) is None
    two.audit.wave = "before"
    db.flush()
    assert last_year_of(db, opened) is None


def test_nothing_of_last_year_is_an_answer_before_it_is_confirmed(client, db):
    two = two_years(db)
    client.sign_in(two.lead)
    section = text(client, two.section)
    assert text(client, f"{two.url}/last-year").count('name="still"') == 1
    assert stored(two) == {}
    assert "checked" not in section
    assert "0 of 10 answered" in text(client, two.url)
    assert "Still true" in block(section, "same")
    for key in ("reworded", "first_part", "together", "words"):
        assert "Use last year’s words" in block(section, key)
        assert "Still true" not in block(section, key)
    assert "New this year" in block(section, "new")
    assert "<strong>Met</strong>" in block(section, "reworded")
    assert "As it was asked" in block(section, "reworded")


def test_the_button_saves_last_years_answer_with_all_that_was_typed(client, db):
    two = two_years(db)
    client.sign_in(two.lead)
    line = re.search(r'name="revisions" value="([^"]*)"', text(client, two.section)).group(1)
    typed = {
        "revisions": line,
        "keep": "practice.same",
        "q-practice.same:comment": "This year’s",
        "q-practice.new": "met",
    }
    answer = client.post_form(two.section, typed, page=two.section)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("#question-practice.same")
    assert stored(two) == {
        "practice.same": LAST_YEAR["same"]._replace(comment="This year’s", action_by=""),
        "practice.new": Given("met"),
    }


@on_sqlite
def test_words_of_this_year_are_replaced_only_by_the_button_that_says_so(client, db):
    two = two_years(db)
    client.sign_in(two.lead)
    answers = {"practice.same": Given("met", comment="New words")}
    save_answers(db, return_=two.this, section="practice", answers=answers, by=as_actor(db, two.lead))
    db.commit()
    page = text(client, two.section)
    assert "Use last year’s words instead" in block(page, "same")
    assert 'name="keep"' not in block(page, "same")
    line = re.search(r'name="revisions" value="([^"]*)"', page).group(1)
    client.post_form(two.section, {"revisions": line, "instead": "practice.same"}, page=two.section)
    assert stored(two)["practice.same"] == LAST_YEAR["same"]._replace(value="met", action_by="")


@on_sqlite
def test_a_button_for_a_question_without_last_year_changes_nothing(client, db):
    two = two_years(db)
    client.sign_in(two.lead)
    line = re.search(r'name="revisions" value="([^"]*)"', text(client, two.section)).group(1)
    for key in ("practice.new", "practice.nothing"):
        assert client.post_form(two.section, {"revisions": line, "keep": key}, page=two.section).status_code == 303
    assert stored(two) == {}


def test_the_page_confirms_what_is_ticked_and_names_what_it_leaves(client, db):
    two = two_years(db)
    client.sign_in(two.lead)
    address = f"{two.url}/last-year"
    page = text(client, address)
    assert client.post_form(address, {}, page=address).status_code == 422
    still = {"still": ["practice.same", "practice.words", "practice.reworded", "practice.new"]}
    answer = client.post_form(address, still, page=address)
    assert answer.status_code == 303
    assert stored(two) == {"practice.same": LAST_YEAR["same"]._replace(action_by="")}
    assert "1 answer confirmed and saved." in text(client, address)
    client.post_form(address, still, page="/")
    assert "1.1, because it was answered meanwhile" in text(client, address)
    assert "Asked afresh each year" in page
    for words in ("New this year", "Reworded since last year", "Rated by other levels", "To copy", "no longer asked"):
        assert words in page


@on_sqlite
@pytest.mark.parametrize("role", ["head_teacher", "contributor"])
def test_who_only_reads_and_who_helps_with_another_section(client, db, role):
    two = two_years(db)
    over = {"return_": two.this} if role == "contributor" else {"organisation": two.this.organisation}
    person = make_person(db, role, **over)
    if role == "contributor":
        db.query(RoleGiven).filter_by(person_id=person.id).update({"sections": '["elsewhere"]'})
    db.commit()
    client.sign_in(person)
    page = text(client, f"{two.url}/last-year")
    assert 'name="still"' not in page
    assert ("Half done" in page) is (role == "head_teacher")


@on_sqlite
def test_a_return_that_cannot_be_answered_shows_last_year_and_takes_no_tick(client, db):
    two = two_years(db, state="closed")
    client.sign_in(two.lead)
    address = f"{two.url}/last-year"
    assert 'name="still"' not in text(client, address)
    assert client.post_form(address, {"still": "practice.same"}, page="/").status_code == 409
    assert stored(two) == {}


@on_sqlite
def test_a_first_return_says_that_there_is_nothing_to_start_from(client, db):
    two = two_years(db)
    school_return = make_return(db, two.audit)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school_return.organisation)
    db.commit()
    assert "There are no earlier answers" in text(client.sign_in(lead), f"/returns/{school_return.id}/last-year")


def test_last_years_moderated_rating_is_shown_once_it_is_released(app, client, db):
    two = two_years(db)
    client.sign_in(two.lead)
    for key, level in (("practice.same", "not_met"), ("practice.reworded", "met")):
        db.add(
            SettledRating(
                return_id=two.last.id,
                question=key,
                rating=level,
                how="agreed",
                reason="Seen",
                answer_revision=db.get_one(Answer, (two.last.id, key)).revision,
                settled_at=now(),
            )
        )
    db.commit()
    assert "Moderated last year" not in text(client, two.section)
    db.add(AuditMove(audit_id=two.audit.id, to_state="published", at=now(), reason=""))
    db.commit()
    with app.app_context(), count_queries(database().engine) as queries:
        page = text(client, two.section)
    assert "<strong>Not met</strong>" in block(page, "same")
    assert "the same as yours" in block(page, "reworded")
    assert "Moderated last year" not in block(page, "words")
    assert sum("FROM submissions" in one for one in queries) == 1
    assert sum("settled_ratings" in one for one in queries) == 1


@on_sqlite
def test_two_versions_are_compared_once(db, monkeypatch):
    compared = []
    usual = crosswalk.changes_since
    monkeypatch.setattr(crosswalk, "_kept", OrderedDict())
    monkeypatch.setattr(crosswalk, "changes_since", lambda *given: compared.append(1) or usual(*given))
    two = two_years(db)
    for _ in range(3):
        carried(db, two)
    assert len(compared) == 1


@on_sqlite
def test_twenty_described_ratings_with_last_years_answers_stay_light(client, db):
    words = "Every new member of staff meets the lead in the first week and is asked a month later what they would do."
    levels = dict.fromkeys(("not_met", "partly_met", "met", "embedded"), words)
    questions = [
        rating(f"practice.q{place:02}", guidance=words, levels=levels, not_applicable="never") for place in range(20)
    ]
    document = tool_document({"practice": questions})
    answers = {f"q{place:02}": Given("met", comment=words) for place in range(20)}
    two = two_years(db, before=document, after={**document, "version": "next"}, answers=answers)
    page = client.sign_in(two.lead).get(two.section).data
    assert page.count(b"Still true") == 20
    assert len(page) < 100_000

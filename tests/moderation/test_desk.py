"""The desk: exceptions first, one question at a time in place, nothing typed is lost."""

import pytest
from sqlalchemy import select

from formsapp.audits.models import AuditMove
from formsapp.clock import now
from formsapp.database import database
from formsapp.moderation.models import JudgedRating
from formsapp.people.models import Interest
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer
from tests.builders import make_organisation, make_person, make_return, make_tool_version, rating, tool_document
from tests.moderation.desk_world import ANSWERS, SECTIONS, DeskWorld
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JSON = {"Accept": "application/json"}


@pytest.fixture
def world(db) -> DeskWorld:
    return DeskWorld(db)


def judged() -> list[tuple[str, str | None, str]]:
    with database().reading() as session:
        rows = session.execute(select(JudgedRating.question, JudgedRating.rating, JudgedRating.reason))
        return [tuple(row) for row in rows]


def sent(client, world: DeskWorld, question: str, headers=JSON, **typed):
    named = {f"{name}-{question}": value for name, value in typed.items() if name != "then"}
    form = {**named, "then": typed.get("then", "next")}
    return client.post_form(world.at(question), form, headers=headers)


def marks(world: DeskWorld, person=None) -> dict[str, list[str]]:
    return {one.key: [mark.words for mark in one.marks] for one in world.desk(person).queue}


def test_a_reason_that_may_identify_a_child_is_held_until_the_moderator_says_why_it_stays(world, client) -> None:
    client.sign_in(world.moderator)
    said = {"rating": "partly_met", "reason": "The file of 943 476 5919 shows it"}
    held = sent(client, world, "leadership.a", **said)
    assert (held.status_code, held.json["state"], held.json["where"]) == (422, "refused", "reason")
    assert "NHS number" in held.json["why"]
    assert 'name="reason-leadership.a-keep"' in held.json["keep"]
    page = sent(client, world, "leadership.a", headers={}, **said)
    assert page.status_code == 422
    assert all(words in page.text for words in (said["reason"], "NHS number", 'name="reason-leadership.a-keep"'))
    section = f"/returns/{world.return_.id}/moderate/leadership"
    typed = {f"{name}-leadership.a": words for name, words in said.items()}
    assert client.post_form(section, typed).status_code == 422
    assert judged() == []
    assert client.post_form(section, {**typed, "reason-leadership.a-keep": "An invented number"}).status_code == 303
    assert sent(client, world, "practice.a", rating="met", reason=said["reason"]).status_code == 200
    assert [reason for _, _, reason in judged()] == [said["reason"]] * 2


def test_exceptions_come_first_and_the_rest_in_the_order_of_the_tool(world) -> None:
    assert marks(world) == {
        "leadership.c": ["Limits the band"],
        "leadership.b": ["Top rating with neither comment nor evidence"],
        "practice.b": ["Not applicable"],
        "leadership.a": [],
        "practice.a": [],
    }
    assert list(marks(world)) == ["leadership.c", "leadership.b", "practice.b", "leadership.a", "practice.a"]
    assert [one.key for one in world.desk().shown("exceptions")] == ["leadership.c", "leadership.b", "practice.b"]


def test_a_jump_of_two_levels_since_last_year_is_an_exception(db) -> None:
    version = make_tool_version(db, tool_document(SECTIONS))
    before = DeskWorld(db, answers={**ANSWERS, "practice.a": Given("embedded", comment="All of it")})
    before.audit.tool_version_id = version.id
    now_ = DeskWorld(db, previous_id=before.audit.id)
    now_.audit.tool_version_id = before.audit.tool_version_id = version.id
    now_.return_.organisation_id = before.school.id
    db.flush()
    assert marks(now_)["practice.a"] == ["Down 2 levels since last year"]


def test_a_copied_comment_is_counted_over_returns_in_sight_alone(world) -> None:
    for name in ("Other School", "Third School", "Hidden School"):
        school = make_organisation(world.db, name=name)
        other = make_return(world.db, world.audit, school, state="submitted")
        said = {"comment": "All staff  are told\nevery term", "revision": 1, "saved_at": now(), "value": "met"}
        world.db.add(Answer(return_id=other.id, question="practice.a", **said))
    interest = {"organisation_id": school.id, "kind": "governs", "declared_at": now()}
    world.db.add(Interest(person_id=world.moderator.id, **interest))
    free = make_person(world.db, "moderator", audit=world.audit)
    world.db.commit()
    assert marks(world)["leadership.a"] == ["Same comment as 2 other organisations"]
    assert marks(world, free)["leadership.a"] == ["Same comment as 3 other organisations"]


def test_an_open_desk_gets_one_question_and_saves_it_once_however_often_it_is_sent(world, client) -> None:
    client.sign_in(world.moderator)
    fragment = client.get(world.at("leadership.a"), headers=JSON).get_json()
    assert fragment["question"] == "leadership.a"
    assert "All staff are told every term" in fragment["html"]
    assert "Nobody does it" in fragment["html"]
    for _ in range(2):
        said = sent(client, world, "leadership.a", rating="partly_met", reason="One term only", revision="1").get_json()
        assert (said["state"], said["left"], said["status"]) == ("saved", 4, "Proposes Partly met, 1 level lower")
    assert judged() == [("leadership.a", "partly_met", "One term only")]


def test_a_reason_is_asked_for_and_a_chosen_beginning_is_one_without_scripts(world, client) -> None:
    client.sign_in(world.moderator)
    refused = sent(client, world, "leadership.a", rating="not_met")
    assert (refused.status_code, refused.get_json()["where"]) == (422, "reason")
    assert sent(client, world, "leadership.a", rating="not_met", reason="a\x00b").status_code == 422
    begun = sent(client, world, "leadership.a", headers={}, rating="not_met", template="Nothing shows it")
    assert begun.status_code == 303
    assert judged() == [("leadership.a", "not_met", "Nothing shows it")]


def test_without_scripts_a_question_is_a_page_and_leads_to_the_next_that_is_left(world, client) -> None:
    client.sign_in(world.moderator)
    agreed = sent(client, world, "leadership.c", headers={}, then="agree")
    assert agreed.headers["Location"].startswith(world.at("leadership.b"))
    page = client.get(agreed.headers["Location"]).get_data(as_text=True)
    assert "4 of 5 questions not judged" in page
    rejected = sent(client, world, "practice.b", headers={}, rating="met", reason="It applies to all")
    assert rejected.status_code == 303
    assert "Rejects not applicable: Met" in client.get(world.at("practice.b")).get_data(as_text=True)


@pytest.mark.parametrize("happens", ["sent back", "moderation closed", "answer changed"])
def test_what_was_typed_comes_back_whatever_happened_meanwhile(world, client, happens) -> None:
    client.sign_in(world.moderator)
    page = client.get(world.at("leadership.a")).get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    if happens == "sent back":
        world.send_back()
    elif happens == "moderation closed":
        world.db.add(AuditMove(audit_id=world.audit.id, to_state="reporting", at=now(), reason=""))
    else:
        world.db.get(Answer, (world.return_.id, "leadership.a")).revision = 2
    world.db.commit()
    typed = {"rating-leadership.a": "not_met", "reason-leadership.a": "My long words", "revision-leadership.a": "1"}
    for address in (world.at("leadership.a"), f"/returns/{world.return_.id}/moderate/leadership"):
        answer = client.post(address, data={**typed, "csrf_token": token})
        assert answer.status_code == 422
        assert "My long words" in answer.get_data(as_text=True)
    said = client.post(world.at("leadership.a"), data={**typed, "csrf_token": token}, headers=JSON)
    why = {
        "sent back": "with the organisation",
        "moderation closed": "not open",
        "answer changed": "changed this answer",
    }
    assert said.status_code == 409
    assert why[happens] in said.get_json()["why"]
    assert "My long words" in said.get_json().get("html", "My long words")
    assert judged() == []


def test_who_was_signed_out_is_told_so_and_nothing_is_saved(world, client) -> None:
    answer = client.post(world.at("leadership.a"), data={"rating-leadership.a": "met"}, headers=JSON)
    assert answer.status_code in {400, 401}
    assert judged() == []


def test_another_moderators_judgement_lies_beside_only_once_both_are_done(world, client) -> None:
    second = make_person(world.db, "moderator", audit=world.audit, name="Moderator Two")
    world.ask(second)
    world.judge("leadership.a", "not_met", "HERWORDS", second)
    client.sign_in(world.moderator)
    assert "HERWORDS" not in client.get(world.at("leadership.a")).get_data(as_text=True)
    for key, given in ANSWERS.items():
        world.judge(key, given.value)
        if key != "leadership.a":
            world.judge(key, given.value, person=second)
    assert "HERWORDS" in client.get(world.at("leadership.a")).get_data(as_text=True)


def test_a_long_return_takes_as_many_queries_as_a_short_one_and_as_many_loads_as_sections(db, client) -> None:
    long = {f"part{section}": [rating(f"part{section}.q{place}") for place in range(12)] for section in range(10)}
    answers = {one["key"]: Given("met", comment="Done well, and looked at") for part in long.values() for one in part}
    counted = {}
    for name, world in (("short", DeskWorld(db)), ("long", DeskWorld(db, sections=long, answers=answers))):
        client.sign_in(world.moderator)
        address = f"/returns/{world.return_.id}/moderate"
        client.get(address)
        with count_queries(database().engine) as queries:
            page = client.get(address)
        counted[name] = len(queries)
    assert counted["long"] <= counted["short"] <= 50
    assert len(page.get_data()) < 200_000
    assert page.get_data(as_text=True).count(f'href="{address}/part') == len(long)
    assert "agree with all" not in page.get_data(as_text=True).lower()


def test_the_partnerships_own_reasons_are_offered_until_they_are_removed(world, client) -> None:
    client.sign_in(world.officer)
    kept = client.post_form("/moderation/reasons", {"about": "lower", "text": "As in last year's letter"})
    assert kept.status_code == 303
    assert (
        client.post_form("/moderation/reasons", {"about": "lower", "text": "As in last year's letter"}).status_code
        == 422
    )
    assert client.post_form("/moderation/reasons", {"about": "lower", "text": " "}).status_code == 422
    client.sign_in(world.moderator)
    assert client.get("/moderation/reasons").status_code == 403
    assert "As in last year&#39;s letter" in client.get(world.at("leadership.a")).get_data(as_text=True)
    client.sign_in(world.officer)
    assert client.post_form("/moderation/reasons", {"remove": "1"}).status_code == 303
    client.sign_in(world.moderator)
    assert "As in last year&#39;s letter" not in client.get(world.at("leadership.a")).get_data(as_text=True)

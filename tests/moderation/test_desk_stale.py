"""An answer that changed re-opens its judgement and no other; other evidence makes it another answer."""

import pytest

from formsapp.database import database
from formsapp.moderation.queries import records_of
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer
from tests.moderation.desk_world import ANSWERS, DeskWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(db) -> DeskWorld:
    made = DeskWorld(db)
    for key, given in ANSWERS.items():
        made.judge(key, given.value)
    return made


def reopened(world: DeskWorld) -> list[str]:
    found = [one.key for one in world.desk().questions if one.is_reopened]
    world.db.commit()
    return found


def test_only_what_changed_is_judged_again_with_the_old_answer_beside_the_new(world, client) -> None:
    assert (world.desk().left, reopened(world)) == (0, [])
    world.send_back()
    changed = Given("embedded", comment="Now every week")
    world.submit({**ANSWERS, "leadership.a": changed})
    assert world.desk().queue[1].marks[0].words == "Answer changed since it was judged"
    assert reopened(world) == ["leadership.a"]
    client.sign_in(world.moderator)
    page = client.get(world.at("leadership.a")).get_data(as_text=True)
    assert "<del>All staff are told every term</del>" in page
    assert "<ins>Now every week</ins>" in page
    assert "<del>Met</del>" in page
    assert "before the answer changed" in page
    untouched = client.get(world.at("leadership.c")).get_data(as_text=True)
    assert "What changed since it was judged" not in untouched
    form = {"then": "still-stands", "reason-leadership.a": "The new words show nothing new"}
    assert client.post_form(world.at("leadership.a"), form).status_code == 303
    assert reopened(world) == []
    with database().reading() as session:
        record = records_of(session, world.return_, ["leadership.a"])["leadership.a"]
        assert [(one.rating, one.answer_revision) for one in record.judged] == [("met", 2)]
        assert record.needs_settling


def test_to_say_that_it_still_stands_needs_no_typing_where_the_rating_stayed(world, client) -> None:
    world.send_back()
    world.submit({**ANSWERS, "leadership.a": ANSWERS["leadership.a"]._replace(comment="The same in other words")})
    client.sign_in(world.moderator)
    assert client.post_form(world.at("leadership.a"), {"then": "still-stands"}).status_code == 303
    assert reopened(world) == []


def test_other_evidence_re_opens_the_judgement_and_the_same_evidence_does_not(world, client) -> None:
    log, policy = world.evidence("Training log"), world.evidence("Policy")
    world.send_back()
    world.attach("leadership.a", log)
    world.submit({})
    assert reopened(world) == ["leadership.a"]
    client.sign_in(world.moderator)
    assert "<ins>Training log</ins>" in client.get(world.at("leadership.a")).get_data(as_text=True)
    world.judge("leadership.a", "met")
    world.send_back()
    world.detach("leadership.a", log)
    world.attach("leadership.a", log)
    world.submit({})
    assert reopened(world) == []
    world.send_back()
    world.attach("leadership.a", policy)
    world.detach("leadership.a", log)
    world.submit({})
    assert reopened(world) == ["leadership.a"]
    assert world.db.get(Answer, (world.return_.id, "leadership.a")).revision == 3
    world.db.commit()

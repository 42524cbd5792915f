"""What somebody posts whom no page offered it: nothing is shown, nothing half saved, and no error page answers."""

import pytest

from formsapp.clock import today
from formsapp.database import database
from formsapp.moderation.commands import settle_rating
from formsapp.moderation.models import Moderator, PanelItem, ProposedAgreement, SettledRating
from formsapp.moderation.panels import begin_panel
from formsapp.refusals import Refused
from formsapp.returns.models import Answer
from tests.builders import as_actor, make_audit, make_person, make_tool_version, rating, tool_document
from tests.moderation.test_second_moderator import World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(db) -> World:
    """Both moderators are done, and differ on one answer."""
    made = World(db)
    made.judge(made.first, "met", "partly_met", "met")
    made.judge(made.second, "not_met", "partly_met", "met")
    db.commit()
    return made


def addresses(world: World) -> tuple[str, str]:
    """Where the chair settles, and the screen of a meeting."""
    by = as_actor(world.db, world.chair)
    panel = begin_panel(world.db, audit=world.audit, held_on=today(), present=[], others="", by=by)
    world.db.commit()
    return f"/audits/{world.audit.id}/moderation/settle", f"/panels/{panel.id}"


def decided() -> list[object]:
    with database().reading() as session:
        rows = [row for model in (SettledRating, PanelItem, ProposedAgreement) for row in session.query(model)]
        return [one for one in rows if getattr(one, "how", "") != "upheld"]


def settles(world: World, question: str) -> None:
    said = {"rating": "met", "how": "agreed", "reason": "Why", "by": as_actor(world.db, world.chair)}
    settle_rating(world.db, return_=world.return_, question=question, **said)


def test_a_chair_who_judges_a_return_reads_and_decides_nothing_before_both_are_done(db, client) -> None:
    world = World(db)
    db.query(Moderator).filter_by(person_id=world.first.id).delete()
    world.ask(world.chair)
    world.judge(world.second, "not_met", "partly_met", "met")
    db.commit()
    settle, held = addresses(world)
    client.sign_in(world.chair)
    key = f"{world.return_.id}-leadership.a"
    for url, data in (
        (settle, {"settle": key}),
        (settle, {"settle": key, f"rating-{key}": "met", f"how-{key}": "agreed", f"reason-{key}": "Why"}),
        (held, {"item": key}),
        (held, {"item": key, "decision": "met", "how": "agreed", "reason": "Why"}),
    ):
        answer = client.post_form(url, data, page=f"/returns/{world.return_.id}/moderate")
        assert answer.status_code == 404, url
        assert "Bela Secondly saw" not in answer.text
    with pytest.raises(Refused, match="when all its moderators are done"):
        settles(world, "leadership.a")
    assert not decided()


def test_words_that_cannot_be_kept_settle_and_propose_nothing(world, client) -> None:
    settle, held = addresses(world)
    key, differences = f"{world.return_.id}-leadership.a", f"/returns/{world.return_.id}/differences"
    for words in ("\x00 nothing", "x" * 50_000):
        client.sign_in(world.chair)
        said = {"settle": key, f"rating-{key}": "met", f"how-{key}": "agreed", f"seen-{key}": "0"}
        item = {"item": key, "decision": "met", "how": "agreed", "seen": "0", "talked": "0"}
        view = {"minority_of": str(world.first.id), "minority": words}
        for url, data in (
            (settle, {**said, f"reason-{key}": words}),
            (settle, {**said, f"reason-{key}": "Why", **{f"{name}-{key}": text for name, text in view.items()}}),
            (held, {**item, "reason": words}),
            (held, {**item, "reason": words, "decision": "left-open"}),
            (held, {**item, "reason": "Why", **view}),
        ):
            assert client.post_form(url, data).status_code == 422, (url, str(data)[:90])
        client.sign_in(world.first)
        note = {"question": "leadership.a", "rating-leadership.a": "met", "note-leadership.a": words}
        assert client.post_form(differences, note).status_code == 422
    assert not decided()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²"])
def test_a_number_that_no_form_holds_is_no_error(world, client, number) -> None:
    settle, held = addresses(world)
    client.sign_in(world.chair)
    key = f"{world.return_.id}-leadership.a"
    item = {"item": key, "how": "agreed", "reason": "Why", "seen": number, "talked": number}
    for url, data in (
        (settle, {"settle": f"{number}-leadership.a"}),
        (settle, {"settle": key, f"seen-{key}": number}),
        (held, {"item": f"{number}-leadership.a"}),
        (held, item),
        (held, {**item, "minority_of": number, "minority": "No", "decision": "unknown"}),
    ):
        assert client.post_form(url, data).status_code in {404, 422}, (url, str(data)[:90])
    client.sign_in(world.first)
    url = f"/returns/{world.return_.id}/differences"
    agreed = {"question": "leadership.a", "agree": "yes", "proposal": number}
    assert client.post_form(url, agreed).status_code == 422
    assert not decided()


def test_a_question_that_is_not_put_to_the_organisation_is_settled_by_nobody(db) -> None:
    follows = rating("leadership.b", show_if={"question": "leadership.a", "is": ["met"]})
    sections = {"leadership": [rating("leadership.a"), follows], "practice": [rating("practice.a")]}
    world = World(db, tool_version=make_tool_version(db, tool_document(sections)))
    db.get(Answer, (world.return_.id, "leadership.a")).value = "not_met"
    db.query(Moderator).delete()
    db.commit()
    with pytest.raises(Refused, match="not put to"):
        settles(world, "leadership.b")
    assert not decided()


def test_a_case_code_that_cannot_be_kept_breaks_no_glass(world, client) -> None:
    sections = {"leadership": [rating("leadership.a")]}
    version = make_tool_version(world.db, tool_document(sections, kind="case_file", case={}))
    audit = make_audit(world.db, version, state="in_moderation")
    moderator = make_person(world.db, "moderator", audit=audit)
    world.db.commit()
    client.sign_in(moderator)
    url = f"/audits/{audit.id}/break-glass"
    said = {"organisation": str(world.school.id), "reason": "A child may be at risk", "confirmed": "y"}
    for code in ("\x00", "x" * 50):
        answer = client.post_form(url, {**said, "case": code})
        assert answer.status_code == 422
        assert "A child may be at risk" in answer.text

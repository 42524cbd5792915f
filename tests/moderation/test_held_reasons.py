"""What moderation tells organisations in words is held back where it may identify a child, wherever it is typed."""

import pytest

from formsapp.clock import today
from formsapp.database import database
from formsapp.moderation.models import Moderator, PanelItem, ProposedAgreement, ReasonTemplate, SettledRating
from formsapp.moderation.panels import begin_panel
from formsapp.returns.models import KeptWords
from tests.builders import as_actor, make_person
from tests.moderation.test_second_moderator import World

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(db):
    """Both moderators are done, and differ in two ratings."""
    made = World(db)
    made.judge(made.first, "met", "partly_met", "met")
    made.judge(made.second, "not_met", "met", "met")
    db.commit()
    return made


def _forms(world):
    """Who types where, the box, what else is in the form, and what is kept of it."""
    by = as_actor(world.db, world.chair)
    panel = begin_panel(world.db, audit=world.audit, held_on=today(), present=[world.first.id], others="", by=by)
    key = f"{world.return_.id}-leadership.b"
    decided = {"item": f"{world.return_.id}-leadership.a", "seen": "0", "talked": "0", "decision": "met"}
    settled = {f"rating-{key}": "met", f"how-{key}": "agreed", f"seen-{key}": "0", "settle": key}
    return [
        (world.first, f"/returns/{world.return_.id}/differences", "note-leadership.a",
         {"question": "leadership.a", "rating-leadership.a": "met"}, ProposedAgreement),
        (world.chair, f"/panels/{panel.id}", "minority",
         {**decided, "how": "agreed", "reason": "So", "minority_of": str(world.first.id)}, PanelItem),
        (world.chair, f"/audits/{world.audit.id}/moderation/settle", f"reason-{key}", settled, SettledRating),
        (world.officer, f"/returns/{world.return_.id}/moderators", f"reason-{world.second.id}",
         {"take": str(world.second.id)}, None),
    ]  # fmt: skip


def how_many(kept) -> int:
    with database().reading() as session:
        return session.query(kept).count() if kept else 0


def test_every_reason_is_held_with_what_was_typed_until_somebody_says_why_it_stays(world, client):
    forms = _forms(world)
    world.db.commit()
    for (person, address, box, more, kept), postcode in zip(
        forms, ("M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT"), strict=True
    ):
        client.sign_in(person)
        before = how_many(kept)
        words = f"TYPEDWORDS from {postcode}"
        held = client.post_form(address, {**more, box: words})
        assert held.status_code == 422, address
        assert words in held.text
        assert "This looks like a postcode" in held.text
        assert f'name="{box}-keep"' in held.text
        assert how_many(kept) == before
        assert client.post_form(address, {**more, box: words, f"{box}-keep": "An office"}).status_code == 303, address
        assert how_many(kept) == before + (kept is not None)
    assert world.db.query(Moderator).filter(Moderator.ended_at.is_not(None)).count() == 1
    assert {one.question for one in world.db.query(KeptWords)} == {"moderation"}


def test_a_reason_to_begin_from_never_identifies_a_child(db, client):
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    held = client.post_form("/moderation/reasons", {"about": "lower", "text": "The file of 943 476 5919"})
    assert held.status_code == 422
    assert "Take it out" in held.text
    assert db.query(ReasonTemplate).count() == 0

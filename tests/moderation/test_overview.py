"""The overview of moderation says which step comes next, and to whom; the audit's page leads to it alone."""

import re

import pytest

from formsapp.clock import now
from formsapp.moderation.models import Moderator
from tests.feedback.world import FeedbackWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def next_step(client, world, person):
    """The step that is marked as next, and whether it stands out as for this person to do."""
    client.sign_in(person)
    page = client.get(f"/audits/{world.audit.id}/moderation").text
    marked = [
        one for one in re.findall(r'<li class="govuk-task-list__item.*?</li>', page, re.DOTALL) if ">Next</" in one
    ]
    assert len(marked) < 2
    if not marked:
        return None
    title = re.search(r'name-and-hint">(?:<a[^>]*>)?([^<]+)<', marked[0]).group(1)
    return title, "app-moderation-steps__next" in marked[0]


def test_the_first_step_that_is_not_finished_is_next_and_stands_out_for_who_does_it(db, client):
    world = FeedbackWorld(db)
    db.commit()

    def seen(person):
        db.commit()
        return next_step(client, world, person)

    assert seen(world.officer) == ("Sample", True)
    assert seen(world.moderator) == ("Sample", False)
    db.add(Moderator(return_id=world.return_.id, person_id=world.moderator.id, allocated_at=now()))
    assert seen(world.officer) == ("Judging", False), "without a sample, moderating has begun all the same"
    assert seen(world.moderator) == ("Judging", True)
    for question, level in world.SETTLED.items():
        world.judge(question, level, "Seen in the file")
    assert seen(world.officer) == ("Differences", False)
    assert seen(world.chair) == ("Differences", True)
    assert "2 to settle, none by you" in page_of(client, world, world.deputy)
    for question, level in world.SETTLED.items():
        world.settle(question, level)
    assert seen(world.officer) == ("Feedback", True)
    world.draft()
    world.release()
    assert seen(world.officer) is None


def page_of(client, world, person):
    client.sign_in(person)
    return client.get(f"/audits/{world.audit.id}/moderation").text


def test_the_audits_page_has_one_way_to_moderation_and_its_overview_has_every_step(db, client):
    world = FeedbackWorld(db)
    db.commit()
    client.sign_in(world.officer)
    cards = re.search(r'app-steps">(.*?)</ul>', client.get(f"/audits/{world.audit.id}").text, re.DOTALL).group(1)
    assert re.findall(r">([^<]+)</a>", cards) == ["Tracker", "Moderation", "Results", "Findings"]
    steps = re.search(r'app-moderation-steps">(.*?)</ol>', page_of(client, world, world.officer), re.DOTALL).group(1)
    for end in ("sample", "calibration", "allocation", "queries", "panels", "letters", "challenges", "effect"):
        assert f'href="/audits/{world.audit.id}/{end}"' in steps

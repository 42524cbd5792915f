"""The feedback page of every return that was not sampled, and what is told by e-mail."""

import re
from dataclasses import replace

import pytest

from formsapp import create_app
from formsapp.clock import now
from formsapp.database import database
from formsapp.feedback.figures import Found, FrozenFigures, _found
from formsapp.feedback.personal import release_pages
from formsapp.feedback.queries import release_of
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer
from formsapp.sign_in.emails import NotSentError
from scoring.packed import HIDDEN
from tests.builders import make_organisation, make_person
from tests.conftest import CheckedClient, settings_for_tests
from tests.feedback.world import FeedbackWorld
from tests.scoring.conftest import rated, tool_of
from tests.scoring.test_all_returns import scores_of
from tests.sign_in.test_invitation_email import sink  # noqa: F401  a fixture: the mail server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def borough(db, returns: int = 6, **audit) -> FeedbackWorld:
    """The school's return is not sampled; others are there beside it."""
    world = FeedbackWorld(db, state="reporting", **audit)
    world.others = [
        world.submitted(make_organisation(db, name=f"Otterbourne {number}"), world.OWN) for number in range(returns - 1)
    ]
    db.flush()
    return world


def release(world, person=None):
    return release_pages(world.db, audit=world.audit, by=world.actor(person or world.chair))


def test_the_page_stands_beside_figures_frozen_at_the_release(db, client) -> None:
    world = borough(db)
    assert release(world) is not None
    assert release(world) is None, "once"
    kept = release_of(db, world.audit.id).figures
    db.get(Answer, (world.return_.id, "leadership.b")).action = "Train every governor"
    for other in world.others:
        world.judge_all(other)
    db.commit()
    page = client.sign_in(world.head).get(f"/returns/{world.return_.id}/feedback").get_data(as_text=True)
    assert "Your return was not sampled" in page
    assert "is no verdict on it" in page
    assert "6 returns" in page
    assert page.count("Train every governor") == 1, "an action is said once"
    assert "Too few returns were moderated" in page
    with database().reading() as session:
        assert release_of(session, world.audit.id).figures == kept


def test_few_returns_hide_their_figures_and_few_moderated_ones_what_moderation_found(db) -> None:
    world = borough(db, returns=4)
    release(world)
    kept = FrozenFigures.from_json(release_of(db, world.audit.id).figures)
    assert kept.overall.mean is None
    assert all(one.mean is None and one.n is None for one in kept.sections)
    assert kept.moderation.returns is None


def test_what_moderation_generally_found_is_said_with_its_numbers(db) -> None:
    world = borough(db, returns=8)
    for other in world.others[:6]:
        world.judge_all(other)
    release(world)
    found = FrozenFigures.from_json(release_of(db, world.audit.id).figures).moderation
    assert found.sentence.startswith("In 6 returns, 18 ratings were tested against the evidence: 6 stood as given")
    assert "as many as it lowered" in found.sentence


def test_what_moderation_found_leaves_out_what_is_not_compared_or_no_longer_counts(database_url) -> None:
    tool = tool_of([rated("q1"), rated("q2")])
    # q1: upheld not applicable, a rejected one, unanswered then rated, upheld; q2 is hidden in the first return.
    own, settled = {"q1": "--.3", "q2": "3333"}, {"q1": "-113", "q2": "1..."}
    scores = scores_of(tool, own, settled)
    scores.ratings.codes[0, 1] = HIDDEN
    assert _found(scores, 2) == Found(4, 4, 1, 0, 0)
    assert "1 stood as given, 0 went up, 0 went down and 3 had no level before or after" in _found(scores, 2).sentence
    assert _found(scores, 4).ratings is None


def test_nobody_with_an_interest_in_any_return_releases_the_pages_or_reads_their_figures(db, client) -> None:
    world = borough(db)
    db.add(Interest(person_id=world.chair.id, organisation_id=world.school.id, kind="parent", declared_at=now()))
    db.flush()
    with pytest.raises(Refused, match="interest in a return"):
        release(world)
    with pytest.raises(Refused, match="released by the chair"):
        release(world, world.officer)
    assert release(world, world.deputy) is not None, "a deputy in the chair's place"
    db.commit()
    page = client.sign_in(world.chair).get(f"/audits/{world.audit.id}/feedback").get_data(as_text=True)
    assert "Average" not in page


def test_the_pages_wait_until_moderation_is_over(db) -> None:
    world = FeedbackWorld(db)
    with pytest.raises(Refused, match="when moderation is over"):
        release(world)


def test_the_message_has_no_rating_and_goes_to_who_fills_in_alone(database_url, sink) -> None:  # noqa: F811
    mail = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_starttls": False}
    app = create_app(settings_for_tests(database_url, mail_from="audits@wexbridge.example", **mail))
    app.testing, app.test_client_class = True, CheckedClient
    with app.app_context():
        with database().writing() as session:
            world = FeedbackWorld(session)
            outsider = make_person(session, "designated_safeguarding_lead", organisation=make_organisation(session))
            for person in (world.lead, world.head, outsider):
                person.password_hash = "x"
            world.judge_all()
            world.draft()
            session.commit()
        client = app.test_client().sign_in(world.chair)
        address = f"/audits/{world.audit.id}/letters/release"
        data = {"return": world.return_.id, "sure": "yes"}
        form = f"{address}?return={world.return_.id}"
        assert client.post_form(address, data, page=form).status_code == 303
        assert [message["To"] for message in sink.messages] == [world.lead.email]
        words = sink.messages[0].get_content()
        assert not re.search(r"\b(met|embedded|lowered|raised)\b", words, re.IGNORECASE)
        assert f"http://localhost/returns/{world.return_.id}/feedback" in words
        database().engine.dispose()


def test_a_mail_server_that_takes_nothing_is_not_waited_for_a_hundred_times(app, db, client, monkeypatch) -> None:
    world = borough(db)
    for number, return_ in enumerate(world.others):
        lead = make_person(db, "designated_safeguarding_lead", organisation=return_.organisation, name=f"Lead {number}")
        lead.password_hash = "x"
    db.commit()
    mail = {"smtp_host": "127.0.0.1", "mail_from": "audits@wexbridge.example"}
    app.extensions["formsapp_settings"] = replace(app.extensions["formsapp_settings"], **mail)
    tried = []

    def refuses(_settings, *, to, **_message) -> None:
        tried.append(to)
        raise NotSentError

    monkeypatch.setattr("formsapp.sign_in.emails.send_message", refuses)
    address = f"/audits/{world.audit.id}/feedback"
    assert client.sign_in(world.chair).post_form(address, {"sure": "yes"}).status_code == 303
    page = client.get(f"/audits/{world.audit.id}/letters").get_data(as_text=True)
    assert "did not take the message to Lead 0, Lead 1, Lead 2, Lead 3, Lead 4" in page
    assert "The feedback pages are open" in page
    assert len(tried) == 2

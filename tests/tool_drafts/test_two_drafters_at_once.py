"""Two people who change or propose the same at the same moment: one after the other, and neither loses anything."""

from threading import Thread

import pytest

from formsapp.database import database
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft, start_draft, undo
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import every_step
from formsapp.tools.commands import propose_version
from formsapp.tools.models import ToolVersion
from tests.builders import as_actor, make_person
from tool_definitions.editing import Put

SOURCE = """\
key: small
version: v1
title: A small tool
purpose: As it was
kind: self_assessment
rating_schemes:
  practice: {use: four-levels-of-practice}
scoring: {bands: [{from: 0, label: Low}, {from: 50, label: High}]}
sections:
  - key: one
    title: One
    questions:
      - {key: one.a, type: rating, scheme: practice, title: A leader is named}
"""


def at_once(app, first, second):
    """Do the first, begin the second before that is committed, and give what each came to."""
    outcomes = []

    def other():
        with app.app_context(), database().writing() as session:
            try:
                outcomes.append(second(session))
                session.commit()
            except Exception as problem:  # noqa: BLE001  whatever it came to is looked at by the test
                outcomes.append(problem)

    with database().writing() as session:
        found = first(session)
        thread = Thread(target=other)
        thread.start()
        thread.join(timeout=0.5)
        session.commit()
    thread.join(timeout=30)
    return found, *outcomes


@pytest.fixture
def officer(db):
    found = as_actor(db, make_person(db, "partnership_officer"))
    db.commit()
    return found


@pytest.fixture
def draft_id(db, officer):
    draft = start_draft(db, source=SOURCE, by=officer)
    change_draft(db, draft=draft, edits=[Put(("title",), "Once")], words="Reworded once", by=officer)
    change_draft(db, draft=draft, edits=[Put(("title",), "Twice")], words="Reworded twice", by=officer)
    db.commit()
    return draft.id


@pytest.mark.parametrize("title", ["A leader is named", "Nobody is named"])
def test_the_second_first_proposal_of_a_version_is_answered_in_words(app, db, officer, title):
    def propose(source):
        return lambda session: propose_version(session, source=source, by=officer)[1]

    added, second = at_once(app, propose(SOURCE), propose(SOURCE.replace("A leader is named", title)))
    assert added is True
    if title == "A leader is named":
        assert second is False
    else:
        assert isinstance(second, Refused)
        assert "already proposed with other content" in second.sentence
    assert db.query(ToolVersion).count() == 1
    db.rollback()


def test_two_who_undo_take_back_one_step_each(app, db, officer, draft_id):
    def undone(session):
        return undo(session, draft=session.get_one(ToolDraft, draft_id), by=officer).words

    assert at_once(app, undone, undone) == ("Reworded twice", "Reworded once")
    assert db.get_one(ToolDraft, draft_id, populate_existing=True).source == SOURCE
    db.rollback()


def test_two_who_change_a_draft_take_one_step_each(app, db, officer, draft_id):
    def put(field):
        def change(session):
            draft = session.get_one(ToolDraft, draft_id)
            return change_draft(session, draft=draft, edits=[Put((field,), "New")], words=f"Put {field}", by=officer)

        return change

    assert at_once(app, put("title"), put("purpose")) == (True, True)
    draft = db.get_one(ToolDraft, draft_id, populate_existing=True)
    assert draft.source == SOURCE.replace("A small tool", "New").replace("As it was", "New")
    assert [step.number for step in sorted(every_step(db, draft), key=lambda step: step.number)] == [1, 2, 3, 4, 5]
    db.rollback()

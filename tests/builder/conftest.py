"""An officer with a draft open, and a colleague who has it open too."""

import pytest

from formsapp.tool_drafts.commands import start_draft
from tests.builder.editing import SOURCE
from tests.builders import as_actor, make_person


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer", name="Odd Officer")
    db.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def draft(db, officer):
    made = start_draft(db, source=SOURCE, by=as_actor(db, officer))
    db.commit()
    return made


@pytest.fixture
def colleague(db, app):
    person = make_person(db, "partnership_officer", name="Second Editor")
    db.commit()
    return app.test_client().sign_in(person)

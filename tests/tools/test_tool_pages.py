import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from formsapp.access.actor import SYSTEM
from formsapp.clock import today
from formsapp.database import database
from formsapp.tools.commands import add_tool_version as add
from formsapp.tools.models import ToolVersion
from tests.builders import make_organisation, make_person, make_tool_version
from tests.queries import count_queries
from tests.tools.test_tool_commands import SOURCE
from tool_definitions.loader import shipped_tool_paths


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


def text_of(response):
    return response.get_data(as_text=True)


def day_parts(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


@pytest.fixture
def outsider(db, client):
    person = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(person)
    return person


def test_list_tools_is_empty_and_says_what_to_do(client, officer):
    page = client.get("/tools")
    assert "There are no tools yet" in text_of(page)
    assert 'href="/tools/add"' in text_of(page)


def test_list_tools_shows_versions_with_their_state_in_as_many_queries(client, officer, db, app):
    make_tool_version(db)
    db.commit()
    with count_queries(database().engine) as few:
        assert "Learning hub" in text_of(client.get("/tools"))
    for _ in range(6):
        make_tool_version(db, ratified=False)
    db.commit()
    with count_queries(database().engine) as many:
        assert text_of(client.get("/tools")).count(">Ratify<") == 6
    assert len(few) == len(many)


@pytest.mark.parametrize("path", ["/tools", "/tools/add"])
def test_tools_are_not_for_schools(client, outsider, path):
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/tools/{}", "/tools/{}/tool.yaml", "/tools/{}/ratify"])
def test_a_version_does_not_exist_for_an_outsider(client, outsider, db, path):
    version = make_tool_version(db)
    db.commit()
    assert client.get(path.format(version.id)).status_code == 404
    assert client.get(path.format(10_000)).status_code == 404


def test_a_learning_hub_member_may_ratify_and_not_add(client, db):
    version = make_tool_version(db, ratified=False)
    member = make_person(db, "learning_hub_member")
    db.commit()
    client.sign_in(member)
    assert client.get(f"/tools/{version.id}/ratify").status_code == 200
    assert client.get("/tools/add").status_code == 403
    assert "Add a version" not in text_of(client.get("/tools"))


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_show_tool_version_shows_every_question_of_a_shipped_tool(client, officer, db, path):
    version = add(db, source=path.read_text(encoding="utf-8"), by=SYSTEM)
    db.commit()
    page = text_of(client.get(f"/tools/{version.id}"))
    from formsapp.tools.versions import tool_of

    tool = tool_of(version)
    missing = [key for key in tool.questions if f'id="question-{key}"' not in page]
    assert missing == []
    assert all(f'href="#section-{section.key}"' in page for section in tool.sections)
    assert "is best" in page


def test_show_tool_version_says_when_a_question_is_asked(client, officer, db):
    source = (
        SOURCE
        + """\
      - {key: one.b, type: yes_no, title: Is there a nursery?}
      - key: one.c
        type: text
        title: Tell us more
        show_if: {all: [{question: one.b, is: ["yes"]}, {not: {question: one.a, at_or_below: not_met}}]}
"""
    )
    version = add(db, source=source, by=SYSTEM)
    db.commit()
    page = text_of(client.get(f"/tools/{version.id}"))
    assert (
        "Asked if “Is there a nursery?” is yes and it is not so that “A leader is named” is rated Not met or worse."
        in page
    )


def test_download_tool_version_gives_the_file_as_it_was_written(client, officer, db):
    version = add(db, source=f"# by the hub\n{SOURCE}", by=SYSTEM)
    db.commit()
    file = client.get(f"/tools/{version.id}/tool.yaml")
    assert file.get_data(as_text=True) == f"# by the hub\n{SOURCE}"
    assert "small-v1.yaml" in file.headers["Content-Disposition"]


def test_add_tool_version_from_a_paste_and_again_unchanged(client, officer, db):
    first = client.post_form("/tools/add", {"pasted": SOURCE}, follow_redirects=True)
    assert "Version v1 added as a draft" in text_of(first)
    again = client.post_form("/tools/add", {"pasted": SOURCE}, follow_redirects=True)
    assert "Unchanged" in text_of(again)
    assert db.scalar(select(func.count()).select_from(ToolVersion)) == 1


def test_add_tool_version_from_a_file(client, officer, db):
    file = (io.BytesIO(b"\xef\xbb\xbf" + SOURCE.encode()), "small.yaml")
    page = client.post_form("/tools/add", {"file": file}, content_type="multipart/form-data", follow_redirects=True)
    assert "added as a draft" in text_of(page)


def test_add_tool_version_from_those_shipped(client, officer, db):
    page = client.post_form("/tools/add", {"shipped": "section-11-agency"}, follow_redirects=True)
    assert "added as a draft" in text_of(page)
    assert db.scalar(select(ToolVersion.key)) == "section-11-agency"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a tool, a file, or paste"),
        ({"pasted": SOURCE, "shipped": "section-11-agency"}, "Choose one way only"),
        ({"shipped": "no-such-tool"}, "Not a valid choice"),
        ({"file": b"\xff\xfe\x81"}, "not text in UTF-8"),
        ({"file": b"x" * 5_001}, "larger than 1 MB"),
    ],
)
@pytest.mark.usefixtures("officer")
def test_add_tool_version_needs_one_source_that_can_be_read(client, monkeypatch, data, words):
    monkeypatch.setattr("formsapp.tools.forms.LARGEST_FILE", 5_000)
    sent = {name: (io.BytesIO(value), "small.yaml") if name == "file" else value for name, value in data.items()}
    page = client.post_form("/tools/add", sent, content_type="multipart/form-data")
    assert page.status_code == 422
    assert words in text_of(page)
    assert "<title>Error: " in text_of(page)


def test_add_tool_version_shows_every_problem_and_keeps_the_text(client, officer, db):
    broken = SOURCE.replace("scheme: practice", "scheme: practise").replace("kind: self_assessment", "kind: other")
    page = client.post_form("/tools/add", {"pasted": broken})
    shown = text_of(page)
    assert page.status_code == 422
    assert "Line 4" in shown
    assert "Line 12" in shown
    assert "unknown-scheme" in shown
    assert "scheme: practise" in shown
    assert db.scalar(select(func.count()).select_from(ToolVersion)) == 0


def test_add_tool_version_refuses_other_content_under_the_same_version(client, officer, db):
    add(db, source=SOURCE, by=SYSTEM)
    db.commit()
    other = SOURCE.replace("A leader is named", "Nobody is named")
    page = client.post_form("/tools/add", {"pasted": other})
    assert page.status_code == 422
    assert "Raise the version" in text_of(page)
    assert "Nobody is named" in text_of(page)


def test_ratify_tool_version_says_it_is_for_good_and_does_it(client, officer, db):
    version = make_tool_version(db, ratified=False)
    db.commit()
    address = f"/tools/{version.id}/ratify"
    assert "can never be changed again" in text_of(client.get(address))
    page = client.post_form(address, {"meeting": "Learning hub", **day_parts("on", today())}, follow_redirects=True)
    assert "is ratified" in text_of(page)
    assert f"recorded by {officer.name}" in text_of(page)


@pytest.mark.parametrize(
    ("meeting", "days_ahead", "words"),
    [("", 0, "Enter the meeting"), ("Spring hub", 2, "today or in the past")],
)
@pytest.mark.usefixtures("officer")
def test_ratify_tool_version_keeps_what_was_typed(client, db, meeting, days_ahead, words):
    on = today() + timedelta(days=days_ahead)
    version = make_tool_version(db, ratified=False)
    db.commit()
    page = client.post_form(f"/tools/{version.id}/ratify", {"meeting": meeting, **day_parts("on", on)})
    assert page.status_code == 422
    assert words in text_of(page)
    assert f'value="{on.year}"' in text_of(page)
    assert meeting in text_of(page)


def test_a_ratified_version_offers_no_form(client, officer, db):
    version = make_tool_version(db)
    db.commit()
    page = text_of(client.get(f"/tools/{version.id}/ratify"))
    assert "was ratified by Learning hub" in page
    assert "for good" not in page

import re
from datetime import timedelta

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.clock import today
from formsapp.database import database
from formsapp.tools.commands import propose_version, withdraw_version
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
    assert 'href="/tools/drafts/start"' in text_of(page)


def test_list_tools_shows_versions_with_their_state_in_as_many_queries(client, officer, db, app):
    make_tool_version(db)
    db.commit()
    with count_queries(database().engine) as few:
        assert "Learning hub" in text_of(client.get("/tools"))
    for _ in range(6):
        make_tool_version(db, ratified=False)
    db.commit()
    with count_queries(database().engine) as many:
        assert text_of(client.get("/tools")).count(">Read and ratify<") == 6
    assert len(few) == len(many)


@pytest.mark.parametrize("path", ["/tools", "/tools/drafts", "/tools/drafts/start"])
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
    assert client.get("/tools/drafts").status_code == 403
    assert "Make a tool" not in text_of(client.get("/tools"))


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_show_tool_version_shows_every_question_of_a_shipped_tool(client, officer, db, path):
    version = propose_version(db, source=path.read_text(encoding="utf-8"), by=SYSTEM)[0]
    db.commit()
    page = text_of(client.get(f"/tools/{version.id}"))
    from formsapp.tools.versions import tool_of

    tool = tool_of(version)
    missing = [key for key in tool.questions if f'id="question-{key}"' not in page]
    assert missing == []
    assert all(f'href="#section-{section.key}"' in page for section in tool.sections)
    assert ("is best" in page) is bool(tool.rating_schemes)


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
    version = propose_version(db, source=source, by=SYSTEM)[0]
    db.commit()
    page = text_of(client.get(f"/tools/{version.id}"))
    assert (
        "Asked if “Is there a nursery?” is yes and it is not so that “A leader is named” is rated Not met or worse."
        in page
    )


def test_download_tool_version_gives_the_file_as_it_was_written(client, officer, db):
    version = propose_version(db, source=f"# by the hub\n{SOURCE}", by=SYSTEM)[0]
    db.commit()
    file = client.get(f"/tools/{version.id}/tool.yaml")
    assert file.get_data(as_text=True) == f"# by the hub\n{SOURCE}"
    assert "small-v1.yaml" in file.headers["Content-Disposition"]


def test_ratify_tool_version_says_it_is_for_good_and_does_it(client, officer, db):
    version = make_tool_version(db, ratified=False)
    db.commit()
    address = f"/tools/{version.id}/ratify"
    assert "can never be changed again" in text_of(client.get(address))
    page = client.post_form(
        address,
        {"meeting": "Learning hub", "fingerprint": version.fingerprint, **day_parts("on", today())},
        follow_redirects=True,
    )
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
    page = client.post_form(
        f"/tools/{version.id}/ratify", {"meeting": meeting, "fingerprint": version.fingerprint, **day_parts("on", on)}
    )
    assert page.status_code == 422
    assert words in text_of(page)
    assert f'value="{on.year}"' in text_of(page)
    assert meeting in text_of(page)


def test_what_was_proposed_anew_while_the_page_stood_open_is_not_ratified_unread(client, officer, db):
    version, _ = propose_version(db, source=SOURCE, by=SYSTEM)
    db.commit()
    address = f"/tools/{version.id}/ratify"
    shown = text_of(client.get(address))
    read = re.search(r'name="fingerprint"[^>]*value="([0-9a-f]{64})"', shown).group(1)
    withdraw_version(db, version=version, by=SYSTEM)
    propose_version(db, source=SOURCE.replace("A leader is named", "Nobody is named"), by=SYSTEM)
    db.commit()
    typed = {"meeting": "Learning hub", "fingerprint": read, **day_parts("on", today())}
    page = client.post_form(address, typed)
    assert page.status_code == 422
    assert "was changed since you opened the page" in text_of(page)
    assert f'value="{version.fingerprint}"' in text_of(page)
    assert "Not yet" in text_of(client.get(f"/tools/{version.id}"))


def test_a_ratified_version_offers_no_form(client, officer, db):
    version = make_tool_version(db)
    db.commit()
    page = text_of(client.get(f"/tools/{version.id}/ratify"))
    assert "was ratified by Learning hub" in page
    assert "for good" not in page


def test_the_content_that_was_read_is_what_is_ratified(client, officer, db):
    version, _ = propose_version(db, source=SOURCE, by=SYSTEM)
    db.commit()
    link = re.search(
        r'href="(/tools/\d+/ratify\?read=[0-9a-f]{64})"', text_of(client.get(f"/tools/{version.id}"))
    ).group(1)
    withdraw_version(db, version=version, by=SYSTEM)
    propose_version(db, source=SOURCE.replace("A leader is named", "Nobody is named"), by=SYSTEM)
    db.commit()
    held = re.search(r'name="fingerprint"[^>]*value="([0-9a-f]{64})"', text_of(client.get(link))).group(1)
    assert held in link
    typed = {"meeting": "Learning hub", **day_parts("on", today())}
    for fingerprint in ({"fingerprint": held}, {"fingerprint": ""}, {}):
        assert client.post_form(link, {**typed, **fingerprint}).status_code == 422
    assert "Not yet" in text_of(client.get(f"/tools/{version.id}"))

"""What became of last year's questions: proposed, confirmed, chosen, and written into the draft's text."""

import html
import re
from typing import Any

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.tool_drafts.commands import change_draft, propose_draft, start_draft
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import version_before
from formsapp.tool_drafts.relations import Relations, digest_of_from
from formsapp.tools.versions import tool_of
from tests.builders import make_organisation, make_person, make_tool_version, rating, tool_document
from tests.queries import count_queries
from tool_definitions.checker import check_tool_text
from tool_definitions.editing import Put, write_tool
from tool_definitions.loader import load_tool_text

LEAD = rating("leadership.lead", title="The lead has the time, authority and training for the role")
POLICY = rating("leadership.policy", title="The child protection policy is current, and every adult has read it")
FILES = rating("leadership.files", title="Records of concerns are complete and kept securely")
VOICE = rating("leadership.voice", title="Children are asked what makes them feel safe")
LAST_YEAR = (LEAD, POLICY, FILES, VOICE)
NEXT_YEAR = (
    {**LEAD, "title": "The lead has the time, the authority and the training for the role"},
    rating("leadership.policy-current", title="The child protection policy is current"),
    rating("leadership.policy-read", title="Every adult has read the child protection policy"),
    rating("leadership.records", title=FILES["title"]),
    rating("leadership.visitors", title="Visitors sign in and wear a badge"),
)


def tool_of_questions(*questions: dict[str, Any], version: str) -> dict[str, Any]:
    return tool_document({"leadership": list(questions)}, version=version)


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def draft(db, officer) -> ToolDraft:
    return a_draft(db, *NEXT_YEAR)


def a_draft(db, *questions: dict[str, Any], last_year: Any = LAST_YEAR, key: str = "small-tool") -> ToolDraft:
    before = make_tool_version(db, tool_of_questions(*last_year, version="2025-26") | {"key": key})
    source = "# Ours.\n" + write_tool(tool_of_questions(*questions, version="2026-27") | {"key": key})
    draft = start_draft(db, source=source, by=SYSTEM)
    draft.based_on_id = before.id
    db.commit()
    return draft


def text_of(response) -> str:
    return html.unescape(response.get_data(as_text=True))


def came(draft: ToolDraft) -> dict[str, list[tuple[str, str]]]:
    """What each question of the draft now says that it comes from."""
    with database().reading() as session:
        tool = load_tool_text(session.get_one(ToolDraft, draft.id).source)
    return {key: [(one.relation, one.key) for one in question.from_] for key, question in tool.questions.items()}


def address(draft: ToolDraft, question: str = "") -> str:
    return f"/tools/drafts/{draft.id}/relations" + (f"/{question}" if question else "")


def test_confirm_relations_shows_what_is_proposed_and_why(client, draft):
    page = text_of(client.get(address(draft)))
    assert "4 questions to confirm" in page
    assert "Proposed because it has the title of 1.3, under another key." in page
    assert "as do those of “Every adult has read the child protection policy”" in page
    assert "A part of 1.2" in page
    lapsed, said = page.split('id="lapsed"')[1].split('id="said"')
    assert "1.4 Children are asked what makes them feel safe" in lapsed
    assert re.search(r"Visitors sign in and wear a badge.*?A new question", said, re.DOTALL)


def test_confirm_all_that_are_plain(client, draft):
    assert "Confirm all 2 that are plain" in text_of(client.get(address(draft)))
    answer = client.post_form(address(draft), {"plain": "yes"}, follow_redirects=True)
    assert "Saved for 2 questions." in text_of(answer)
    assert came(draft)["leadership.records"] == [("same", "leadership.files")]
    assert came(draft)["leadership.lead"] == [("reworded", "leadership.lead")]
    assert "2 questions to confirm" in text_of(client.get(address(draft)))


def test_confirm_what_was_chosen_at_each_question(client, draft, db):
    chosen = {
        "choice-leadership.policy-current": "split:leadership.policy",
        "choice-leadership.policy-read": "new:",
    }
    client.post_form(address(draft), chosen)
    found = came(draft)
    assert found["leadership.policy-current"] == [("split", "leadership.policy")]
    assert found["leadership.policy-read"] == found["leadership.records"] == []
    with database().reading() as session:
        source = session.get_one(ToolDraft, draft.id).source
    assert source.startswith("# Ours.\n")
    assert source.count("from: []") == 1
    page = text_of(client.get(address(draft)))
    assert "2 questions to confirm" in page
    assert "proposed-leadership.policy-read" not in page


def test_a_new_question_under_an_old_key_gets_another_key(client, db, officer):
    asked = {**VOICE, "title": "Visitors sign in and wear a badge"}
    follows = rating("leadership.after", show_if={"question": "leadership.voice", "answered": True})
    draft = a_draft(db, LEAD, POLICY, FILES, asked, follows, last_year=(LEAD, POLICY, FILES, VOICE))
    client.post_form(address(draft), {"choice-leadership.voice": "new:"})
    assert list(came(draft)) == [one["key"] for one in (LEAD, POLICY, FILES)] + [
        "leadership.voice-new",
        "leadership.after",
    ]
    page = text_of(client.get(address(draft)))
    assert "Nothing is left to confirm." in page
    assert "1.4 Children are asked what makes them feel safe" in page.split('id="lapsed"')[1]


def test_nothing_chosen_changes_nothing(client, draft):
    assert "Nothing was chosen" in text_of(client.post_form(address(draft), {}, follow_redirects=True))
    assert not any(came(draft).values())


@pytest.mark.parametrize("choice", ["split:no-such-question", "copied:leadership.policy", "split", ":"])
def test_what_no_page_offers_is_not_written(client, draft, choice):
    client.post_form(address(draft), {"choice-leadership.policy-read": choice})
    with database().reading() as session:
        assert "no-such" not in session.get_one(ToolDraft, draft.id).source
    assert not came(draft)["leadership.policy-read"]


def test_what_somebody_else_said_meanwhile_stays(client, draft, db):
    said = {"key": "leadership.voice", "relation": "reworded"}
    path = ("sections", 0, "questions", 3, "from")
    shown = client.get(address(draft))
    assert "proposed-leadership.records" in shown.get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown.get_data(as_text=True))
    change_draft(db, draft=draft, edits=[Put(path, said)], words="Said", by=SYSTEM)
    db.commit()
    data = {"choice-leadership.records": "same:leadership.files", "csrf_token": token.group(1)}
    assert client.post(address(draft), data=data).status_code == 302
    assert came(draft)["leadership.records"] == [("reworded", "leadership.voice")]


def test_choose_origin_opens_on_what_is_proposed(client, draft):
    page = text_of(client.get(address(draft, "leadership.policy-read")))
    assert "Where 1.3 comes from" in page
    assert re.search(r'value="split"[^>]* checked', page)
    assert re.search(r'<option value="leadership.policy" selected', page)


def choosing(draft: ToolDraft, key: str, relation: str, *keys: str) -> dict[str, str]:
    with database().reading() as session:
        found = session.get_one(ToolDraft, draft.id)
        before = version_before(session, found)
        tool = load_tool_text(found.source)
        relations = Relations(tool_of(before), tool, tool.as_document())
    places = {f"origins-{place}": key for place, key in enumerate([*keys, "", "", ""][: max(3, len(keys))])}
    return {"relation": relation, "base": digest_of_from(relations.data, key), **places}


def test_choose_origin_of_a_merged_question(client, draft):
    key = "leadership.visitors"
    data = choosing(draft, key, "merged", "leadership.voice", "leadership.files")
    answer = client.post_form(address(draft, key), data, follow_redirects=True)
    assert "Saved." in text_of(answer)
    assert came(draft)[key] == [("merged", "leadership.voice"), ("merged", "leadership.files")]
    page = text_of(client.get(address(draft)))
    assert "Merged from 1.4 and 1.3" in page
    reopened = text_of(client.get(address(draft, key)))
    assert re.search(r'value="merged"[^>]* checked', reopened)


@pytest.mark.parametrize(
    ("relation", "keys", "message"),
    [
        ("merged", ["leadership.voice"], "Choose at least two questions"),
        ("reworded", [], "Choose the question before"),
        ("split", ["leadership.voice", "leadership.files"], "Only a merged question comes from several"),
        ("same", ["made-up"], "Not a valid choice"),
        ("cloned", ["leadership.voice"], "Not a valid choice"),
    ],
)
def test_choose_origin_says_what_is_missing(client, draft, relation, keys, message):
    key = "leadership.visitors"
    answer = client.post_form(address(draft, key), choosing(draft, key, relation, *keys))
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert not came(draft)[key]


def test_a_choice_can_be_taken_back(client, draft):
    key = "leadership.records"
    client.post_form(address(draft), {f"choice-{key}": "same:leadership.files"})
    client.post_form(address(draft, key), choosing(draft, key, "new"))
    assert came(draft)[key] == []
    assert f"proposed-{key}" not in text_of(client.get(address(draft)))


def test_choose_origin_does_not_overwrite_somebody_else(client, draft, db):
    key = "leadership.records"
    data = choosing(draft, key, "new")
    said = {"key": "leadership.voice", "relation": "reworded"}
    change_draft(db, draft=draft, edits=[Put(("sections", 0, "questions", 3, "from"), said)], words="Said", by=SYSTEM)
    db.commit()
    answer = client.post_form(address(draft, key), data)
    assert answer.status_code == 422
    assert "Nothing of theirs was overwritten" in text_of(answer)
    assert re.search(r'<option value="leadership.voice" selected', text_of(answer))
    assert came(draft)[key] == [("reworded", "leadership.voice")]


def test_what_was_confirmed_passes_the_checker(client, draft, db):
    client.post_form(address(draft), {"plain": "yes"})
    before = tool_of(version_before(db, draft))
    with database().reading() as session:
        source = session.get_one(ToolDraft, draft.id).source
    assert [one.code for one in check_tool_text(source, earlier=[before]) if one.severity == "error"] == []


def test_a_draft_with_errors_and_one_without_a_version_before(client, db, draft):
    change_draft(db, draft=draft, edits=[Put(("scoring",), {"bands": 3})], words="Broken", by=SYSTEM)
    first = start_draft(db, source=write_tool(tool_document(key="another")), by=SYSTEM)
    db.commit()
    for path in ("relations", "changes"):
        assert "The checker finds" in text_of(client.get(f"/tools/drafts/{draft.id}/{path}"))
        assert "There is no version before this one" in text_of(client.get(f"/tools/drafts/{first.id}/{path}"))
    assert client.get(address(draft, "leadership.lead")).status_code == 404
    assert client.get(address(first, "leadership.a")).status_code == 404


def test_a_proposed_draft_is_only_read(client, db, draft):
    propose_draft(db, draft=draft, by=SYSTEM)
    db.commit()
    page = text_of(client.get(address(draft)))
    assert "Save what I chose" not in page
    assert f"{address(draft)}/" not in page
    key = "leadership.visitors"
    answer = client.post_form(address(draft, key), choosing(draft, key, "new"))
    assert answer.status_code == 422
    assert "Take the proposal back first" in text_of(answer)


def test_show_draft_changes_is_what_respondents_will_read(client, draft):
    client.post_form(address(draft), {"choice-leadership.policy-current": "split:leadership.policy"})
    page = text_of(client.get(f"/tools/drafts/{draft.id}/changes"))
    assert "What changed since version 2025-26" in page
    assert "Split from 1.2 of version 2025-26" in page
    only = text_of(client.get(f"/tools/drafts/{draft.id}/changes?kind=split"))
    assert "Visitors sign in" not in only


def test_relations_take_as_many_queries_for_many_questions(client, db, officer):
    few = a_draft(db, *NEXT_YEAR)
    client.get(address(few))
    with count_queries(database().engine) as one:
        client.get(address(few))
    many = [rating(f"leadership.q{number}", title=f"Question {number} about subject{number}") for number in range(60)]
    renamed = [{**question, "key": f"{question['key']}-x"} for question in many]
    big = a_draft(db, *renamed, last_year=many, key="big")
    client.get(address(big))
    with count_queries(database().engine) as other:
        assert text_of(client.get(address(big))).count("Proposed because") == 60
    assert len(one) == len(other)


@pytest.mark.parametrize("path", ["relations", "relations/leadership.lead", "changes"])
def test_drafts_do_not_exist_for_an_outsider(client, db, draft, path):
    person = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(person)
    assert client.get(f"/tools/drafts/{draft.id}/{path}").status_code == 404


def test_a_question_merged_from_more_keeps_them_all(client, draft, db):
    keys = [question["key"] for question in LAST_YEAR]
    said = [{"key": key, "relation": "merged"} for key in keys]
    change_draft(db, draft=draft, edits=[Put(("sections", 0, "questions", 4, "from"), said)], words="Said", by=SYSTEM)
    db.commit()
    key = "leadership.visitors"
    assert text_of(client.get(address(draft, key))).count("<select") == 4
    client.post_form(address(draft, key), choosing(draft, key, "merged", *keys))
    assert came(draft)[key] == [("merged", old) for old in keys]

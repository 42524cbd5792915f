import re

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.tool_drafts.commands import replace_source, start_draft
from formsapp.tool_drafts.models import ToolDraft, ToolDraftStep
from tests.builder.editing import JSON, QUESTION, SOURCE, filled, held_by, save, source_of, text_of, with_changes
from tests.queries import count_queries

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def holding(db, draft, source):
    """The draft with another text."""
    one = db.get(ToolDraft, draft.id)
    replace_source(db, draft=one, source=source, base=one.revision, words="As a file", by=SYSTEM)
    db.commit()


def test_a_change_of_one_field_leaves_everything_else_as_it_is(client, draft, db):
    save(client, QUESTION.format(draft.id), title="The lead has the time it takes")
    assert source_of(db, draft) == SOURCE.replace("The lead has time ", "The lead has the time it takes ")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ({"weight": "1"}, []),
        ({"comment": "required_at_or_below", "comment-level": "met"}, ["comment: required_at_or_below met"]),
        ({"levels-not_met": "Nobody covers."}, ["not_met: Nobody covers."]),
        (
            {"limit-at_or_below": "not_met", "limit-overall": "None such"},
            ["at_or_below: not_met", "overall: None such"],
        ),
        ({"applies_to-phase": ["", "primary", "middle"]}, ["applies_to: {phase: [primary, middle]}"]),
        ({"recommendation-text": "Do it.", "recommendation-owner": "setting"}, ["text: Do it.", "owner: setting"]),
        ({"required": [""]}, ["required: false"]),
        ({"asks_for": "reflection"}, ["asks_for: reflection"]),
    ],
)
def test_every_field_is_written_where_it_belongs(client, draft, db, typed, lines):
    assert save(client, QUESTION.format(draft.id), **typed).status_code == 302
    source = source_of(db, draft)
    for line in lines:
        assert line in source
    assert "title: The lead has time   # agreed in May" in source
    assert "weight: 2\n    colour: blue        # not a field of ours" in source


def test_options_are_added_named_moved_and_removed_without_javascript(client, draft, db):
    url = f"/tools/drafts/{draft.id}/questions/practice.choice"
    text = "- {key: practice.words, type: text, title: In your words}"
    more = (
        "- {key: practice.choice, type: choice, title: Which?, options: [{value: a, label: A}, {value: b, label: B}]}"
    )
    holding(db, draft, SOURCE.replace(text, f"{text}\n      {more}"))
    page = client.get(save(client, url, do="add options").location)
    client.post(url, data=with_changes(filled(page), {"options-2-label": "All the time"}))
    assert "{value: all_the_time, label: All the time}" in source_of(db, draft)
    save(client, url, do="up options-2")
    save(client, url, do="remove options-0")
    held = filled(client.get(url))
    assert [held["options-0-value"], held["options-1-value"]] == ["all_the_time", "b"]


def test_the_scheme_decides_which_boxes_there_are(client, draft):
    url = QUESTION.format(draft.id)
    held = filled(client.get(url))
    assert [name for name in held if name.startswith("levels-")] == [
        "levels-not_met", "levels-partly_met", "levels-met", "levels-embedded"
    ]  # fmt: skip
    answer = client.post(url, data=with_changes(held, {"scheme": "another"}), headers=JSON)
    assert "Choose a rating scheme first" in answer.json["rebuilt"]["levels"]


def test_words_for_levels_of_another_scheme_are_kept_and_shown(client, draft, db):
    holding(db, draft, SOURCE.replace("weight: 2\n      - key", "levels: {old: Once}\n      - key"))
    page = client.get(QUESTION.format(draft.id))
    assert "old (not a level of this scheme)" in text_of(page)
    save(client, QUESTION.format(draft.id), title="New")
    assert "levels: {old: Once}" in source_of(db, draft)


def test_problems_stand_beside_their_fields(client, draft, db):
    holding(db, draft, SOURCE.replace("scheme: practice", "scheme: practise"))
    page = text_of(client.get(QUESTION.format(draft.id)))
    assert re.search(r'id="problems-scheme"><span class="app-problem app-problem--error">.*?practise', page)
    assert "practise (not in this tool)" in page


def test_what_a_draft_should_not_hold_does_no_harm(client, draft, db):
    odd = "crosswalk: [not, fields]\n        levels: {met: [a]}\n        show_if: {any: yes}\n        limit: none"
    holding(db, draft, SOURCE.replace("weight: 2\n      - key", f"{odd}\n      - key"))
    page = client.get(QUESTION.format(draft.id))
    assert text_of(page).count("cannot be shown as a form") == 4
    before = source_of(db, draft)
    save(client, QUESTION.format(draft.id), title="New")
    assert source_of(db, draft) == before.replace("title: The lead has time ", "title: New ")


@pytest.mark.parametrize("part", ["[]", "text", "{}", '[{"key": 1}, x, {}]', "{questions: {}}"])
def test_a_draft_whose_sections_are_odd_is_shown(client, db, officer, part):
    made = start_draft(db, source=f"key: a\nsections: {part}\n", by=SYSTEM)
    db.commit()
    assert client.get(f"/tools/drafts/{made.id}").status_code == 200


def test_questions_without_a_key_of_their_own_are_known_by_their_place(client, draft, db):
    holding(db, draft, SOURCE.replace("leadership.nursery", "leadership.dsl"))
    outline = text_of(client.get(f"/tools/drafts/{draft.id}"))
    assert f'href="/tools/drafts/{draft.id}/questions/@0.1"' in outline
    save(client, f"/tools/drafts/{draft.id}/questions/@0.1", title="The second")
    assert "title: The second" in source_of(db, draft)
    url = f"/tools/drafts/{draft.id}/questions/@0.1/key"
    assert client.post_form(url, {"key": "leadership.dsl"}).status_code == 422
    assert client.post_form(url, {"key": "leadership.nursery"}).status_code == 302
    assert "questions/leadership.nursery" in text_of(client.get(f"/tools/drafts/{draft.id}"))


def test_the_next_question_is_one_button_away(client, draft):
    answer = save(client, QUESTION.format(draft.id), then="next")
    assert answer.location.endswith("/questions/leadership.nursery")
    page = text_of(client.get(f"/tools/drafts/{draft.id}/questions/practice.words"))
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page


def test_the_preview_of_the_guidance_follows(client, draft):
    url = QUESTION.format(draft.id)
    held = with_changes(filled(client.get(url)), {"guidance": "Look **hard**."})
    assert "<strong>hard</strong>" in client.post(url, data=held, headers=JSON).json["previews"]["guidance"]


def test_conditions_follow_a_key(client, draft, db):
    holding(
        db,
        draft,
        SOURCE.replace("title: In your words", "title: W, show_if: {question: leadership.dsl, answered: true}"),
    )
    url = f"{QUESTION.format(draft.id)}/key"
    assert "The conditions of practice.words name it" in text_of(client.get(url))
    assert client.post_form(url, {"key": "Not A Key"}).status_code == 422
    assert client.post_form(url, {"key": "practice.words"}).status_code == 422
    assert client.post_form(url, {"key": "leadership.lead"}).location.endswith("/questions/leadership.lead")
    assert "show_if: {question: leadership.lead, answered: true}" in source_of(db, draft)
    last = db.query(ToolDraftStep).order_by(ToolDraftStep.number.desc()).first()
    assert last.words == "Renamed leadership.dsl to leadership.lead"


def test_another_type_shows_what_would_be_lost(client, draft, db):
    url = f"{QUESTION.format(draft.id)}/type"
    asked = client.post_form(url, {"type": "text"})
    assert asked.location.endswith("/type?type=text")
    page = text_of(client.get(asked.location))
    assert "This would be lost" in page
    assert re.search(r"scheme</dt><dd[^>]*>practice<", page)
    assert source_of(db, draft) == SOURCE
    client.post_form(url, {"type": "text", "lose": "text"}, page=asked.location)
    source = source_of(db, draft)
    assert "type: text\n        title: The lead has time   # agreed in May" in source
    assert "scheme: practice" not in source


def test_another_type_brings_what_it_needs(client, draft, db):
    url = f"/tools/drafts/{draft.id}/questions/practice.words"
    client.post_form(f"{url}/type", {"type": "choice"})
    assert "value: first, label: First choice" in source_of(db, draft)


def test_a_draft_that_is_proposed_is_not_changed(client, draft, db):
    held = filled(client.get(QUESTION.format(draft.id)))
    db.get(ToolDraft, draft.id).discarded_at = db.get(ToolDraft, draft.id).changed_at
    db.commit()
    answer = client.post(QUESTION.format(draft.id), data=with_changes(held, {"title": "New"}))
    assert answer.status_code == 422
    assert "This draft was discarded" in text_of(answer)
    assert held_by(text_of(answer))["title"] == "New"


def test_the_page_asks_the_database_as_much_for_a_long_tool(client, draft, db):
    with count_queries(database().engine) as few:
        client.get(QUESTION.format(draft.id))
    many = "\n".join(f"      - {{key: practice.w{n}, type: text, title: Words {n}}}" for n in range(30))
    holding(db, draft, f"{SOURCE}{many}\n")
    with count_queries(database().engine) as more:
        client.get(QUESTION.format(draft.id))
    assert len(more) == len(few)

"""Sections and questions are added, copied and removed."""

import pytest

from formsapp.builder.removing import without
from formsapp.tool_drafts.commands import start_draft
from tests.builder.editing import SOURCE, source_of, text_of
from tests.builders import as_actor, make_tool_version
from tool_definitions.checker import check_tool_text
from tool_definitions.draft import QUESTION_TYPES

CONDITIONAL = SOURCE.replace("title: In your words", "title: W, show_if: {question: leadership.nursery, is: [yes]}") + (
    "      - key: practice.more\n        type: text\n        title: More\n        # why\n        show_if:\n"
    "          all:\n            - {question: leadership.nursery, is: [yes]}\n"
    "            - {question: practice.words, answered: true}\n"
)


@pytest.fixture
def conditional(db, officer):
    made = start_draft(db, source=CONDITIONAL, by=as_actor(db, officer))
    db.commit()
    return made


def test_a_section_is_added_and_asks_for_its_first_question(client, draft, db):
    home = f"/tools/drafts/{draft.id}"
    answer = client.post_form(f"{home}/sections/add", {"title": "What we learnt from children"}, page=home)
    assert answer.location.endswith("/sections/learnt-children/add")
    assert "- key: learnt-children\n    title: What we learnt from children" in source_of(db, draft)
    assert client.post_form(f"{home}/sections/add", {"title": " "}).status_code == 422


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_a_question_of_any_type_is_added_without_an_error(client, draft, db, kind):
    url = f"/tools/drafts/{draft.id}/sections/practice/add"
    answer = client.post_form(url, {"type": kind, "title": "Do children say that they are safe?"})
    assert answer.location.endswith("/questions/practice.children-say-safe")
    assert client.get(answer.location).status_code == 200
    errors = [
        one for one in check_tool_text(source_of(db, draft)) if "questions[1]" in one.path and one.severity == "error"
    ]
    assert [one for one in errors if "sections[1]" in one.path] == []


def test_a_question_needs_a_type_and_a_title(client, draft, db):
    answer = client.post_form(f"/tools/drafts/{draft.id}/sections/practice/add", {"title": ""})
    assert answer.status_code == 422
    assert "Choose how it is answered" in text_of(answer)
    assert source_of(db, draft) == SOURCE


def test_a_copy_stands_below_with_a_key_of_its_own(client, draft, db):
    url = f"/tools/drafts/{draft.id}/questions/leadership.dsl"
    assert client.post_form(f"{url}/copy", {}, page=f"{url}/more").location.endswith("/leadership.dsl-copy")
    assert source_of(db, draft).count("title: The lead has time") == 2
    section = f"/tools/drafts/{draft.id}/sections/practice"
    assert client.post_form(f"{section}/copy", {}, page=f"{section}/more").location.endswith("/practice-copy")
    assert "key: practice-copy.words" in source_of(db, draft)


def test_a_question_that_nothing_depends_on_is_removed(client, draft, db):
    url = f"/tools/drafts/{draft.id}/questions/leadership.nursery/remove"
    assert "No other question depends on it." in text_of(client.get(url))
    assert client.post_form(url, {}).location.endswith("?open=0")
    assert "leadership.nursery" not in source_of(db, draft)


def test_what_depends_on_it_is_shown_and_has_to_be_decided(client, conditional, db):
    url = f"/tools/drafts/{conditional.id}/questions/leadership.nursery/remove"
    page = text_of(client.get(url))
    assert "practice.words" in page
    assert "practice.more" in page
    answer = client.post_form(url, {})
    assert answer.status_code == 422
    assert "Choose what becomes of the questions that depend on it." in text_of(answer)
    assert source_of(db, conditional) == CONDITIONAL


def test_their_conditions_are_taken_out(client, conditional, db):
    url = f"/tools/drafts/{conditional.id}/questions/leadership.nursery/remove"
    client.post_form(url, {"then": "ask_all"})
    source = source_of(db, conditional)
    assert "leadership.nursery" not in source
    assert "title: W}" in source
    assert "question: practice.words" in source
    assert "# why" in source


def test_they_are_removed_as_well_with_what_depends_on_them(client, conditional, db):
    url = f"/tools/drafts/{conditional.id}/questions/leadership.nursery/remove"
    client.post_form(url, {"then": "remove"})
    assert "practice." not in source_of(db, conditional)


def test_they_are_left_to_be_mended(client, conditional, db):
    url = f"/tools/drafts/{conditional.id}/questions/leadership.nursery/remove"
    client.post_form(url, {"then": "leave"})
    assert [one.code for one in check_tool_text(source_of(db, conditional))].count("unknown-question") == 2


def test_a_section_goes_with_its_questions(client, conditional, db):
    url = f"/tools/drafts/{conditional.id}/sections/leadership/remove"
    page = text_of(client.get(url))
    assert "2 questions would go with it" in page
    client.post_form(url, {"then": "ask_all"})
    assert "leadership" not in source_of(db, conditional)


def test_answers_of_last_year_are_spoken_of(client, db, officer):
    version = make_tool_version(db)
    made = start_draft(
        db, source=SOURCE.replace("leadership.dsl", "leadership.a"), by=as_actor(db, officer), based_on=version
    )
    db.commit()
    page = text_of(client.get(f"/tools/drafts/{made.id}/questions/leadership.a/remove"))
    assert f"asked in version {version.version}" in page
    page = text_of(client.get(f"/tools/drafts/{made.id}/questions/leadership.nursery/remove"))
    assert "asked in version" not in page


A, B = {"question": "a", "answered": "true"}, {"question": "b", "answered": "true"}


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ({"all": [A, B]}, B),
        ({"any": [A, B, B]}, {"any": [B, B]}),
        ({"not": {"all": [A, B]}}, {"not": B}),
        ({"all": [B, {"any": [A, B]}]}, {"all": [B, B]}),
        (B, B),
    ],
)
def test_a_condition_without_one_of_its_questions(condition, left):
    assert without(condition, {"a"}) == left

import pytest

from tests.builder.editing import save, source_of, text_of
from tests.builder.tool_parts import PARTS, WRONG, started
from tool_definitions.loader import load_tool_text

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ABOUT = "/tools/drafts/{}/about"


def test_one_field_is_changed_and_the_rest_stays(client, officer, db):
    draft = started(db, officer)
    save(client, ABOUT.format(draft.id), title="Another title")
    assert source_of(db, draft) == PARTS.replace("title: A tool with parts", "title: Another title")


def test_whom_it_is_for_and_how_it_is_moderated_are_added_and_taken_away(client, officer, db):
    draft = started(db, officer)
    url = ABOUT.format(draft.id)
    given = {"audience-organisation_types": ["", "school", "college"], "moderation-blind": ["", "y"]}
    save(client, url, **given, **{"moderation-moderators": "2", "moderation-challenge_days": "10"})
    tool = load_tool_text(source_of(db, draft))
    assert tool.audience.organisation_types == ("school", "college")
    assert (tool.moderation.blind, tool.moderation.moderators, tool.moderation.challenge_days) == (True, 2, 10)
    assert "challenge_days" not in source_of(db, draft)
    db.commit()
    taken = {"audience-organisation_types": [""], "moderation-blind": [""], "moderation-moderators": "1"}
    save(client, url, **taken)
    assert source_of(db, draft) == PARTS


@pytest.mark.parametrize(("kind", "hidden"), [("case_file", "waves"), ("training_impact", "case-themes")])
def test_what_a_kind_needs_is_there_and_what_another_needs_waits(client, officer, db, kind, hidden):
    draft = started(db, officer, PARTS.replace("kind: self_assessment", f"kind: {kind}"))
    page = text_of(client.get(ABOUT.format(draft.id)))
    waiting = page.split("app-for-kind--")[1:]
    assert len(waiting) == 1
    assert f'id="{hidden}"' in waiting[0]


def test_a_case_is_described(client, officer, db):
    draft = started(db, officer, PARTS.replace("kind: self_assessment", "kind: case_file"))
    given = {"case-themes": "neglect\nexploitation", "case-window_months": "6", "case-code_example": "X9"}
    save(client, ABOUT.format(draft.id), **given)
    case = load_tool_text(source_of(db, draft)).case
    assert (case.themes, case.window_months, case.code_example) == (("neglect", "exploitation"), 6, "X9")


def test_what_cannot_be_shown_is_left_alone(client, officer, db):
    draft = started(db, officer, WRONG)
    page = text_of(client.get(ABOUT.format(draft.id)))
    assert "cannot be shown as a form" in page
    save(client, ABOUT.format(draft.id), version="2027")
    assert source_of(db, draft) == WRONG.replace("version: 2026-27", 'version: "2027"')

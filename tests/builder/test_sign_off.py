import pytest

from tests.builder.editing import save, source_of, text_of
from tests.builder.tool_parts import PARTS, WRONG, started
from tool_definitions.loader import load_tool_text

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SIGN_OFF = "/tools/drafts/{}/sign-off"


def test_a_signature_is_added_from_the_list_of_roles(client, officer, db):
    draft = started(db, officer)
    url = SIGN_OFF.format(draft.id)
    page = client.post(url, data={**_held(client, url), "do": "add sign_off"}, follow_redirects=True)
    assert "Chair of governors" in text_of(page)
    second = {"sign_off": ["", "0", "1"], "sign_off-1-was": "", "sign_off-1-role": "chair_of_governors"}
    save(client, url, **second, **{"sign_off-1-statement": "The governors agree."})
    signing = load_tool_text(source_of(db, draft)).sign_off
    assert [(one.role, one.statement) for one in signing] == [
        ("head_teacher", "I have read this."),
        ("chair_of_governors", "The governors agree."),
    ]


def test_the_last_signature_is_removed(client, officer, db):
    draft = started(db, officer)
    save(client, SIGN_OFF.format(draft.id), do="remove sign_off-0")
    assert load_tool_text(source_of(db, draft)).sign_off == ()


def test_a_role_that_is_none_is_kept_and_can_be_replaced(client, officer, db):
    draft = started(db, officer, WRONG)
    url = SIGN_OFF.format(draft.id)
    assert '<option value="somebody" selected>' in text_of(client.get(url))
    save(client, url, **{"sign_off-0-role": "head_teacher"})
    assert source_of(db, draft) == WRONG.replace("role: somebody", "role: head_teacher")


def test_saving_what_is_there_changes_nothing(client, officer, db):
    draft = started(db, officer)
    save(client, SIGN_OFF.format(draft.id))
    assert source_of(db, draft) == PARTS


def _held(client, url):
    from tests.builder.editing import filled

    return filled(client.get(url)).to_dict(flat=False)

from datetime import date

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.legal_register.commands import add_instrument, note_edition
from tests.builder.editing import save, source_of, text_of
from tests.builder.tool_parts import PARTS, WRONG, started
from tool_definitions.loader import load_tool_text

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

REFERENCES = "/tools/drafts/{}/references"
ADD = "/tools/drafts/{}/add/reference"
UPDATE = "/tools/drafts/{}/update/reference?name=kcsie-2025"


@pytest.fixture
def newer(db):
    """The register knows the edition that the draft cites, and a newer one."""
    key, title = "keeping-children-safe", "Keeping children safe in education"
    instrument = add_instrument(db, key=key, title=title, publisher="Department for Education", by=SYSTEM)
    note_edition(db, instrument=instrument, edition=date(2025, 9, 1), by=SYSTEM)
    return note_edition(db, instrument=instrument, edition=date(2026, 9, 1), title=f"{title} 2026", by=SYSTEM)


def test_references_are_listed_with_who_cites_them_and_what_is_newer(client, officer, newer, db):
    draft = started(db, officer)
    page = text_of(client.get(REFERENCES.format(draft.id)))
    assert page.count("1 question cites it") == 2
    assert "para 7, para 9" in page
    assert "A newer edition" in page
    assert f'href="{UPDATE.format(draft.id)}"' in page


def test_a_new_edition_is_brought_in_with_the_questions_that_cite_it(client, officer, newer, db):
    draft = started(db, officer)
    client.post_form(UPDATE.format(draft.id), {"edition_id": newer.id, "citations": ["one.a"]})
    text = source_of(db, draft)
    tool = load_tool_text(text)
    new = tool.references["kcsie-2026"]
    assert (new.edition, new.instrument) == (date(2026, 9, 1), "keeping-children-safe")
    assert new.title == "Keeping children safe in education 2026"
    assert tool.references["kcsie-2025"].superseded_by == "kcsie-2026"
    assert [(one.source, one.at) for one in tool.questions["one.a"].references] == [
        ("kcsie-2026", "para 7"),
        ("kcsie-2026", "para 9"),
    ]
    assert "# check in July" in text


def test_a_question_that_is_not_ticked_stays_with_the_old_edition(client, officer, newer, db):
    draft = started(db, officer)
    client.post_form(UPDATE.format(draft.id), {"edition_id": newer.id})
    assert {one.source for one in load_tool_text(source_of(db, draft)).questions["one.a"].references} == {"kcsie-2025"}


def test_an_edition_that_the_tool_has_already_is_not_added_again(client, officer, newer, db):
    has = "  new: {title: Keeping children safe in education, edition: 2026-09-01}\nrating_schemes:"
    draft = started(db, officer, PARTS.replace("rating_schemes:", has))
    client.post_form(UPDATE.format(draft.id), {"edition_id": newer.id, "citations": ["one.a"]})
    tool = load_tool_text(source_of(db, draft))
    assert set(tool.references) == {"kcsie-2025", "act", "new"}
    assert tool.questions["one.a"].references[0].source == "new"


def test_there_is_nothing_to_update_to_where_nothing_is_newer(client, officer, db):
    draft = started(db, officer)
    assert client.get(UPDATE.format(draft.id)).status_code == 404


def test_the_checker_says_that_a_newer_edition_is_in_force(client, officer, newer, db):
    draft = started(db, officer)
    page = text_of(client.get(f"/tools/drafts/{draft.id}/check"))
    assert page.count("and that of 2026-09-01 is in force") == 2


def test_a_reference_is_added_from_the_register(client, officer, newer, db):
    draft = started(db, officer)
    client.post_form(ADD.format(draft.id), {"edition_id": newer.id})
    added = load_tool_text(source_of(db, draft)).references["keeping-children-safe-2026"]
    assert (added.edition, added.publisher) == (date(2026, 9, 1), "Department for Education")


def test_a_reference_is_written_by_hand(client, officer, db):
    draft = started(db, officer)
    day = {"edition-day": "5", "edition-month": "9", "edition-year": "2022"}
    client.post_form(ADD.format(draft.id), {"edition_id": "", "title": "Standards for boarding", **day})
    added = load_tool_text(source_of(db, draft)).references["standards-for-boarding"]
    assert (added.title, added.edition) == ("Standards for boarding", date(2022, 9, 5))


def test_a_reference_needs_a_title_and_a_date(client, officer, db):
    draft = started(db, officer)
    page = client.post_form(ADD.format(draft.id), {"edition_id": ""})
    assert page.status_code == 422
    assert "or enter a title" in text_of(page)
    assert "Enter the date of the edition" in text_of(page)
    assert source_of(db, draft) == PARTS


def test_a_reference_is_changed_field_by_field(client, officer, newer, db):
    draft = started(db, officer)
    url = f"{REFERENCES.format(draft.id)}/kcsie-2025"
    save(client, url, instrument="keeping-children-safe", superseded_by="act")
    changed = load_tool_text(source_of(db, draft)).references["kcsie-2025"]
    assert (changed.instrument, changed.superseded_by) == ("keeping-children-safe", "act")
    assert "# check in July" in source_of(db, draft)


def test_a_reference_is_renamed_and_removed_with_its_uses(client, officer, db):
    draft = started(db, officer)
    names = f"/tools/drafts/{draft.id}/names/reference"
    client.post_form(f"{names}/rename?name=kcsie-2025", {"name": "kcsie"})
    tool = load_tool_text(source_of(db, draft))
    assert tool.questions["one.a"].references[0].source == "kcsie"
    assert tool.references["act"].superseded_by == "kcsie"
    db.commit()
    client.post_form(f"{names}/remove?name=kcsie", {})
    tool = load_tool_text(source_of(db, draft))
    assert tool.questions["one.a"].references == ()
    assert tool.references["act"].superseded_by is None


def test_a_draft_with_errors_is_shown_and_kept(client, officer, newer, db):
    draft = started(db, officer, WRONG)
    page = text_of(client.get(REFERENCES.format(draft.id)))
    assert "No date that can be read" in page
    assert client.get(f"{REFERENCES.format(draft.id)}/odd").status_code == 404
    save(client, f"{REFERENCES.format(draft.id)}/kcsie", edition="2025-09-01")
    assert source_of(db, draft) == WRONG.replace("edition: soon", "edition: 2025-09-01")

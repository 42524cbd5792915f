import pytest

from formsapp.access.actor import SYSTEM
from formsapp.tool_drafts.commands import start_draft
from tests.builder.editing import SECTION, SOURCE, save, source_of, text_of

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_whom_a_section_is_for_is_chosen_from_lists(client, draft, db):
    url = SECTION.format(draft.id)
    save(client, url, **{"applies_to-phase": ["", "secondary"], "applies_to-trust": "North Trust\r\nSouth Trust"})
    source = source_of(db, draft)
    assert "phase: [secondary]" in source
    assert "trust: [North Trust, South Trust]" in source
    save(client, url, **{"applies_to-phase": [""], "applies_to-trust": ""})
    assert source_of(db, draft) == SOURCE


def test_attributes_of_a_partnership_of_its_own_can_be_changed_too(client, db, officer):
    text = SOURCE.replace("weight: 2\n    colour", "applies_to: {size: [large]}\n    colour")
    made = start_draft(db, source=text, by=SYSTEM)
    db.commit()
    save(client, SECTION.format(made.id), **{"applies_to-size": "large\r\nsmall"})
    assert "applies_to: {size: [large, small]}" in source_of(db, made)


def test_a_section_has_words_for_the_report(client, draft, db):
    save(client, SECTION.format(draft.id), **{"recommendation-text": "Train the deputies."})
    assert "recommendation: Train the deputies." in source_of(db, draft)


def test_another_key_for_a_section(client, draft, db):
    url = SECTION.format(draft.id)
    assert client.post_form(f"{url}/key", {"key": "practice"}).status_code == 422
    assert client.post_form(f"{url}/key", {"key": "governance"}).location.endswith("/sections/governance")
    assert source_of(db, draft) == SOURCE.replace("key: leadership\n", "key: governance\n")


def test_where_a_section_was_copied_from(client, db, officer):
    copied = "copied_from: {tool: other, version: v1, key: lead}"
    made = start_draft(db, source=SOURCE.replace("colour: blue ", f"{copied} "), by=SYSTEM)
    db.commit()
    assert "Copied from lead of other, version v1." in text_of(client.get(SECTION.format(made.id)))

from datetime import date

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.legal_register.commands import add_instrument, note_edition
from formsapp.tool_drafts.commands import start_draft
from tests.builders import as_actor, make_organisation, make_person, make_tool_version, rating, tool_document
from tests.queries import count_queries
from tool_definitions.editing import write_tool

REGISTER = "/tools/references"


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


def act(db):
    instrument = add_instrument(db, key="an-act", title="An Act of our own", by=SYSTEM)
    note_edition(db, instrument=instrument, edition=date(2020, 1, 1), by=SYSTEM)
    return instrument


def citing(**changes):
    reference = {"title": "An act of our own", "edition": "2020-01-01"}
    questions = [rating("one.a", references=[{"source": "act", "at": "para 7"}])]
    return tool_document({"one": questions}, references={"act": reference}, **changes)


def text_of(answer):
    return answer.get_data(as_text=True)


def day_parts(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def test_an_empty_register_says_how_to_fill_it(client, officer):
    assert "formsapp references load" in text_of(client.get(REGISTER))


def test_a_new_edition_lists_the_questions_that_cite_the_old_one(client, officer, db):
    instrument = act(db)
    version = make_tool_version(db, citing())
    draft = start_draft(db, source=write_tool(citing(title="A draft that cites")), by=as_actor(db, officer))
    db.commit()
    address = f"{REGISTER}/{instrument.id}"
    before = text_of(client.get(address))
    assert "None." in before
    answer = client.post_form(f"{address}/editions/add", day_parts("edition", date(2026, 5, 1)))
    page = text_of(client.get(answer.location))
    older = page[page.index('id="older"') :]
    assert "Edition of 1 January 2020" in older
    assert f'href="/tools/{version.id}#question-one.a"' in older
    assert f'href="/tools/drafts/{draft.id}/questions/one.a"' in older
    assert older.count("para 7") == 2
    assert "2 out of date" in text_of(client.get(REGISTER))


def test_drafts_are_not_shown_to_those_who_may_not_change_tools(client, db):
    instrument = act(db)
    start_draft(db, source=write_tool(citing(title="A draft that cites")), by=SYSTEM)
    make_tool_version(db, citing(title="A version that cites"))
    member = make_person(db, "learning_hub_member")
    db.commit()
    client.sign_in(member)
    page = text_of(client.get(f"{REGISTER}/{instrument.id}"))
    assert "A version that cites" in page
    assert "A draft that cites" not in page
    assert "Add an edition" not in page
    assert client.get(f"{REGISTER}/add").status_code == 403


def test_the_register_is_not_for_schools(client, db):
    instrument = act(db)
    person = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(person)
    assert client.get(REGISTER).status_code == 403
    assert client.get(f"{REGISTER}/{instrument.id}").status_code == 404


def test_an_instrument_is_added_with_its_latest_edition(client, officer):
    given = {
        "title": "Guidance on Things",
        "url": "https://www.gov.uk/things",
        **day_parts("edition", date(2026, 1, 2)),
    }
    page = text_of(client.post_form(f"{REGISTER}/add", given, follow_redirects=True))
    assert "guidance-on-things" in page
    assert "2 January 2026" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "An Act of our own"}, "in the register already"),
        ({"title": "Another", "key": "an-act"}, "has this short name already"),
        ({"title": "Another", "url": "javascript:alert(1)"}, "starting with https://"),
    ],
)
def test_what_cannot_be_added_is_refused_and_kept(client, officer, db, given, words):
    act(db)
    db.commit()
    page = client.post_form(f"{REGISTER}/add", {"note": "typed", **given})
    assert page.status_code == 422
    assert words in text_of(page)
    assert "typed" in text_of(page)


def test_an_edition_and_an_instrument_are_corrected(client, officer, db):
    instrument = act(db)
    edition = instrument.latest
    db.commit()
    given = {**day_parts("edition", date(2020, 1, 3)), "title": "An Act, corrected", "in_force_from-day": ""}
    client.post_form(f"{REGISTER}/editions/{edition.id}/change", given)
    changed = {"title": "An Act of ours", "publisher": "Us", "note": "Mind the gap"}
    page = client.post_form(f"{REGISTER}/{instrument.id}/change", changed, follow_redirects=True)
    for words in ("3 January 2020", "An Act, corrected", "An Act of ours", "Mind the gap"):
        assert words in text_of(page)


def test_the_same_edition_is_not_added_twice(client, officer, db):
    instrument = act(db)
    db.commit()
    page = client.post_form(f"{REGISTER}/{instrument.id}/editions/add", day_parts("edition", date(2020, 1, 1)))
    assert page.status_code == 422
    assert "in the register already" in text_of(page)


def test_an_edition_that_is_not_in_force_yet_is_said_to_be_so(client, officer, db):
    instrument = act(db)
    note_edition(db, instrument=instrument, edition=date(2090, 1, 1), in_force_from=date(2090, 9, 1), by=SYSTEM)
    db.commit()
    page = text_of(client.get(f"{REGISTER}/{instrument.id}"))
    assert "Not in force yet" in page
    assert "In force" in page.replace("Not in force yet", "")


def test_the_list_asks_as_much_for_many_tools_as_for_one(client, officer, db):
    act(db)
    make_tool_version(db, citing())
    db.commit()
    with count_queries(database().engine) as few:
        client.get(REGISTER)
    for number in range(4):
        add_instrument(db, key=f"act-{number}", title=f"Act {number}", by=SYSTEM)
        make_tool_version(db, citing())
        start_draft(db, source=write_tool(citing()), by=as_actor(db, officer))
    db.commit()
    with count_queries(database().engine) as many:
        client.get(REGISTER)
    assert len(few) == len(many)


def test_the_register_is_filled_on_the_command_line(app):
    from formsapp.references.load_command import references

    first = app.test_cli_runner().invoke(references, ["load"])
    assert "Added:" in first.output
    assert "Nothing to add" in app.test_cli_runner().invoke(references, ["load"]).output

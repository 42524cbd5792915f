"""Working offline: a workbook goes out, is filled in elsewhere, and comes back with every change seen first."""

import pytest
from openpyxl import Workbook

from formsapp.access.models import RoleGiven
from formsapp.audits.models import Return
from formsapp.clock import now
from formsapp.offline.models import ReturnWorkbook
from formsapp.returns.models import Answer
from tests.builders import make_person
from tests.copies.kept import ANSWERS, kept_return, submit
from tests.offline.filled import (
    ACTION,
    BY,
    COMMENT,
    REASON,
    VALUE,
    WHO,
    bring_back,
    cell_of,
    changes_page,
    downloaded,
    fill,
    save,
    sheet_of,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here depends on the engine


def stored(db) -> dict[str, Answer]:
    db.expire_all()
    db.rollback()
    found = {one.question: one for one in db.query(Answer)}
    db.expunge_all()
    db.rollback()
    return found


@pytest.fixture
def kept(db, client):
    made = kept_return(db)
    client.sign_in(made.lead)
    return made


def test_a_workbook_that_nobody_touched_changes_nothing(client, db, kept) -> None:
    before = {key: (one.value, one.comment, one.revision) for key, one in stored(db).items()}
    assert bring_back(client, kept.url, downloaded(client, kept.url)).status_code == 303
    page = changes_page(client, kept.url)
    assert "0 answers change, 9 answers stay as they are" in page
    assert "Save these answers" not in page
    assert {key: (one.value, one.comment, one.revision) for key, one in stored(db).items()} == before


def test_what_is_typed_in_the_workbook_is_shown_first_and_then_saved_all_at_once(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.1", "not met")
    fill(book, "1.1", "We know why.\nAnd what next.", COMMENT)
    fill(book, "1.1", "Train everybody", ACTION)
    fill(book, "1.1", "The head", WHO)
    fill(book, "1.1", "3/10/2027", BY)
    fill(book, "1.3", "Met")
    fill(book, "1.5", "No")
    fill(book, "2.1", "=1+1 is no formula here".replace("=", "’="))
    fill(book, "2.2", 1300)
    fill(book, "2.3", "4 November 2026")
    fill(book, "2.4", "The second one")
    bring_back(client, kept.url, book)
    page = changes_page(client, kept.url)
    assert "7 answers change" in page
    assert page.count("We know why.") == 1
    assert stored(db)["first.a"].value == "partly_met", "nothing is saved before it is confirmed"
    answer = save(client, kept.url)
    assert answer.headers["Location"].endswith(kept.url)
    found = stored(db)
    assert {key: one.value for key, one in found.items()} == {
        **{key: one["value"] for key, one in ANSWERS.items()},
        "first.a": "not_met",
        "first.open": "met",
        "first.yn": "no",
        "second.text": "’=1+1 is no formula here",
        "second.n": "1300",
        "second.d": "2026-11-04",
        "second.c": '["y"]',
    }
    first = found["first.a"]
    assert (first.comment, first.action, first.action_who, first.action_by, first.revision) == (
        "We know why.\nAnd what next.",
        "Train everybody",
        "The head",
        "2027-10-03",
        2,
    )
    assert found["second.t"].revision == 1
    assert db.query(ReturnWorkbook).count() == 0


def test_what_is_wrong_is_named_with_its_cell_and_nothing_is_saved(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.1", "Mett")
    fill(book, "1.2", "Met")
    fill(book, "2.2", "a few")
    fill(book, "2.3", "31/02/2026")
    fill(book, "2.4", "The third one")
    cell_of(book, "2.1").value = "=1+1"
    bring_back(client, kept.url, book)
    page = changes_page(client, kept.url)
    for words in (
        "(D4): “Mett” is not one of the answers – choose one of these: “Embedded”, “Met”",
        "(D5): Enter a number in figures",
        "(D6): This date is not in the calendar",
        "(D7): “The third one” is not one of the answers",
        "“2 Second”, question 2.1, “Your answer” (D4): is a formula",
    ):
        assert words in page, words
    assert "Save these answers" not in page
    answer = client.post_form(f"{kept.url}/offline/changes", {"shown": "first.na:1", "then": "save"})
    assert answer.status_code == 422
    assert stored(db)["first.na"].value == "not_applicable"


def test_an_answer_that_somebody_changed_meanwhile_is_theirs_unless_one_chooses(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.1", "Met")
    fill(book, "1.2", "Met")
    fill(book, "1.2", "", REASON)
    colleague = make_person(db, name="Rowan Colleague")
    for question, value in (("first.a", "embedded"), ("first.na", "not_met"), ("second.n", "7")):
        db.query(Answer).filter_by(question=question).update(
            {"value": value, "revision": 2, "saved_at": now(), "saved_by_id": colleague.id}
        )
    db.commit()
    bring_back(client, kept.url, book)
    page = changes_page(client, kept.url)
    assert page.count("Saved by Rowan Colleague on") == 2, "what the workbook did not touch is not in question"
    chosen = {"keep-first.a": "theirs", "keep-first.na": "mine"}
    assert 'value="theirs" checked' in page
    assert save(client, kept.url, **chosen).status_code == 303
    found = stored(db)
    assert [found[key].value for key in ("first.a", "first.na", "second.n")] == ["embedded", "met", "7"]


def test_what_changes_between_looking_and_saving_is_caught(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.1", "Met")
    fill(book, "1.3", "Met")
    bring_back(client, kept.url, book)
    db.query(Answer).filter_by(question="first.a").update({"value": "not_met", "revision": 2, "saved_at": now()})
    db.commit()
    answer = client.post_form(f"{kept.url}/offline/changes", {"shown": "first.a:1 first.open:0", "then": "save"})
    assert answer.status_code == 409
    assert "Somebody changed an answer while you were looking" in answer.get_data(as_text=True)
    assert "first.open" not in stored(db)


def test_a_question_that_is_not_asked_after_all_is_left_out_and_named(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.4", "Met")
    bring_back(client, kept.url, book)
    page = changes_page(client, kept.url)
    assert "0 answers change" in page
    assert "is not saved: 1.4." in page
    fill(book, "1.1", "Embedded")
    bring_back(client, kept.url, book)
    assert save(client, kept.url).status_code == 303
    assert {"first.a": "embedded", "first.hidden": "met"}.items() <= {
        key: one.value for key, one in stored(db).items()
    }.items()


def test_a_workbook_of_another_return_or_of_nothing_is_refused_in_words(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    book["Made for"]["B1"].value = str(kept.return_id + 1)
    assert "made for another return" in bring_back(client, kept.url, book).get_data(as_text=True)
    book["Made for"]["B1"].value = str(kept.return_id)
    book["Made for"]["C1"].value = "0" * 64
    assert "another version of the questions" in bring_back(client, kept.url, book).get_data(as_text=True)
    empty = Workbook()
    empty.active["A1"] = "Shopping"
    answer = bring_back(client, kept.url, empty)
    assert answer.status_code == 422
    assert "not a workbook that was downloaded for this return" in answer.get_data(as_text=True)
    assert "probably CSV" in bring_back(client, kept.url, b"a,b\n1,2\n").get_data(as_text=True)
    assert db.query(ReturnWorkbook).count() == 0


def test_a_workbook_that_lost_its_hidden_parts_is_matched_by_number_and_words(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.3", "Met")
    fill(book, "1.1", None)
    del book["Made for"]
    for sheet in book.worksheets[1:]:
        sheet.delete_cols(next(cell.column for cell in sheet[3] if cell.value == "Key"))
    bring_back(client, kept.url, book)
    page = changes_page(client, kept.url)
    assert "no longer says which answers it showed" in page
    assert save(client, kept.url).status_code == 303
    found = stored(db)
    assert (found["first.open"].value, found["first.a"].value) == ("met", "partly_met"), "empty cells change nothing"


def test_words_that_may_identify_a_child_wait_for_a_reason(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.1", "Seen with NHS number 943 476 5919 at home", COMMENT)
    bring_back(client, kept.url, book)
    page = changes_page(client, kept.url)
    assert 'name="q-first.a:comment:keep"' in page
    assert save(client, kept.url).status_code == 422
    assert stored(db)["first.a"].revision == 1
    kept_words = {"q-first.a:comment:keep": "It is the number of the leaflet, not of a child"}
    assert save(client, kept.url, **kept_words).status_code == 303
    assert "943 476 5919" in stored(db)["first.a"].comment


def test_a_contributor_gets_only_their_sections_and_answers_no_other(client, db, kept) -> None:
    whole = downloaded(client, kept.url)
    helper = make_person(db, "contributor", organisation=kept.school, return_=db.get(Return, kept.return_id))
    db.query(RoleGiven).filter_by(person_id=helper.id).update({"sections": '["first"]'})
    db.commit()
    client.sign_in(helper)
    theirs = downloaded(client, kept.url)
    assert [sheet.title for sheet in theirs] == ["Instructions", "1 First", "Made for"]
    fill(whole, "2.2", "5")
    bring_back(client, kept.url, whole)
    page = changes_page(client, kept.url)
    assert "question 2.2 is in a section that you were not asked to help with" in page
    assert "1,200" not in page
    fill(theirs, "1.3", "Met")
    bring_back(client, kept.url, theirs)
    db.query(RoleGiven).filter_by(person_id=helper.id).update({"sections": '["second"]'})
    db.commit()
    assert "0 answers change" in changes_page(client, kept.url), "what was taken back meanwhile is no longer theirs"


def test_a_workbook_is_seen_by_whoever_brought_it_alone(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.3", "Met")
    bring_back(client, kept.url, book)
    bring_back(client, kept.url, book)
    assert db.query(ReturnWorkbook).count() == 1
    db.rollback()
    other = make_person(db, "designated_safeguarding_lead", organisation=kept.school)
    db.commit()
    colleague = client.application.test_client().sign_in(other)
    assert colleague.get(f"{kept.url}/offline/changes").status_code == 302
    assert client.post_form(f"{kept.url}/offline/changes", {"then": "discard"}).status_code == 303
    assert db.query(ReturnWorkbook).count() == 0


def test_once_submitted_the_workbook_is_refused_and_can_still_be_thrown_away(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    fill(book, "1.3", "Met")
    bring_back(client, kept.url, book)
    submit(db, kept)
    assert client.post_form(f"{kept.url}/offline/changes", {"shown": "first.open:0", "then": "save"}).status_code == 409
    assert "first.open" not in stored(db)


def test_the_sheets_are_locked_but_for_what_is_filled_in_and_offer_the_levels(client, db, kept) -> None:
    book = downloaded(client, kept.url)
    sheet = sheet_of(book, "1.1")
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.freeze_panes == "C4"
    assert book["Made for"].sheet_state == "veryHidden"
    assert [cell_of(book, "1.1", heading).protection.locked for heading in ("Question", VALUE, COMMENT)] == [
        True, False, False,
    ]  # fmt: skip
    lists = {
        str(one.sqref): [cell.value for (cell,) in book["Made for"][one.formula1.split("!")[1].replace("$", "")]]
        for one in sheet.data_validations.dataValidation
    }
    assert lists["D4"] == ["Embedded", "Met", "Partly met", "Not met", "Not applicable"]
    assert cell_of(book, "2.5").protection.locked
    assert "Fill this in on the website" in cell_of(book, "2.5").value

"""Copies of a return: the same words in every kind of file, at every stage, for those who may have them."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from docx import Document
from openpyxl import load_workbook

from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.database import database
from formsapp.returns.models import Answer
from tests.copies.kept import ARABIC, HOSTILE, SAID, UNSAID, kept_return, submit, words_of
from tests.previews.pdf_text import text_of
from tests.queries import count_queries

KINDS = ("pdf", "docx", "xlsx")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing here depends on the engine


def taken(client, url: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.get_data(as_text=True)[-800:])
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_and_what_was_submitted_say_the_same_in_every_kind_of_file(client, db, kind) -> None:
    kept = kept_return(db)
    client.sign_in(kept.lead)
    draft = words_of(taken(client, f"{kept.url}/copy.{kind}"), kind)
    submission = submit(db, kept)
    submitted = words_of(taken(client, f"{kept.url}/submissions/1/copy.{kind}"), kind)
    for text in (draft, submitted):
        assert [words for words in SAID if words not in text] == []
        assert [words for words in UNSAID if words in text] == []
        assert " ".join(HOSTILE.split())[:20] in text
    assert "not submitted." in draft
    assert "Draft" not in submitted
    assert submission.receipt in submitted
    assert submission.fingerprint in submitted
    assert "I agree with every word." in submitted
    assert words_of(taken(client, f"{kept.url}/copy.{kind}"), kind) == submitted, "as it stands is as submitted"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_submitted_stays_as_it_was_whatever_is_answered_afterwards(client, db, kind) -> None:
    kept = kept_return(db)
    submit(db, kept)
    client.sign_in(kept.lead)
    before = taken(client, f"{kept.url}/submissions/1/copy.{kind}")
    db.query(Answer).filter_by(question="first.a").update({"comment": "Something else"})
    db.commit()
    assert words_of(taken(client, f"{kept.url}/submissions/1/copy.{kind}"), kind) == words_of(before, kind)


def test_the_page_of_a_submission_says_it_too_and_the_list_leads_everywhere(client, db) -> None:
    kept = kept_return(db)
    submit(db, kept)
    client.sign_in(kept.lead)
    page = client.get(f"{kept.url}/submissions/1").get_data(as_text=True)
    assert [words for words in SAID if words not in page] == []
    assert "<b>bold" not in page
    listed = client.get(f"{kept.url}/copies").get_data(as_text=True)
    for place in ("submissions/1", *(f"submissions/1/copy.{kind}" for kind in KINDS), "blank.docx", "blank.xlsx"):
        assert f'href="{kept.url}/{place}"' in listed
        assert client.get(f"{kept.url}/{place}").status_code == 200
    assert client.get(f"{kept.url}/submissions/2/copy.pdf").status_code == 404


def test_the_name_of_a_file_is_safe_whatever_the_organisation_is_called(client, db) -> None:
    kept = kept_return(db, title="Audit ../../x")
    header = client.sign_in(kept.lead).get(f"{kept.url}/copy.xlsx").headers["Content-Disposition"]
    assert header == "attachment; filename=a-b-c-x-h-he-audit-x-draft.xlsx"


def test_every_cell_of_a_workbook_is_text_and_none_is_a_formula_or_a_link(client, db) -> None:
    kept = kept_return(db)
    content = taken(client.sign_in(kept.lead), f"{kept.url}/copy.xlsx")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in parts.namelist() if "rels" in name and "worksheets" in name]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    rows = load_workbook(BytesIO(content))["Answers"]
    comment = rows["H2"]
    assert (comment.value, comment.data_type, comment.quotePrefix) == (HOSTILE, "s", True)
    assert [rows[place].value for place in ("D2", "E2", "F2")] == ["Partly met", 2, 4]


def test_a_text_too_long_for_a_cell_goes_on_in_the_next_row(client, db) -> None:
    kept = kept_return(db)
    long = "".join(f"{number:07d} " for number in range(5_000))
    db.query(Answer).filter_by(question="first.a").update({"comment": long})
    db.commit()
    rows = load_workbook(BytesIO(taken(client.sign_in(kept.lead), f"{kept.url}/copy.xlsx")))["Answers"]
    assert (rows["H2"].value + rows["H3"].value).rstrip() == long.rstrip()
    assert rows["A3"].value is None
    assert rows["A4"].value == "1.2"


def test_a_word_file_has_real_headings_header_rows_and_nothing_of_this_machine(client, db) -> None:
    kept = kept_return(db)
    document = Document(BytesIO(taken(client.sign_in(kept.lead), f"{kept.url}/copy.docx")))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith(("Head", "Tit"))]
    assert headings[:3] == [
        ("Title", headings[0][1]),
        ("Heading 1", "1. First"),
        ("Heading 2", "1.1 Statement first.a"),
    ]
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert "not submitted." in document.sections[0].footer.paragraphs[0].text
    arabic = next(one for one in document.paragraphs if ARABIC in one.text)
    assert "w:bidi" in arabic._p.xml
    properties = document.core_properties
    assert (properties.author, properties.language, properties.comments) == ("", "en-GB", "")


def test_a_pdf_is_tagged_and_says_on_every_page_that_it_is_a_draft(client, db) -> None:
    kept = kept_return(db)
    content = taken(client.sign_in(kept.lead), f"{kept.url}/copy.pdf")
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "en-GB"
        assert len(document.pages) > 1
        pages = len(document.pages)
    assert words_of(content, "pdf").count("not submitted.") == pages + 1
    assert sorted(ARABIC) in [sorted(line) for line in text_of(content).text.split("\n")]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_blank_tool_is_there_in_word_and_excel_with_its_levels_and_no_answer(client, db, kind) -> None:
    kept = kept_return(db)
    text = words_of(taken(client.sign_in(kept.lead), f"{kept.url}/blank.{kind}"), kind)
    for words in ("Embedded", "Partly met", "Nobody answered this", "The second one", "Not applicable"):
        assert words in text
    assert "Train the night staff" not in text


def test_a_setting_that_is_no_longer_asked_keeps_its_copies(client, db) -> None:
    kept = kept_return(db, state="published")
    db.add(ReturnEvent(return_id=kept.return_id, kind="withdrawn", at=now(), reason=""))
    db.commit()
    text = words_of(taken(client.sign_in(kept.lead), f"{kept.url}/copy.xlsx"), "xlsx")
    assert [words for words in SAID if words not in text] == []
    assert "no longer asked for this return" in text


def test_reviewers_get_what_was_submitted_and_a_blind_moderator_waits(client, db) -> None:
    kept = kept_return(db, state="in_moderation", blind=True)
    officer = client.application.test_client().sign_in(kept.officer)
    url = f"{kept.url}/review/copy.xlsx"
    assert officer.get(url).status_code == 404, "nothing is submitted"
    submit(db, kept)
    db.query(Answer).filter_by(question="first.a").update({"comment": "Never sent"})
    db.commit()
    text = words_of(taken(officer, url), "xlsx")
    assert [words for words in SAID if words not in text] == []
    assert "Never sent" not in text
    client.sign_in(kept.moderator)
    assert client.get(url).mimetype == "text/html"
    assert "Partly met" not in client.get(url).get_data(as_text=True)
    assert client.get(f"{kept.url}/copy.xlsx").status_code == 404
    assert officer.get(f"{kept.url}/copies").status_code == 404


def test_a_copy_takes_the_same_queries_however_many_answers_there_are(client, db) -> None:
    kept = kept_return(db)
    client.sign_in(kept.lead)
    client.get(f"{kept.url}/copy.xlsx")
    with count_queries(database().engine) as queries:
        client.get(f"{kept.url}/copy.xlsx")
    assert len(queries) <= 12

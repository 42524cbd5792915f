"""Workbooks on the web: taken out, brought in, columns named, and nothing written until it is confirmed."""

import io
import re

import openpyxl
import pytest
from sqlalchemy import func, select

from formsapp.access.actor import SYSTEM
from formsapp.clock import now
from formsapp.database import current_session, database
from formsapp.tool_drafts.commands import change_draft, propose_draft, start_draft
from formsapp.tool_drafts.models import ToolDraft, ToolDraftStep, ToolWorkbook
from formsapp.tool_drafts.pages import workbook
from formsapp.tool_drafts.workbooks import KEPT_FOR
from tests.builders import as_actor, make_person
from tests.tool_definitions.workbook.hostile import packed, parts_of, row_of, sheet_xml, text_row
from tests.tool_drafts.test_draft_commands import SOURCE, TITLE
from tool_definitions.editing import Put
from tool_definitions.loader import load_tool_text
from tool_definitions.workbook.read import read_sheets
from tool_definitions.workbook.write import write_workbook

CLEAN = SOURCE.replace("        from: {key: one.z, relation: reworded}\n", "")


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def draft(db, officer):
    draft = start_draft(db, source=CLEAN, by=as_actor(db, officer))
    db.commit()
    return draft


def stands(draft):
    with database().reading() as session:
        return session.get_one(ToolDraft, draft.id).source


def count_of(model):
    """In a transaction of its own, which is over at once."""
    with database().reading() as session:
        return session.scalar(select(func.count(model.id)))


def _bring(client, content, draft=None, name="audit 2026.xlsx"):
    url = f"/tools/drafts/{draft.id}/workbook" if draft else "/tools/drafts/start/workbook"
    sent = {"file": (io.BytesIO(content), name)}
    return client.post_form(url, sent, content_type="multipart/form-data")


def _edited(source, sheet="Questions", **cells):
    """The workbook of a tool, with cells changed by another program."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(load_tool_text(source))))
    for address, value in cells.items():
        book[sheet][address] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(*rows, **options):
    return packed(
        parts_of(sheet_xml("".join(text_row(place, row) for place, row in enumerate(rows, start=1))), **options)
    )


def test_download_draft_workbook_and_bring_it_back_unchanged(client, draft):
    page = client.get(f"/tools/drafts/{draft.id}/tool.xlsx")
    assert page.headers["Content-Disposition"] == "attachment; filename=small-2026-27-draft.xlsx"
    review = client.get(_bring(client, page.data, draft).headers["Location"])
    assert "The workbook changes nothing" in text_of(review)
    assert stands(draft) == CLEAN


def test_download_draft_workbook_of_one_with_errors_leads_to_them(client, db, draft):
    change_draft(db, draft=draft, edits=[Put(("kind",), "audit")], words="Spoilt", by=SYSTEM)
    db.commit()
    answer = client.get(f"/tools/drafts/{draft.id}/tool.xlsx")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tools/drafts/{draft.id}/check")


def test_download_version_workbook(client, db, draft):
    version = propose_draft(db, draft=draft, by=SYSTEM)
    db.commit()
    page = client.get(f"/tools/{version.id}/tool.xlsx")
    assert page.data.startswith(b"PK")
    assert f'href="/tools/{version.id}/tool.xlsx"' in text_of(client.get(f"/tools/{version.id}"))


def test_review_workbook_shows_what_changes_and_writes_it_once_confirmed(client, db, draft):
    where = _bring(client, _edited(CLEAN, D3="A leader is named and known"), draft).headers["Location"]
    page = text_of(client.get(where))
    assert "What the workbook changes" in page
    assert "A leader is named and known" in page
    assert stands(draft) == CLEAN
    done = client.post_form(where, {"step": "apply"})
    assert done.headers["Location"] == f"/tools/drafts/{draft.id}"
    assert stands(draft) == CLEAN.replace("A leader is named  ", "A leader is named and known  ")
    step = db.scalar(
        select(ToolDraftStep).where(ToolDraftStep.draft_id == draft.id).order_by(ToolDraftStep.number.desc())
    )
    assert step.words == "Replaced by the workbook audit 2026.xlsx"
    assert client.get(where).status_code == 404


def test_review_workbook_refuses_to_overwrite_what_somebody_changed_meanwhile(client, db, draft):
    where = _bring(client, _edited(CLEAN, D3="Mine"), draft).headers["Location"]
    change_draft(db, draft=draft, edits=[Put(TITLE, "Theirs")], words="Theirs", by=SYSTEM)
    db.commit()
    answer = client.post_form(where, {"step": "apply"})
    assert answer.status_code == 422
    assert "changed this while you had it open" in text_of(answer)
    assert "Theirs" in stands(draft)


def test_review_workbook_lists_every_problem_with_its_cell(client, draft):
    content = _edited(CLEAN, C3="one two", F3="nowhere")
    where = _bring(client, content, draft).headers["Location"]
    page = text_of(client.get(where))
    assert "<strong>Questions!F3</strong>" in page
    assert client.post_form(where, {"step": "apply"}).status_code == 422
    assert stands(draft) == CLEAN


def test_review_workbook_leaves_hidden_rows_out_until_they_are_chosen(client, draft):
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(load_tool_text(CLEAN))))
    book["Bands"].row_dimensions[4].hidden = True
    content = io.BytesIO()
    book.save(content)
    where = _bring(client, content.getvalue(), draft).headers["Location"]
    assert "Hidden rows of &#39;Bands&#39; are not imported unless you choose them: 4" in text_of(client.get(where))
    client.post_form(where, {"step": "hidden", "hidden_too": "y"})
    assert "The workbook changes nothing" in text_of(client.get(where))


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose the workbook"),
        (b"a,b\n1,2\n", "probably CSV"),
        (packed(parts_of(sheet_xml("")) | {"xl/vbaProject.bin": "x"}), "Macros are not accepted"),
    ],
)
def test_start_from_workbook_refuses_what_is_none(client, db, content, words):
    name = "audit.xlsx" if content else ""
    answer = _bring(client, content, name=name)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert count_of(ToolWorkbook) == 0


def test_nobody_waits_for_the_reading_of_a_workbook(client, draft, monkeypatch):
    """The process that reads may take seconds; meanwhile the request holds no transaction open."""
    open_meanwhile = []

    def reading(content):
        open_meanwhile.append(current_session().in_transaction())
        return read_sheets(content)

    monkeypatch.setattr(workbook, "read_sheets", reading)
    assert _bring(client, _edited(CLEAN), draft).status_code == 302
    assert open_meanwhile == [False]


ROWS = (
    ("Section 175 audit 2026-27",),
    ("Ref", "Section", "Question", "Yes/No", "Blah"),
    ("1", "Leadership", "Is a leader named?", "", "x"),
    ("2", "Leadership", "Is the leader known?", "", "y"),
)
TOOL = {"title": "Audit", "key": "audit", "version": "2026", "kind": "self_assessment", "question_type": "yes_no"}
SHEET = {"read_0": "y", "row_0": "2", "sections_0": "column", "use_0_A": "number", "use_0_B": "section"}
CHOSEN = {**TOOL, **SHEET, "use_0_C": "question", "use_0_D": "leave_out", "use_0_E": "guidance"}


def _to_choose(client, content):
    answer = _bring(client, content)
    assert answer.headers["Location"].endswith("/columns")
    return answer.headers["Location"]


@pytest.mark.usefixtures("officer")
def test_choose_workbook_columns_shows_the_sheet_and_what_was_recognised(client):
    page = text_of(client.get(_to_choose(client, _sheet(*ROWS))))
    assert 'value="Section 175 audit 2026-27"' in page
    assert 'value="2026-27"' in page
    assert re.search(r'<option value="question" selected>', page)
    assert "Is the leader known?" in page


@pytest.mark.usefixtures("officer")
def test_choose_workbook_columns_asks_for_what_is_open_and_keeps_what_was_chosen(client):
    where = _to_choose(client, _sheet(*ROWS))
    answer = client.post_form(where, {**CHOSEN, "use_0_E": "", "version": ""})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Choose what column E is, “Blah”" in page
    assert "Enter the version" in page
    assert 'href="#use_0_E"' in page


@pytest.mark.usefixtures("officer")
def test_choose_workbook_columns_then_review_then_a_draft(client, db):
    where = _to_choose(client, _sheet(*ROWS))
    review = client.post_form(where, CHOSEN).headers["Location"]
    page = text_of(client.get(review))
    assert "1 section, 2 questions" in page
    assert count_of(ToolDraft) == 0
    client.post_form(review, {"step": "apply"})
    draft = db.scalar(select(ToolDraft))
    tool = load_tool_text(draft.source)
    assert [question.guidance for question in tool.questions.values()] == ["x", "y"]
    assert list(tool.questions) == ["leadership.1", "leadership.2"]
    assert count_of(ToolWorkbook) == 0


@pytest.mark.usefixtures("officer")
def test_choose_workbook_columns_of_levels_that_are_no_scheme_of_ours(client, db):
    rows = (("Audit 2026",), ("Ref", "Question", "Level 1", "Level 2"), ("1", "Is it known?", "By all", "By none"))
    where = _to_choose(client, _sheet(*rows))
    columns = {"use_0_A": "number", "use_0_B": "question", "use_0_C": "level", "use_0_D": "level"}
    sent = {**TOOL, "read_0": "y", "row_0": "2", "sections_0": "sheet", **columns, "question_type": "rating"}
    sent |= {"scheme": "from-columns", "worst_level": "last"}
    more = client.post_form(where, sent, follow_redirects=True)
    assert "There is more to choose now" in text_of(more)
    answer = client.post_form(where, sent)
    assert "Choose what “Level 1” says about practice" in text_of(answer)
    review = client.post_form(where, {**sent, "stance_0_C": "strength", "stance_0_D": "concern"}).headers["Location"]
    client.post_form(review, {"step": "apply"})
    (scheme,) = load_tool_text(db.scalar(select(ToolDraft)).source).rating_schemes.values()
    assert [level.label for level in scheme.levels] == ["Level 2", "Level 1"]


@pytest.mark.usefixtures("officer")
def test_choose_workbook_columns_of_a_hidden_sheet_that_is_ticked(client):
    where = _to_choose(client, _sheet(*ROWS, state="hidden"))
    assert "it is not imported unless you choose it" in text_of(client.get(where))
    assert "Choose the sheet with the questions" in text_of(client.post_form(where, TOOL))
    more = client.post_form(where, {**TOOL, "read_0": "y"}, follow_redirects=True)
    assert 'name="use_0_C"' in text_of(more)
    assert client.post_form(where, CHOSEN).headers["Location"].endswith(where.split("/")[-2])


@pytest.mark.usefixtures("officer")
def test_choose_workbook_columns_beneath_another_heading_row(client):
    where = _to_choose(client, _sheet(*ROWS))
    more = client.post_form(where, {**CHOSEN, "row_0": "3"}, follow_redirects=True)
    assert "Column A: 1" in text_of(more)


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"key": "Not A Key"}, "Use small letters, digits"),
        ({"use_0_A": "question"}, "Column C cannot be the same as column A"),
        ({"sections_0": ""}, "Choose where the sections of “Audit” are"),
        ({"question_type": "rating"}, "Choose the rating scheme"),
        ({"use_0_C": "guidance"}, "Choose the column of “Audit” that is the question"),
        ({"kind": "nonsense"}, "Not a valid choice"),
        ({"row_0": "0"}, "Number must be between 1"),
    ],
)
def test_choose_workbook_columns_refuses_what_cannot_be(client, changed, words):
    answer = client.post_form(_to_choose(client, _sheet(*ROWS)), {**CHOSEN, **changed})
    assert answer.status_code == 422
    assert words in text_of(answer)


@pytest.mark.usefixtures("officer")
def test_faults_of_cells_are_shown_after_the_columns_are_chosen(client):
    rows = "".join(text_row(place, row) for place, row in enumerate(ROWS, start=1))
    rows += row_of(7, ['<c r="B7"><f>1+1</f></c>'])
    review = client.post_form(_to_choose(client, packed(parts_of(sheet_xml(rows)))), CHOSEN).headers["Location"]
    assert "<strong>Audit!B7</strong> is a formula; paste values" in text_of(client.get(review))


def test_a_workbook_is_seen_by_nobody_but_who_uploaded_it(client, db, officer):
    where = _to_choose(client, _sheet(*ROWS))
    other = make_person(db, "partnership_officer", name="Somebody Else")
    db.commit()
    client.sign_in(other)
    for path in (where, where.removesuffix("/columns")):
        assert client.get(path).status_code == 404
        assert client.post_form(path, CHOSEN).status_code == 404


def test_an_upload_is_thrown_away_with_the_next_and_after_two_days(client, db, officer):
    _to_choose(client, _sheet(*ROWS))
    _to_choose(client, _sheet(*ROWS))
    assert count_of(ToolWorkbook) == 1
    db.scalar(select(ToolWorkbook)).uploaded_at = now() - KEPT_FOR * 2
    other = make_person(db, "partnership_officer", name="Somebody Else")
    db.commit()
    client.sign_in(other)
    _to_choose(client, _sheet(*ROWS))
    assert count_of(ToolWorkbook) == 1

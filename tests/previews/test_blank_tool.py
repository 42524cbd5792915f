"""The blank tool on paper: what is in it for whom, the page, and the PDF."""

import re
from io import BytesIO

import pikepdf
import pytest

from formsapp.previews.blank import blank_tool
from formsapp.previews.blank_pdf import blank_pdf
from formsapp.returns.asked_tool import AskedTool
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.previews.pdf_text import text_of
from tool_definitions.length import Respondent
from tool_definitions.tool import Tool

ARABIC = "الاستماع إلى الأطفال"
HOSTILE = 'Then `#let x = 1` \\* and $y$ #panic() @ref "q" {{7*7}}'
QUESTIONS = [
    rating("a.a", title=ARABIC, levels={"met": "نعم، في كل مرة"}, comment="required_at_or_below partly_met"),
    rating("a.b", title="Gwrando: ŵyrion", guidance=HOSTILE, limit={"at_or_below": "not_met", "overall": "Low"}),
    rating(
        "a.primary", title="For some", applies_to={"phase": ["primary"]}, show_if={"question": "a.a", "is": ["met"]}
    ),
    rating("a.never", title="No way out {0.__class__} %s", not_applicable="never"),
    {"key": "a.emoji", "type": "text", "title": "Who leads 👩‍🏫?", "lines": 2},
    {"key": "a.urdu", "type": "text", "title": "بچوں کی بات سنی جاتی ہے"},
    {"key": "a.n", "type": "number", "title": "How many?", "unit": "people"},
    {"key": "a.d", "type": "date", "title": "When?"},
    {"key": "a.e", "type": "evidence", "title": "Which documents?"},
    {
        "key": "a.t",
        "type": "table",
        "title": "A table",
        "columns": [{"key": "x", "title": "First column"}, {"key": "y", "title": "Second"}],
        "rows": ["Row one", "Row two"],
    },
    {
        "key": "a.c",
        "type": "choices",
        "title": "Which?",
        "options": [{"value": "x", "label": "Ex", "hint": "a hint"}, {"value": "y", "label": "Why"}],
    },
]
DOCUMENT = tool_document(
    {"a": QUESTIONS},
    version="1",
    title='A tool – #title $x$ "q" <b>',
    purpose="Read **this** first.\n\n- one\n- two",
    references={"kcsie": {"title": "Keeping children safe", "edition": "2025-09-01"}},
    sign_off=[{"role": "head_teacher", "statement": "I *agree*."}],
    audience={"organisation_types": ["school"]},
)


def blank(known=None, document=None):
    return blank_tool(AskedTool(Tool.model_validate(document or DOCUMENT)), Respondent(known or {}))


def keys(found):
    return [question.key for section in found.sections for question in section.questions]


def test_for_nobody_in_particular_everything_is_in_it_with_a_note_for_whom():
    found = blank()
    assert found.questions == len(QUESTIONS)
    some = found.sections[0].questions[2]
    assert some.notes == ("Only for phase: primary.", f"Answer this only if “{ARABIC}” is Met.")


def test_for_one_organisation_only_its_own_questions_are_in_it_and_the_note_is_gone():
    assert "a.primary" not in keys(blank({"phase": "secondary"}))
    some = blank({"phase": "primary"}).sections[0].questions[2]
    assert [note for note in some.notes if "Only for" in note] == []


def test_a_rating_has_its_levels_to_tick_and_room_for_what_goes_with_it():
    first, limited, _, never, *_ = blank().sections[0].questions
    assert [one.label for one in first.ticks] == ["Embedded", "Met", "Partly met", "Not met", "Not applicable"]
    assert first.ticks[1].means == "نعم، في كل مرة"
    assert [(one.title, one.hint) for one in first.rooms][:2] == [
        ("If not applicable: why", ""),
        ("Comment", "Needed if you choose Partly met or Not met."),
    ]
    assert limited.notes == ("If this is rated “Not met”, the overall result can be no better than “Low”.",)
    assert "Not applicable" not in [one.label for one in never.ticks]
    assert "If not applicable: why" not in [one.title for one in never.rooms]


def test_not_applicable_is_there_for_those_who_may_choose_it():
    only = {"a": [rating("a.a", not_applicable={"only_for": {"phase": ["primary"]}})]}
    for known, offered in (({}, True), ({"phase": "primary"}, True), ({"phase": "secondary"}, False)):
        labels = [one.label for one in blank(known, tool_document(only)).sections[0].questions[0].ticks]
        assert ("Not applicable" in labels) is offered


def test_the_pdf_is_tagged_has_a_language_and_says_what_it_is():
    with pikepdf.open(BytesIO(blank_pdf(blank()))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == DOCUMENT["title"]
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        kinds = {str(one.get("/S")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)}
        tongues = {str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
    assert {"/H1", "/H2", "/H3", "/L", "/Table", "/TH"} <= kinds
    assert any(tongue.startswith("ar") for tongue in tongues)


def test_two_ratings_with_all_that_goes_with_them_share_a_sheet():
    descriptors = dict.fromkeys(("embedded", "met", "partly_met", "not_met"), "What this level looks like. " * 4)
    asked = [
        rating(
            f"a.q{number}", levels=descriptors, comment="required", evidence="optional", action_at_or_below="not_met"
        )
        for number in range(12)
    ]
    with pikepdf.open(BytesIO(blank_pdf(blank(document=tool_document({"a": asked}))))) as pdf:
        assert len(pdf.pages) <= 8


def test_the_pdf_says_word_for_word_what_the_tool_says_and_no_glyph_is_missing():
    found = text_of(blank_pdf(blank()))
    assert found.missing == 0
    said = re.sub(r"\s+", " ", found.text)
    # Letters of Arabic come in the order in which they stand on the page, from left to right.
    assert sorted(ARABIC) in [sorted(line) for line in found.text.split("\n")]
    for words in (DOCUMENT["title"], "Gwrando: ŵyrion", "First column", "Row two", "In figures: people"):
        assert words in said
    for words in ("#let x = 1", "* and $y$ #panic() @ref", "{{7*7}}", "No way out {0.__class__} %s"):
        assert words in said
    assert "Keeping children safe, 1 September 2025" in said
    assert said.count("☐") == 4 * 5 - 1 + 2


def test_what_cannot_be_drawn_is_named_and_listed_at_the_end():
    said = re.sub(r"\s+", " ", text_of(blank_pdf(blank())).text)
    assert "Who leads [woman][school]?" in said
    end = said.partition("What this file could not show")[2]
    for words in ("woman", "school", "words in Urdu"):
        assert words in end


def test_a_tool_in_plain_english_has_no_such_list():
    plain = {"a": [rating("a.a")]}
    assert "could not show" not in text_of(blank_pdf(blank(document=tool_document(plain)))).text


@pytest.fixture
def officer(db):
    return make_person(db, "partnership_officer")


def test_the_page_and_the_file_are_for_whom_was_chosen(db, client, officer):
    version = make_tool_version(db, DOCUMENT)
    db.commit()
    client.sign_in(officer)
    page = client.get(f"/tools/{version.id}/print").get_data(as_text=True)
    assert "For some" in page
    assert "Only for phase: primary." in page
    assert "&lt;b&gt;" in page
    secondary = client.get(f"/tools/{version.id}/print?phase=").get_data(as_text=True)
    assert "For some" not in secondary
    assert f"/tools/{version.id}/blank.pdf?phase=" in secondary
    answer = client.get(f"/tools/{version.id}/blank.pdf?phase=primary")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=small-tool-1-blank.pdf"
    assert "For some" in text_of(answer.data).text
    assert "for: Primary" in text_of(answer.data).text


def test_people_of_a_setting_have_the_blank_form_of_their_return(db, client):
    school = make_organisation(db, phase="secondary", name="Wex High")
    audit = make_audit(db, make_tool_version(db, DOCUMENT))
    return_ = make_return(db, audit, school)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    other = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(lead)
    address = f"/returns/{return_.id}/blank.pdf"
    assert address in client.get(f"/returns/{return_.id}").get_data(as_text=True)
    said = text_of(client.get(address).data).text
    assert "for: Wex High" in said
    assert "For some" not in said
    assert client.sign_in(other).get(address).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_takes_too_long_is_refused_kindly(db, client, officer, monkeypatch):
    version = make_tool_version(db, DOCUMENT)
    db.commit()
    monkeypatch.setattr("formsapp.previews.typesetting.LONGEST_SECONDS", 0.001)
    answer = client.sign_in(officer).get(f"/tools/{version.id}/blank.pdf")
    assert answer.status_code == 422
    assert "Print its blank form from your browser instead." in answer.get_data(as_text=True)


def test_what_typst_refuses_is_set_in_plainer_letters(monkeypatch):
    monkeypatch.setattr("formsapp.previews.blank_pdf.drawable", lambda: frozenset(range(0x20, 0x110000)))
    said = text_of(blank_pdf(blank())).text
    assert "[woman][school]" in said
    assert "words in Arabic script" in said

"""Two pages for governors: what they say, what they leave out, and that they are two."""

import io
from pathlib import Path

import pikepdf
import pytest

from formsapp.action_plans.models import ActionProgress
from formsapp.clock import now
from formsapp.notes.models import PrivateNote
from formsapp.profiles.questions_to_ask import FEWEST, MOST
from formsapp.profiles.summary import summarised, summary_of
from formsapp.profiles.summary_pdf import summary_pdf
from formsapp.returns.fields.given import Given
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_tool_version,
    rating,
    tool_document,
)
from tests.previews.pdf_text import text_of
from tests.profiles.a_return import answered, opened, profile
from tests.results.audit_with_returns import submit
from tool_definitions.loader import load_tool

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SCHOOL_TOOL = Path("tool_definitions/tools/school-safeguarding.yaml")
SIGN_OFF = [
    {"role": "head_teacher", "statement": "I have read this and will see that it is done."},
    {"role": "chair_of_governors", "statement": "We have asked about it."},
]
#: No space to break at, and every letter of it wide.
LONG_WORD = "W" * 900


@pytest.fixture
def return_(db):
    """A return that gives a reason for every kind of question; last year everything was met."""
    school = make_organisation(db, name="Alder School")
    first = [rating(f"first.{letter}", evidence="optional") for letter in "abcde"]
    sections = {"first": first, "second": [rating("second.a"), rating("second.b")]}
    document = tool_document(sections, sign_off=SIGN_OFF)
    before = make_audit(db, make_tool_version(db, document), state="published")
    keys = [one["key"] for section in sections.values() for one in section]
    submit(db, before, dict.fromkeys(keys, "met"), school)
    audit = make_audit(db, before.tool_version, previous_id=before.id)
    answers = {
        "first.a": "embedded",
        "first.b": Given("partly_met", action="Write the policy", action_who="The deputy", action_by="2026-01-31"),
        "first.c": Given("not_applicable", not_applicable_reason="We have no boarders."),
        "first.d": "not_met",
        "second.a": "met",
    }
    return answered(db, audit, answers, school)


def test_the_questions_come_from_the_return(db, return_):
    asked = "\n".join(summary_of(db, opened(db, return_)).questions)
    # First: (100 + 33.33 + 0) / 3 = 44.4, the lowest of the two sections.
    for words in (
        "The action ‘Write the policy’ was due by 31 January 2026",
        "‘Statement first.d’ was rated ‘Met’ last year and is ‘Not met’ now",
        "‘Statement first.d’ is rated ‘Not met’, and no action is named",
        "‘First’ has the lowest score of all sections, 44.4 out of 100",
        "‘Statement first.a’ is rated ‘Embedded’, and no evidence stands beside it",
        "‘Statement first.c’ is marked as not applicable, because: We have no boarders",
        "One question in ‘First’ is still without an answer",
    ):
        assert words in asked, words
    assert FEWEST <= len(asked.splitlines()) <= MOST


def test_an_action_that_is_done_is_not_asked_about(db, return_):
    db.add(ActionProgress(return_id=return_.id, action="answer:first.b", state="done", at=now()))
    db.flush()
    assert "was due by" not in "\n".join(summary_of(db, opened(db, return_)).questions)


def test_there_are_six_to_eight_questions_whatever_the_return(db):
    keys = ("leadership.a", "leadership.b", "practice.a")
    for answers in ({}, dict.fromkeys(keys, "met"), dict.fromkeys(keys, "not_met"), dict.fromkeys(keys, "embedded")):
        summary = summarised(profile(db, answered(db, make_audit(db), answers)))
        assert summary.readers == "those who sign", "the tool asks no chair of governors"
        questions = summary.questions
        assert FEWEST <= len(questions) <= MOST
        assert len(set(questions)) == len(questions)


def test_the_page_and_the_file_say_the_same_and_nothing_private(client, db, return_):
    db.add(PrivateNote(return_id=return_.id, question="first.a", text="Between ourselves", at=now()))
    chair = make_person(db, "chair_of_governors", organisation=return_.organisation)
    db.commit()
    page = client.sign_in(chair).get(f"/returns/{return_.id}/summary").get_data(as_text=True)
    response = client.get(f"/returns/{return_.id}/summary.pdf")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=alder-school-")
    paper = text_of(response.data)
    assert paper.missing == 0
    printed = " ".join(paper.text.replace("\u200b", "").split())
    for words in (
        "Alder School: two pages for governors",
        "What is working well",
        "What needs attention",
        "Write the policy",
        "The deputy",
        "No action yet",
        "The overall score fell by",
        "44.4",
        "still to fill in",
        "Questions to ask",
        "I have read this and will see that it is done.",
        "Chair of governors",
        "Signature",
    ):
        assert words in page, words
        assert words in printed, words
    assert "Between ourselves" not in page + printed


def test_the_longest_tool_with_the_longest_words_fills_two_tagged_pages(db):
    tool = load_tool(SCHOOL_TOOL)
    longest = {"action": LONG_WORD, "action_who": LONG_WORD, "action_by": "2026-01-31", "comment": LONG_WORD}
    answers = {
        key: Given(tool.scheme_of(key).levels[place % 2 - 1].value, **longest)
        for place, key in enumerate(tool.scored_questions)
    }
    school = make_organisation(db, name=" ".join(["Saint Ethelburga and All Companions"] * 8))
    audit = make_audit(db, make_tool_version(db, tool.as_document()), title=LONG_WORD)
    summary = summary_of(db, opened(db, answered(db, audit, answers, school)))
    pdf = summary_pdf(summary)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("en")
        assert not _beyond_the_edge(document)
    assert "".join(text_of(pdf).text.replace("\u200b", "").split()).count("W" * 100) >= 10


def test_what_is_typed_is_never_markup(db):
    typed = '#pagebreak() $x$ *bold* "quoted" \\ `raw` <b>'
    answers = {"leadership.a": Given("not_met", action=typed), "leadership.b": Given("embedded", comment=typed)}
    summary = summary_of(db, opened(db, answered(db, make_audit(db), answers)))
    assert text_of(summary_pdf(summary)).text.count("#pagebreak() $x$ *bold*") >= 2


def _beyond_the_edge(document):
    """Text that starts to the right of the page's edge."""
    found = []
    for page in document.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tm" and float(operands[4]) > float(page.MediaBox[2]):
                found.append(operands)
    return found

"""An officer brings in a sheet of their own, says what nobody else can know, and has a draft."""

import pytest
from sqlalchemy import select

from formsapp.tool_drafts.models import ToolDraft
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.visitor import Visitor, with_password
from tests.tool_definitions.workbook.hostile import packed, parts_of, sheet_xml, text_row
from tool_definitions.loader import load_tool_text

ROWS = (
    ("Section 175 safeguarding audit",),
    ("Ref", "Standard", "0", "1", "2", "3", "What to look for", "Evidence", "By when"),
    ("Leadership and management",),
    (
        "1.1",
        "The lead is a senior member of staff",
        "No lead",
        "Not senior",
        "Senior",
        "And has time",
        "Job description",
    ),
    ("1.2", "A governor is linked", "None", "Named", "Active", "And reports each term"),
    ("Safer recruitment",),
    ("2.1", "The single central record is complete", "Missing", "Gaps", "Complete", "And sampled"),
)
MERGED = '<mergeCells count="2"><mergeCell ref="A3:I3"/><mergeCell ref="A6:I6"/></mergeCells>'
SHEET = "".join(text_row(place, row) for place, row in enumerate(ROWS, start=1))
WORKBOOK = packed(parts_of(sheet_xml(SHEET, after=MERGED)))


@pytest.fixture
def officer(site):
    with site.changing() as session:
        return with_password(session, "partnership_officer", name="Olive Marsh")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_sheet_of_their_own_becomes_a_draft(arrive, site, officer, screen) -> None:
    visitor = arrive("desktop", viewport=screen)
    visitor.sign_in(officer)
    visitor.visit("/tools/drafts/start")
    visitor.follow("Start from a workbook (Excel)")
    brings_the_sheet_in(visitor)
    says_what_is_open(visitor)
    assert visitor.heading == "What the workbook makes"
    assert "2 sections, 3 questions, 3 of them rated" in visitor.text
    visitor.press("Start a draft with this")
    with site.looking() as session:
        tool = load_tool_text(session.scalar(select(ToolDraft)).source)
    assert [section.title for section in tool.sections] == ["Leadership and management", "Safer recruitment"]
    assert tool.questions["leadership-management.1.1"].levels["3"] == "And has time"


def brings_the_sheet_in(visitor: Visitor) -> None:
    file = {"name": "S175 audit.xlsx", "mimeType": "application/zip", "buffer": WORKBOOK}
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.press("Read the workbook")
    assert visitor.heading == "Which column is what"


def says_what_is_open(visitor: Visitor) -> None:
    """A scale of bare numbers, and a version that is written nowhere."""
    visitor.press("Go on")
    assert visitor.page.title().startswith("Error: ")
    visitor.page.get_by_label("Version", exact=True).fill("2026-27")
    visitor.page.get_by_label("Rating scheme", exact=True).select_option("gm-section-11-0-3")
    visitor.press("Go on")

"""Our own workbook after people worked in it: what they may change, and what is said of what they may not."""

import io

import openpyxl
import pytest

from tool_definitions.loader import load_tool_text
from tool_definitions.workbook.read import read_sheets
from tool_definitions.workbook.reading.process import read
from tool_definitions.workbook.sheets import sheets_from_json
from tool_definitions.workbook.tool_text import tool_text
from tool_definitions.workbook.write import write_workbook

TOOL = load_tool_text("""
key: example
version: "2026-27"
title: An example
kind: self_assessment
references: {act: {title: Children Act 2004, edition: 2004-11-15}}
rating_schemes: {standard: {use: gm-section-11-0-3}}
sections:
  - key: about
    title: About you
    questions:
      - {key: about.author, type: text, title: Who coordinated this?}
      - {key: about.commissions, type: yes_no, title: Do you commission services?}
      - key: about.contact
        type: choices
        title: How does your work reach children?
        options: [{value: direct, label: Directly}, {value: homes, label: "At home, with a parent"}]
  - key: accountability
    title: Accountability
    questions:
      - key: accountability.line
        type: rating
        scheme: standard
        title: There is a clear line of accountability
        levels: {"0": None is written, "3": Everybody knows it}
        references: [{source: act, at: section 11(2)}]
        action_at_or_below: "1"
        comment: required_at_or_below 1
      - key: accountability.bought
        type: text
        title: How do you know?
        show_if: {question: about.commissions, is: ["yes"]}
""")
FIRST = 3


class Book:
    """The workbook of a tool, edited with another program than ours."""

    def __init__(self):
        self.book = openpyxl.load_workbook(io.BytesIO(write_workbook(TOOL)))

    def column(self, sheet, heading):
        return next(cell.column for cell in self.book[sheet][2] if str(cell.value).split("\n")[0] == heading)

    def row(self, sheet, heading, value):
        column = self.column(sheet, heading)
        return next(
            cells[0].row for cells in self.book[sheet].iter_rows(min_row=FIRST) if cells[column - 1].value == value
        )

    def put(self, sheet, row, **values):
        for heading, value in values.items():
            self.book[sheet].cell(row, self.column(sheet, heading.replace("_", " ")), value)

    def made(self, **how):
        content = io.BytesIO()
        self.book.save(content)
        return tool_text(sheets_from_json(read(content.getvalue())), **how)

    def said(self, **how):
        return [problem.sentence for problem in self.made(**how).problems]


@pytest.fixture
def book():
    return Book()


def test_saved_by_another_program_it_is_the_same_tool(book):
    assert book.made().tool == TOOL


def test_a_question_reworded_weighted_and_given_a_condition(book):
    row = book.row("Questions", "Key", "accountability.line")
    book.put(
        "Questions", row, Question="Is the line of accountability clear?", Weight=3, Show_if="about.commissions is yes"
    )
    question = book.made().tool.questions["accountability.line"]
    assert (question.title, question.weight) == ("Is the line of accountability clear?", 3)
    assert question.show_if.is_ == ("yes",)


def test_another_section_key_moves_a_question(book):
    """The title beside it is locked, and stays behind."""
    row = book.row("Questions", "Key", "accountability.bought")
    book.put("Questions", row, Section_key="about")
    assert book.made().tool.section_of["accountability.bought"].key == "about"


def test_a_new_question_needs_no_key(book):
    book.put(
        "Questions",
        book.book["Questions"].max_row + 1,
        Section_key="accountability",
        Question="Who answers for the services you pay for?",
        Type="text",
    )
    made = book.made()
    assert made.problems == []
    assert "accountability.answers-services-pay" in made.tool.questions


def test_a_question_taken_away_names_what_needed_it(book):
    row = book.row("Questions", "Key", "about.commissions")
    book.book["Questions"].delete_rows(row)
    said = book.said()
    assert said
    assert all(sentence.startswith("Questions!") for sentence in said)


@pytest.mark.parametrize(
    ("heading", "value", "message"),
    [
        ("Show if", "about.commissions = yes", "after 'about.commissions' one of these is expected"),
        ("Show if", "about.commision is yes", "about.commis"),
        ("Weight", "heavy", "is not a number"),
        ("Weight", -1, "weight"),
        ("Type", "ratings", "is 'ratings' – choose one of: rating"),
        ("Required", "perhaps", "is 'perhaps', neither yes nor no"),
        ("Comment", "sometimes", "is 'sometimes' – write none, optional, required"),
        ("Not applicable", "maybe", "write never, allowed, with reason, or only for"),
        ("Applies to", "phase", "there is no colon after 'phase'"),
        ("Action at or below", "red", "red"),
        ("Lines", 4, "a question of type rating has no 'Lines'"),
        ("Section key", "nowhere", "'nowhere' is not a section"),
        ("Section", "Another title", "is not the title of a section; that of 'accountability' is 'Accountability'"),
        ("Scheme", "other", "other"),
        ("Key", 4.1, "is the number 4.1, not text – format the cell as text"),
        ("References", "nowhere: 3", "nowhere"),
        ("From", "accountability.line", "there is no colon"),
        ("Copied from", "a, b", "does not name a tool, its version and a key"),
    ],
)
def test_what_cannot_be_meant_is_named_by_its_cell(book, heading, value, message):
    row = book.row("Questions", "Key", "accountability.line")
    column = book.book["Questions"].cell(row, book.column("Questions", heading)).coordinate
    book.put("Questions", row, **{heading: value})
    found = [sentence for sentence in book.said() if message in sentence]
    assert found, book.said()
    assert any(f"Questions!{column} " in sentence for sentence in found), found


def test_a_column_renamed_or_missing_is_named(book):
    sheet = book.book["Questions"]
    sheet.cell(2, book.column("Questions", "Weight"), "Weighting")
    said = book.said()
    assert any("'Weighting' is not a column of this sheet – did you mean 'Weight'?" in each for each in said)
    assert any("Questions the column 'Weight' is missing" in each for each in said)


def test_levels_beyond_the_scheme_and_rows_of_nobody_are_named(book):
    row = book.row("Questions", "Key", "about.author")
    book.put("Questions", row, Level_1="Text of a level")
    book.put("Options", FIRST, Question_key="nowhere")
    book.put("Levels", FIRST, Scheme="nowhere")
    said = book.said()
    assert any("describes a level, but the question is not a rating with a scheme" in each for each in said)
    assert any("Options!A3 no question has the key 'nowhere'" in each for each in said)
    assert any("Levels!A3 'nowhere' is not on the sheet Schemes" in each for each in said)


def test_hidden_rows_are_left_out_unless_asked_for(book):
    row = book.row("Questions", "Key", "accountability.line")
    book.book["Questions"].row_dimensions[row].hidden = True
    assert "accountability.line" not in book.made().tool.questions
    assert book.made(hidden_too=True).tool == TOOL


def test_a_missing_sheet_and_another_layout_are_said_so(book):
    del book.book["Sections"]
    assert any("there is no sheet 'Sections'" in each for each in book.said())
    book.book["Tool"]["A1"] = "Audit tool workbook, layout 99"
    assert "another layout" in book.said()[0]


def test_a_line_of_the_tool_sheet_that_was_renamed_is_named(book):
    book.book["Tool"]["A3"] = "Name"
    assert any("Tool!B3 stands beside no name of a field" in each for each in book.said())


def test_a_formula_typed_into_it_is_named():
    book = Book()
    book.put("Questions", FIRST, Question="=1+1")
    content = io.BytesIO()
    book.book.save(content)
    made = tool_text(read_sheets(content.getvalue()).sheets)
    assert any("is a formula; paste values" in problem.sentence for problem in made.problems)

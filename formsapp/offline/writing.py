"""A return as a workbook to be filled in without a connection: a sheet a section, with only the answers to be typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from formsapp.clock import now
from formsapp.copies.workbook_file import WorkbookFile, footer_text
from formsapp.offline.layout import (
    FIRST_ROW,
    GUIDANCE_ROW,
    HEADING_ROW,
    HOW,
    INSTRUCTIONS,
    KEY,
    LAYOUT,
    MADE_FOR,
    NUMBER,
    ON_THE_WEBSITE,
    PARTS,
    QUESTION,
    TITLE_ROW,
    Part,
)
from formsapp.previews.blank import BlankQuestion, BlankSection, blank_tool
from formsapp.previews.prose import plain_of
from formsapp.returns.answers import base_of
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.choices import Choices
from formsapp.returns.fields.days import day_in_words
from formsapp.returns.fields.given import NOT_STORED, Given, Stored
from formsapp.returns.fields.judged import Judged
from formsapp.returns.fields.rows_of_boxes import RowsOfBoxes
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import moment
from scoring.reports.writable import clean
from tool_definitions.length import Respondent
from tool_definitions.workbook.sheets import column_letters

_NUMBER_WIDTH, _QUESTION_WIDTH, _HOW_WIDTH = 8, 46, 52
_LONGEST_SHEET_NAME = 31
#: The first column of the lists on the hidden sheet, from 0.
_FIRST_LIST = 5
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_ALLOWED = {"format_cells": True, "format_columns": True, "format_rows": True, "autofilter": True}
_HELP = (
    "Fill in the white cells of the sheets that follow: each sheet is a section. Grey cells are locked.",
    "Where a list of answers is offered, choose from it: click the cell, then the arrow beside it.",
    "Where several answers may be given, write each on a line of its own (Alt and Enter in Excel).",
    "An empty cell means no answer. If you clear a cell that held an answer, bringing the workbook back removes it.",
    "Tables and lists of documents are filled in on the website; they are shown here to be read.",
    "Do not name a child anywhere. Do not type formulas.",
    "Save as an Excel workbook (.xlsx). On the website, open “Fill it in offline, in Excel” and bring it back.",
    "You see what will change before anything is saved. If somebody changed an answer meanwhile, you choose.",
)


def fill_in_workbook(opened: OpenedReturn, stored: Mapping[str, Stored], *, by: str) -> bytes:
    """The file's bytes, for the sections that whoever opened the return may open."""
    blank = blank_tool(opened.tool, Respondent(dict(opened.attributes), opened.wave))
    sections = [section for section in blank.sections if opened.opens(section.key)]
    with WorkbookFile(f"{opened.title}: {opened.audit}") as book:
        writer = _Writer(book, opened, stored)
        writer.write_instructions(by)
        for section in sections:
            writer.write_section(section)
        writer.write_made_for(sections)
    return book.content


class _Writer:
    """Writes the sheets of one return."""

    def __init__(self, book: WorkbookFile, opened: OpenedReturn, stored: Mapping[str, Stored]) -> None:
        self.book, self.opened, self.stored = book, opened, stored
        #: The lists of answers to choose from, each a column of the hidden sheet.
        self.lists: dict[tuple[str, ...], str] = {}

    def write_instructions(self, by: str) -> None:
        """The first sheet."""
        opened, book = self.opened, self.book
        sheet = book.add_sheet(INSTRUCTIONS, [110], landscape=False)
        book.put(sheet, 0, 0, f"{opened.title}: {opened.audit}", "title")
        made = f"Downloaded by {by} on {moment(now())}. {opened.return_by_sentence}"
        for row, text in enumerate((made, *_HELP), start=1):
            book.put(sheet, row, 0, text, "words")
        sheet.protect("", _ALLOWED)

    def write_section(self, blank: BlankSection) -> None:
        """A sheet with a row for every question of the section."""
        section = self.opened.tool.sections[blank.key]
        asked = [section.by_key[question.key] for question in blank.questions]
        columns = [part for part in PARTS if part.part == "value" or any(part.part in one.parts for one in asked)]
        widths = [_NUMBER_WIDTH, _QUESTION_WIDTH, _HOW_WIDTH, *(part.width for part in columns), 12]
        sheet, book = self.book.add_sheet(self._name(section), widths), self.book
        book.put(sheet, TITLE_ROW, 0, blank.title, "title")
        guidance = "\n".join(filter(None, (blank.note, plain_of(blank.guidance))))
        if guidance:
            sheet.merge_range(GUIDANCE_ROW, 0, GUIDANCE_ROW, 2, guidance, book.style("words", quoted=True))
            sheet.set_row(GUIDANCE_ROW, min(15 * (1 + len(guidance) // 95 + guidance.count("\n")), 400))
        headings = [NUMBER, QUESTION, HOW, *(part.heading for part in columns), KEY]
        book.put_row(sheet, HEADING_ROW, headings, "heading")
        for row, question in enumerate(blank.questions, start=FIRST_ROW):
            self._question(sheet, row, question, columns)
        sheet.set_column(len(headings) - 1, len(headings) - 1, 12, None, {"hidden": True})
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.repeat_rows(HEADING_ROW)
        sheet.set_footer(footer_text(f"{self.opened.title}: {blank.title}"))
        sheet.protect("", _ALLOWED)

    def _question(self, sheet: Worksheet, row: int, question: BlankQuestion, columns: Sequence[Part]) -> None:
        asked, book = self.opened.tool.questions[question.key], self.book
        given = self.stored.get(asked.key, NOT_STORED).given
        optional = " (optional)" if question.is_optional else ""
        about = "\n".join(filter(None, (*question.notes, plain_of(question.guidance))))
        book.put(sheet, row, 0, question.number, "asked")
        book.put(sheet, row, 1, f"{question.title}{optional}", "asked_strong")
        book.put(sheet, row, 2, "\n".join(filter(None, (about, _how(asked, question)))), "asked")
        texts = cell_texts(asked, given)
        for place, part in enumerate(columns, start=3):
            is_open = not isinstance(asked, RowsOfBoxes) and (part.part == "value" or part.part in asked.parts)
            book.put(sheet, row, place, texts.get(part.part, ""), "open" if is_open else "asked")
        if options := self._options(asked):
            self._offer(sheet, row, options)
        book.put(sheet, row, 3 + len(columns), asked.key, "asked")

    def _options(self, asked: Asked[Any]) -> tuple[str, ...]:
        """What may be chosen from a list, in the order in which the website shows it."""
        if not isinstance(asked, Judged):
            return ()
        labels = [option.label for option in asked.options]
        if asked.may_be_not_applicable(self.opened.attributes):
            labels.append(asked.not_applicable.label)
        return tuple(labels)

    def _offer(self, sheet: Worksheet, row: int, options: tuple[str, ...]) -> None:
        if options not in self.lists:
            column = column_letters(_FIRST_LIST + len(self.lists) + 1)
            self.lists[options] = f"='{MADE_FOR}'!${column}$1:${column}${len(options)}"
        sheet.data_validation(
            row,
            3,
            row,
            3,
            {
                "validate": "list",
                "source": self.lists[options],
                "error_title": "Choose from the list",
                "error_message": "Choose one of the answers in the list, or leave the cell empty.",
            },
        )

    def write_made_for(self, sections: Sequence[BlankSection]) -> None:
        """The hidden sheet: which return, which questions, which revision of each answer, and the lists."""
        sheet, book = self.book.add_sheet(MADE_FOR, [20, 20, 12, 20]), self.book
        book.put_row(sheet, 0, [LAYOUT, str(self.opened.id), self.opened.tool.tool.fingerprint])
        keys = [question.key for section in sections for question in section.questions]
        for row, key in enumerate(keys, start=1):
            base = base_of(self.stored.get(key, NOT_STORED))
            book.put_row(sheet, row, [key, str(base.revision), base.digest])
        for place, options in enumerate(self.lists):
            for row, label in enumerate(options):
                book.put(sheet, row, _FIRST_LIST + place, label)
        sheet.very_hidden()

    @staticmethod
    def _name(section: AskedSection) -> str:
        """A name that Excel takes; it begins with the section's number, so that no other sheet has it."""
        title = " ".join(clean(f"{section.number} {section.title}").translate(_NOT_IN_NAMES).split())
        return title[:_LONGEST_SHEET_NAME].strip()


def _how(asked: Asked[Any], question: BlankQuestion) -> str:
    """What may be answered, and what goes with it, a line each."""
    lines = []
    if question.ticks:
        lines.append("Choose one:" if isinstance(asked, Judged) else "As many as apply, each on a line of its own:")
    lines += [f"{one.label}: {plain_of(one.means)}" if one.means else one.label for one in question.ticks]
    rooms = [room for room in question.rooms if room.hint and room.hint != "Optional."]
    lines += [f"{room.title}: {room.hint}" if room.title else room.hint for room in rooms]
    return "\n".join(lines)


def cell_texts(asked: Asked[Any], given: Given) -> dict[str, str]:
    """What stands in the cells of an answer, by part."""
    return {
        "value": _value_text(asked, given.value),
        "reason": given.not_applicable_reason,
        "comment": given.comment,
        "evidence": given.evidence,
        "action": given.action,
        "who": given.action_who,
        "by": day_in_words(given.action_by) if given.action_by else "",
    }


def _value_text(asked: Asked[Any], value: str | None) -> str:
    if isinstance(asked, RowsOfBoxes):
        return ON_THE_WEBSITE + (asked.words(value) if value else "nothing yet")
    if value is None:
        return ""
    return str(asked.words(value)) if isinstance(asked, Judged | Choices) or asked.question.type == "date" else value

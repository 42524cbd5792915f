"""The blank tool as a Word file: what is asked, what may be ticked, and room to write."""

from docx.document import Document

from formsapp.copies.copied import CopiedTable
from formsapp.copies.word import add_footer, add_table, add_text, heading
from formsapp.previews.blank import BlankQuestion, BlankTool
from formsapp.previews.prose import plain_of
from scoring.reports.word_file import new_document, written
from scoring.reports.writable import clean

BOX = "☐"


def blank_word(tool: BlankTool) -> bytes:
    """The file's bytes."""
    document = new_document(tool.title)
    subtitle = f"Version {tool.version}" + (f", for: {tool.seen_as}" if tool.seen_as else "") + ". Blank form."
    add_footer(document, f"{tool.title}. {subtitle}")
    heading(document, tool.title, 0)
    add_text(document, subtitle, soft=True)
    for head in tool.heads:
        add_text(document, f"{head}: ", bold=True)
    _prose(document, tool.purpose)
    for section in tool.sections:
        heading(document, section.title, 1)
        _quiet(document, section.note)
        _prose(document, section.guidance)
        for question in section.questions:
            _question(document, question)
    for whose, statement in tool.signatures:
        heading(document, f"Signing: {whose}", 1)
        _prose(document, statement)
        add_table(document, CopiedTable(("Name", "Signature", "Date"), (("", "", ""),)))
    return written(document)


def _question(document: Document, question: BlankQuestion) -> None:
    optional = " (optional)" if question.is_optional else ""
    heading(document, f"{question.number} {question.title}{optional}", 2)
    for note in question.notes:
        _quiet(document, note)
    _prose(document, question.guidance)
    _quiet(document, question.tick)
    for one in question.ticks:
        means = plain_of(one.means)
        paragraph = add_text(document, f"{BOX} {one.label}", bold=True)
        if means:
            paragraph.add_run(clean(f"  {means}"))
    for room in question.rooms:
        words = ". ".join(part.rstrip(".") for part in (room.title, room.hint) if part)
        if words:
            add_text(document, f"{words}:", bold=True)
        add_text(document, "\n" * room.lines)
    if question.grid:
        named = any(question.grid.rows)
        columns = (("For each row", *question.grid.columns)) if named else question.grid.columns
        empty = ("",) * len(question.grid.columns)
        rows = tuple((row, *empty) if named else empty for row in question.grid.rows)
        add_table(document, CopiedTable(columns, rows))
    if question.references:
        _quiet(document, f"From: {question.references}")


def _prose(document: Document, markdown: str) -> None:
    if text := plain_of(markdown):
        add_text(document, text)


def _quiet(document: Document, text: str) -> None:
    if text:
        add_text(document, text, soft=True)

"""A letter as a file to keep, from the frozen document alone."""

from pathlib import Path
from typing import Any

from flask import Response, abort

from formsapp.copies.copied import CopiedTable
from formsapp.copies.files import file_response
from formsapp.feedback.document import Letter
from formsapp.previews.printable import FACES, PLAIN, Printable, drawable, font_folder
from formsapp.previews.typesetting import TakesTooLongError, TypesettingError, as_pdf
from formsapp.ui.formatting import day

HEADS = ("Question", "Your rating", "Moderated", "What we did")
TESTED = "The ratings we tested"
NO_PDF = "This letter could not be made into a PDF. Take the Word file, or print the page from your browser."
_TEMPLATE = Path(__file__).parent / "letter.typ"
_REPLACED = (
    "The typefaces of this file have no drawing for these. They stand in square brackets above, and are shown in full "
    "where the letter is read in a browser or in Word:"
)


def letter_file(letter: Letter, fingerprint: str, name: str, kind: str) -> Response:
    """The letter as a download."""
    try:
        make = letter_pdf if kind == "pdf" else letter_word
        return file_response(make(letter, fingerprint), name, kind)
    except (TypesettingError, TakesTooLongError):
        abort(422, NO_PDF)


def letter_pdf(letter: Letter, fingerprint: str) -> bytes:
    """The PDF, tagged. A text that cannot be set after all is set again without its rarer letters."""
    template = _TEMPLATE.read_text(encoding="utf-8")
    try:
        return as_pdf(template, _content(letter, fingerprint, drawable()), font_folder())
    except TypesettingError:
        return as_pdf(template, _content(letter, fingerprint, PLAIN), font_folder())


def _content(letter: Letter, fingerprint: str, known: frozenset[int]) -> dict[str, Any]:
    printable = Printable(known)
    say = printable.said
    content = {
        "faces": [family for family, _, _ in FACES],
        "subject": say(letter.subject),
        "partnership": say(letter.partnership),
        "to": say(letter.title),
        "audit": say(letter.audit),
        "date": day(letter.sent_on),
        "signed": [say(letter.signed), say(f"for {letter.partnership}")],
        "footer": printable(f"{letter.title}: {letter.audit}. Fingerprint {fingerprint[:16]}"),
        "parts": [
            {
                "heading": part.heading,
                "lines": [[say(text) for text in line.text.split("\n") if text.strip()] for line in part.lines],
                "last_day": _last_day(letter, part.key),
            }
            for part in letter.parts
        ],
        "tested_heading": TESTED,
        "heads": list(HEADS),
        "tested": [[say(cell) for cell in row] for row in tested_rows(letter)],
        "replaced_title": "What this file could not show",
        "replaced_words": _REPLACED,
    }
    return {**content, "replaced": list(printable.replaced)}


def _last_day(letter: Letter, part: str) -> str:
    """What stands under the part about disagreeing; empty elsewhere, and where nothing can be challenged."""
    return f"{letter.last_day} It ends at midnight." if part == "disagree" and letter.last_day else ""


def tested_rows(letter: Letter) -> list[tuple[str, str, str, str]]:
    """The rows of the table of ratings."""
    return [(f"{one.number} {one.title}", one.own, one.moderated, one.direction_words) for one in letter.tested]


def letter_word(letter: Letter, fingerprint: str) -> bytes:
    """The Word file."""
    from formsapp.copies.word import add_footer, add_table, add_text, heading  # noqa: PLC0415  MB a worker does without
    from scoring.reports.word_file import new_document, written  # noqa: PLC0415  as above

    document = new_document(f"{letter.subject}, {letter.title}")
    add_footer(document, f"{letter.title}: {letter.audit}. Fingerprint {fingerprint[:16]}.")
    add_text(document, letter.partnership, soft=True)
    heading(document, letter.subject, 0)
    add_text(document, letter.title, bold=True)
    add_text(document, day(letter.sent_on))
    for part in letter.parts:
        heading(document, part.heading, 1)
        for line in part.lines:
            for text in line.text.split("\n"):
                if text.strip():
                    add_text(document, text)
        if last_day := _last_day(letter, part.key):
            add_text(document, last_day, bold=True)
    add_text(document, letter.signed)
    add_text(document, f"for {letter.partnership}")
    heading(document, TESTED, 1)
    add_table(document, CopiedTable(HEADS, tuple(tested_rows(letter))))
    return written(document)

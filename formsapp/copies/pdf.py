"""A copy of a return as an accessible PDF (PDF/UA-1), set by Typst from data alone: no text is ever read as markup."""

from pathlib import Path
from typing import Any

from formsapp.copies.copied import NOT_ANSWERED, CopiedQuestion, CopiedTable, Copy
from formsapp.previews.printable import FACES, PLAIN, Printable, drawable, font_folder
from formsapp.previews.typesetting import TypesettingError, as_pdf

_TEMPLATE = Path(__file__).parent / "copy.typ"
_REPLACED = (
    "The typefaces of this file have no drawing for these. They stand in square brackets above, and are shown in full "
    "where the return is read in a browser, in Word or in Excel:"
)


def copy_pdf(copy: Copy) -> bytes:
    """The file's bytes. A text that cannot be set after all is set again without its rarer letters."""
    template = _TEMPLATE.read_text(encoding="utf-8")
    try:
        return as_pdf(template, _Content(drawable()).document(copy), font_folder())
    except TypesettingError:
        return as_pdf(template, _Content(PLAIN).document(copy), font_folder())


class _Content:
    """What the template reads."""

    def __init__(self, known: frozenset[int]) -> None:
        self.printable = Printable(known)
        self.say = self.printable.said

    def document(self, copy: Copy) -> dict[str, Any]:
        say = self.say
        closing = [("Actions of the return as a whole", "\n".join(one.sentence for one in copy.further))]
        closing.append(("Declaration", copy.declaration))
        document = {
            "faces": [family for family, _, _ in FACES],
            "not_answered": NOT_ANSWERED,
            "title": say(copy.title),
            "audit": say(copy.audit),
            "state": self.printable(copy.state),
            "footer": self.printable(f"{copy.title}: {copy.audit}. {copy.state}"),
            "facts": [{"name": say(name), "text": say(text)} for name, text in copy.facts],
            "sections": [
                {
                    "title": say(f"{section.number}. {section.title}"),
                    "questions": [self._question(question) for question in section.questions],
                }
                for section in copy.sections
            ],
            "closing": [{"name": say(name), "lines": self._lines(text)} for name, text in closing if text],
            "replaced_title": "What this file could not show",
            "replaced_words": _REPLACED,
        }
        return {**document, "replaced": list(self.printable.replaced)}

    def _question(self, question: CopiedQuestion) -> dict[str, Any]:
        lines = self._lines(question.answer)
        is_chosen = question.is_chosen
        return {
            "number": question.number,
            "title": self.say(question.title),
            "answer": lines if is_chosen else [],
            "words": [] if is_chosen else lines,
            "is_answered": question.is_answered,
            "level": question.level_words,
            "table": self._table(question.table),
            "parts": [{"name": self.say(name), "lines": self._lines(text)} for name, text in question.parts],
        }

    def _table(self, table: CopiedTable | None) -> dict[str, Any] | None:
        if table is None:
            return None
        rows = [[self.say(cell) for cell in row] for row in table.rows]
        return {"columns": [self.say(column) for column in table.columns], "rows": rows}

    def _lines(self, text: str) -> list[dict[str, str]]:
        return [self.say(line) for line in text.split("\n") if line.strip()]

"""The blank tool as an accessible PDF (PDF/UA-1), set by Typst from data alone: no text is ever read as markup.

Typst refuses to make such a file where a character has no drawing, so that none is ever missing.
"""

from pathlib import Path
from typing import Any

from formsapp.previews.blank import BlankQuestion, BlankSection, BlankTool, Grid
from formsapp.previews.printable import FACES, PLAIN, Printable, direction, drawable, font_folder
from formsapp.previews.prose import Block, blocks_of
from formsapp.previews.typesetting import TypesettingError, as_pdf

_TEMPLATE = Path(__file__).parent / "blank.typ"
_FIRST_AFTER_LATIN = 0x250
_WORDS = {
    "optional": "(optional)",
    "from": "From:",
    "row": "For each row",
    "signing": "Signing",
    "signature_heads": ["Name", "Signature", "Date"],
    "sources_title": "What it rests on",
    "replaced_title": "What this file could not show",
    "replaced_words": (
        "The typefaces of this file have no drawing for these. They stand in square brackets above, and are shown in "
        "full where the tool is read or printed in a browser:"
    ),
}


def blank_pdf(tool: BlankTool) -> bytes:
    """The file's bytes. A text that cannot be set after all is set again without its rarer letters."""
    template = _TEMPLATE.read_text(encoding="utf-8")
    try:
        return as_pdf(template, _Content(tool, drawable()).document(), font_folder())
    except TypesettingError:
        return as_pdf(template, _Content(tool, PLAIN).document(), font_folder())


class _Content:
    """What the template reads."""

    def __init__(self, tool: BlankTool, known: frozenset[int]) -> None:
        self.tool = tool
        self.printable = Printable(known)

    def document(self) -> dict[str, Any]:
        tool, say = self.tool, self._said
        subtitle = f"Version {tool.version}" + (f", for: {tool.seen_as}" if tool.seen_as else "")
        document = {
            **_WORDS,
            "faces": [family for family, _, _ in FACES],
            "title": self.printable(tool.title),
            "title_said": say(tool.title),
            "subtitle": say(f"{subtitle}. Blank form."),
            "footer": self.printable(f"{tool.title}, version {tool.version}"),
            "heads": [say(head) for head in tool.heads],
            "purpose": self._prose(tool.purpose),
            "sections": [self._section(section) for section in tool.sections],
            "signatures": [
                {"whose": say(whose), "statement": self._prose(statement)} for whose, statement in tool.signatures
            ],
            "sources": [say(source) for source in tool.sources],
        }
        return {**document, "replaced": list(self.printable.replaced)}

    def _section(self, section: BlankSection) -> dict[str, Any]:
        return {
            "title": self._said(section.title),
            "note": self._said(section.note),
            "guidance": self._prose(section.guidance),
            "questions": [self._question(question) for question in section.questions],
        }

    def _question(self, question: BlankQuestion) -> dict[str, Any]:
        say = self._said
        return {
            "number": question.number,
            "title": say(question.title),
            "is_optional": question.is_optional,
            "notes": [say(note) for note in question.notes],
            "guidance": self._prose(question.guidance),
            "tick": say(question.tick),
            "is_rated": question.is_rated,
            "ticks": [{"label": say(one.label), "means": self._prose(one.means)} for one in question.ticks],
            "rooms": [{"title": say(one.title), "hint": say(one.hint), "lines": one.lines} for one in question.rooms],
            "grid": self._grid(question.grid),
            "references": say(question.references),
        }

    def _grid(self, grid: Grid | None) -> dict[str, Any] | None:
        if grid is None:
            return None
        return {"columns": [self._said(one) for one in grid.columns], "rows": [self._said(one) for one in grid.rows]}

    def _said(self, text: str) -> dict[str, Any]:
        return self.printable.said(text)

    def _prose(self, markdown: str) -> list[Block]:
        return [self._block(block) for block in blocks_of(markdown)]

    def _block(self, block: Block) -> Block:
        if block["kind"] != "paragraph":
            return {"kind": block["kind"], "items": [[self._block(one) for one in item] for item in block["items"]]}
        runs = [{**self._said(run["text"]), "strong": run["strong"], "em": _leans(run)} for run in block["runs"]]
        whole = "".join(run["text"] for run in block["runs"])
        return {"kind": "paragraph", "dir": direction(whole), "runs": runs}


def _leans(run: dict[str, Any]) -> bool:
    """Whether a run is set in italics, of which there are only Latin letters."""
    return run["em"] and all(ord(letter) < _FIRST_AFTER_LATIN for letter in run["text"])

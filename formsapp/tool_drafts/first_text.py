"""The first text of a draft: of a tool started from nothing, and of the version after one that is here."""

import re
import unicodedata

from formsapp.clock import today
from tool_definitions.document import read_text
from tool_definitions.editing import Put, Remove, edit, write_tool

_SCHOOL_YEAR_STARTS = 9


def first_text(title: str, kind: str) -> str:
    """A tool with this title and one section, ready for its first questions."""
    return write_tool(
        {
            "key": key_from(title),
            "version": _this_year(),
            "title": title,
            "kind": kind,
            "rating_schemes": {"practice": {"use": "four-levels-of-practice"}},
            "scoring": {
                "bands": [
                    {"from": 0, "label": "Inadequate assurance"},
                    {"from": 40, "label": "Partial assurance"},
                    {"from": 70, "label": "Good assurance"},
                ]
            },
            "threads": {"lived-experience": "Lived experience of children"},
            "sections": [{"key": "first", "title": "First section", "questions": []}],
        }
    )


def key_from(title: str) -> str:
    """A key made of the words of a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "new-tool"


def next_text(source: str) -> str:
    """The text of a version made ready for the next: named as the one after it, and without what it said of the one
    before it, since from now on its own questions are the ones that new questions come from.
    """
    reading = read_text(source, file="version")
    data = reading.document.data if reading.document else {}
    forgotten = [
        Remove(("sections", section, "questions", question, "from"))
        for section, one in enumerate(data["sections"])
        for question, each in enumerate(one["questions"])
        if "from" in each
    ]
    return edit(source, [Put(("version",), version_after(data["version"])), *forgotten])


def version_after(version: str) -> str:
    """What the version after this one would be called: 2026-27 becomes 2027-28, v1 becomes v2."""
    if years := re.fullmatch(r"(\d{4})-(\d{2})", version):
        first = int(years[1]) + 1
        return f"{first}-{(first + 1) % 100:02d}"
    if numbered := re.fullmatch(r"(.*?)(\d+)", version):
        return f"{numbered[1]}{int(numbered[2]) + 1}"
    return f"{version} 2"


def _this_year() -> str:
    """The school year that today falls in, as versions are usually called."""
    day = today()
    first = day.year if day.month >= _SCHOOL_YEAR_STARTS else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"

"""The text of a tool that is started from nothing."""

import re
import unicodedata

from formsapp.clock import today
from tool_definitions.editing import write_tool

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


def _this_year() -> str:
    """The school year that today falls in, as versions are usually called."""
    day = today()
    first = day.year if day.month >= _SCHOOL_YEAR_STARTS else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"

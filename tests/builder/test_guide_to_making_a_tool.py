"""The guide to making a tool calls pages what the pages call themselves."""

import re
from pathlib import Path

import pytest

from tests.builder.editing import text_of

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

GUIDE = (Path(__file__).parents[2] / "docs/guides/making-a-tool.md").read_text(encoding="utf-8")
WORDS = re.compile(r"\*\*([^*]+)\*\*")
MENU = [
    "Sections and questions",
    "Problems",
    "Preview",
    "Same or new questions",
    "What changed",
    "History",
    "Propose it",
]
#: What the guide emphasises that is no name on a page: the words it explains, and what can be started from.
EXPLAINED = {"Draft", "Proposed", "Ratified", "Retired", "Two people at once", "a version that is here"}
EXPLAINED |= {"a tool that comes with the service", "a file", "a workbook", "nothing"}
#: Names on pages that only show where there is something: a newer edition, the scores of a preview.
ELSEWHERE = {"Update to the new edition", "See the scores"}


@pytest.mark.parametrize("name", MENU)
def test_the_guide_names_what_the_menu_has(client, draft, name):
    assert f"**{name}**" in GUIDE
    assert re.search(rf">{name}[ <]", text_of(client.get(f"/tools/drafts/{draft.id}")))


def test_whatever_the_guide_names_is_on_a_page(client, draft):
    home = f"/tools/drafts/{draft.id}"
    pages = [
        home,
        f"{home}/questions/leadership.dsl",
        f"{home}/references",
        f"{home}/preview",
        "/tools",
        "/tools/drafts",
    ]
    shown = "\n".join(text_of(client.get(page)) for page in pages)
    named = set(WORDS.findall(GUIDE)) - EXPLAINED - ELSEWHERE
    assert sorted(one for one in named if one not in shown) == []

"""What stands beside every page of the builder: the parts of the tool, what can be done with it, undo and redo."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import request, url_for
from sqlalchemy import select

from formsapp.database import current_session
from formsapp.tool_drafts.examined import ExaminedDraft, examined
from formsapp.tool_drafts.models import ToolDraft, ToolDraftStep
from formsapp.tool_drafts.queries import step_to_redo
from formsapp.tool_drafts.rules import changing_refusal
from formsapp.ui.formatting import count
from formsapp.ui.navigation import exists

_GROUPS = (
    (
        "The tool",
        (
            ("builder.show_tool", "Sections and questions"),
            ("builder.edit_about", "About the tool"),
            ("builder.edit_schemes", "Rating schemes"),
            ("builder.edit_scoring", "Scoring and summary"),
            ("builder.edit_references", "References"),
            ("builder.edit_threads", "Threads"),
            ("builder.edit_sign_off", "Sign-off"),
        ),
    ),
    (
        "Look it over",
        (
            ("builder.check_tool", "Problems"),
            ("previews.preview_draft", "Preview"),
            ("tool_drafts.show_draft_changes", "What changed"),
            ("tool_drafts.confirm_relations", "Same or new questions"),
        ),
    ),
    (
        "The draft",
        (
            ("tool_drafts.show_history", "History"),
            ("tool_drafts.exchange_file", "As a file"),
            ("tool_drafts.propose", "Propose it"),
        ),
    ),
)
#: Pages that belong to a place in the menu without being it.
_INSIDE = {
    "builder.edit_section": "builder.show_tool",
    "builder.edit_question": "builder.show_tool",
    "builder.edit_scheme": "builder.edit_schemes",
    "builder.rename_level": "builder.edit_schemes",
    "builder.edit_weights": "builder.edit_scoring",
    "builder.edit_reference": "builder.edit_references",
    "builder.add_reference": "builder.edit_references",
    "builder.update_reference": "builder.edit_references",
}


class MenuLink(NamedTuple):
    """A link of the menu; `current` is what aria-current says, if anything."""

    text: str
    href: str
    current: str | None
    count: str
    counts: str


@dataclass(frozen=True)
class Menu:
    """The menu of a draft. `undo` and `redo` say in words what they would do, and are empty where there is nothing."""

    groups: list[tuple[str, list[MenuLink]]]
    undo: str
    redo: str
    closed: str | None

    @property
    def is_open(self) -> bool:
        """Whether the draft can be changed."""
        return self.closed is None

    @property
    def is_outline(self) -> bool:
        """Whether the page is the outline itself."""
        return request.endpoint == "builder.show_tool"


def builder_menu(draft: ToolDraft) -> Menu:
    """The menu beside a page of this draft."""
    found = examined(current_session(), draft)
    groups = [
        (heading, [_link(draft, endpoint, text, found) for endpoint, text in links if exists(endpoint)])
        for heading, links in _GROUPS
    ]
    return Menu(
        [group for group in groups if group[1]],
        undo_words(draft),
        redo_words(draft),
        changing_refusal(draft),
    )


def problem_count(found: ExaminedDraft) -> str:
    """How much the checker finds, in words."""
    parts = [(len(found.errors), "error"), (len(found.warnings), "warning")]
    return ", ".join(count(number, noun) for number, noun in parts if number)


def _link(draft: ToolDraft, endpoint: str, text: str, found: ExaminedDraft) -> MenuLink:
    is_check = endpoint == "builder.check_tool"
    here = "page" if request.endpoint == endpoint else None
    if _INSIDE.get(request.endpoint or "") == endpoint:
        here = "true"
    href = url_for(endpoint, tool_draft_id=draft.id)
    return MenuLink(text, href, here, problem_count(found) if is_check else "", "problems" if is_check else "")


def undo_words(draft: ToolDraft) -> str:
    """What undoing would take back; nothing where the draft is as it was started."""
    of_draft = ToolDraftStep.draft_id == draft.id, ToolDraftStep.number == draft.step, ToolDraftStep.after != 0
    return current_session().scalar(select(ToolDraftStep.words).where(*of_draft)) or ""


def redo_words(draft: ToolDraft) -> str:
    """What redoing would do again; nothing where nothing was undone."""
    step = step_to_redo(current_session(), draft)
    return step.words if step else ""

"""The page of a question."""

from itertools import chain
from typing import Any

from flask import url_for

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.fields import Form
from formsapp.builder.forms.question import GROUPS, FieldGroup, question_part
from formsapp.builder.origins import origin_words
from formsapp.builder.outline import OutlineQuestion, outline_of
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import question_path
from formsapp.builder.saving import Answer, edit_part
from formsapp.database import current_session
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/questions/<question_key>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_question(draft: ToolDraft, question_key: str) -> Answer:
    """A question: every field that its type has."""
    around = _around(draft, question_key)
    after = around.get("after")
    onward = {"next": _address(draft, after)} if after else {}
    return edit_part(
        draft,
        question_part(question_key),
        "builder/edit_question.html",
        onward=onward,
        question_key=question_key,
        **around,
    )


def _around(draft: ToolDraft, address: str) -> dict[str, Any]:
    """What stands around the question: its section, the questions before and after, and where it came from."""
    data = examined(current_session(), draft).data
    path = question_path(data, address)
    if path is None:
        return {}
    sections = outline_of(data, ())
    questions = list(chain.from_iterable(section.questions for section in sections))
    place = next(place for place, one in enumerate(questions) if one.path == path)
    return {
        "question": questions[place],
        "section": next(section for section in sections if section.path == path[:2]),
        "position": int(path[3]) + 1,
        "before": questions[place - 1] if place else None,
        "after": questions[place + 1] if place + 1 < len(questions) else None,
        "origins": origin_words(data, path),
        "groups": GROUPS,
        "is_open": _is_open,
    }


def _is_open(form: Form, group: FieldGroup) -> bool:
    """Whether anything in a group that is folded away is set, or wants to be seen."""
    fields = [form[name] for name in group.names if name in form]
    inside = [leaf for field in fields for leaf in field.leaves()]
    return any(field.is_set for field in fields) or any(leaf.problems or leaf.error for leaf in inside)


def _address(draft: ToolDraft, question: OutlineQuestion) -> str:
    return url_for("builder.edit_question", tool_draft_id=draft.id, question_key=question.address)

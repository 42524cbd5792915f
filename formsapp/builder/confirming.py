"""Confirmations act on what their page showed. What changed meanwhile is shown as it stands, and asked again."""

from typing import Any

from flask import request

from formsapp.access.actor import current_actor
from formsapp.builder.part import Data
from formsapp.builder.saving import hold_still
from formsapp.database import current_session
from formsapp.tool_drafts.commands import Part, change_draft
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft


def data_to_confirm(draft: ToolDraft) -> Data:
    """What the draft holds; where something is confirmed, held still until that is done."""
    found = hold_still(draft) if request.method == "POST" else examined(current_session(), draft)
    return found.data


def check_as_shown(draft: ToolDraft, name: str, stands: Any, *, field: str = "base") -> None:
    """Raise PartChangedError unless this is what the page showed, by the digest that its form sends in this field.

    `name` is what the history calls the part, to say who changed it.
    """
    shown = Part(name, lambda _data: stands, request.form.get(field, ""))
    change_draft(current_session(), draft=draft, edits=[], words="", part=shown, by=current_actor())

"""Removing a section or a question: what follows is shown, and has to be decided, first."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.confirming import check_as_shown, data_to_confirm
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.part import part_at
from formsapp.builder.places import question_path, section_path
from formsapp.builder.removing import CHOICES, consequences_of, remove, would_follow
from formsapp.builder.saving import CONFLICT, NOT_FOUND, NOT_SAVED, Answer
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import PartChangedError
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from tool_definitions.problems import DocumentPath


@pages.route("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/remove", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def remove_question(draft: ToolDraft, question_key: str) -> Answer:
    """Remove a question."""
    data = data_to_confirm(draft)
    return _answer(draft, data, question_path(data, question_key), "question", question_key)


@pages.route("/tools/drafts/<int:tool_draft_id>/sections/<section_key>/remove", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def remove_section(draft: ToolDraft, section_key: str) -> Answer:
    """Remove a section with its questions."""
    data = data_to_confirm(draft)
    return _answer(draft, data, section_path(data, section_key), "section", section_key)


@dataclass(frozen=True)
class _Removal:
    """What is to be removed: its draft, what the draft holds, where it is in it, and what people call it."""

    draft: ToolDraft
    data: dict[str, Any]
    path: DocumentPath
    noun: str
    key: str

    @property
    def title(self) -> str:
        return self.key if self.noun == "question" else f"section {self.key}"

    @property
    def part(self) -> Any:
        return part_at(self.data, self.path)

    def check_as_shown(self) -> None:
        """Neither it nor what depends on it goes unless it is what whoever removes it looked at."""
        name = f"{self.noun} {self.key}"
        check_as_shown(self.draft, name, self.part)
        check_as_shown(self.draft, f"what depends on {name}", would_follow(self.data, self.path), field="depending")

    def page(self, refusal: str | None = None, changed: PartChangedError | None = None) -> str:
        return render_template(
            "builder/remove.html",
            draft=self.draft,
            noun=self.noun,
            key=self.key,
            consequences=consequences_of(self.draft, self.data, self.path),
            choices=list(CHOICES.items()),
            then=request.form.get("then"),
            errors=[("then", refusal)] if refusal else [(None, changed.sentence)] if changed else [],
            refusal=refusal,
            changed=changed,
            part=self.part,
            depending=would_follow(self.data, self.path),
        )


def _answer(draft: ToolDraft, data: dict[str, Any], path: DocumentPath | None, noun: str, key: str) -> Answer:
    if path is None:
        return render_template("builder/gone.html", draft=draft), NOT_FOUND
    removal = _Removal(draft, data, path, noun, key)
    if request.method == "GET":
        return removal.page()
    try:
        removal.check_as_shown()
        remove(draft, data, path, then=request.form.get("then"), title=removal.title)
    except PartChangedError as changed:
        return removal.page(changed=changed), CONFLICT
    except Refused as refusal:
        return removal.page(refusal.sentence), NOT_SAVED
    flash(f"Removed {removal.title}. You can undo this.")
    return redirect(url_for("builder.show_tool", tool_draft_id=draft.id, open=path[1]))

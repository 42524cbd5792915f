"""Saving one part of a draft from its page: as you go, or with the button.

What is typed is compared with the part as it stands, and only what differs is edited. Somebody else's change of the
same part is never overwritten: the page then shows both versions, field by field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import abort, flash, get_template_attribute, jsonify, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.builder.conflict import conflict_between, decided
from formsapp.builder.difference import edits_between
from formsapp.builder.fields import Form, Words
from formsapp.builder.menu import problem_count, redo_words, undo_words
from formsapp.builder.part import EditedPart, place_problems, words_of
from formsapp.clock import in_london, now
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import Part, PartChangedError, change_draft, lock_draft
from formsapp.tool_drafts.examined import ExaminedDraft, digest, examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.ui.formatting import markdown
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit
from tool_definitions.problems import Problem

#: Buttons that make room for something new, which is not saved while it is blank.
_ADDS = frozenset({"add", "group"})
NOT_FOUND, CONFLICT, NOT_SAVED = 404, 409, 422
Answer = str | Response | tuple[str, int] | tuple[Response, int]


@dataclass
class PartPage:
    """What a page of the builder shows of one part."""

    draft: ToolDraft
    part: EditedPart
    examined: ExaminedDraft
    form: Form
    #: Problems of the part that belong to no field on the page.
    problems: list[Problem] = field(default_factory=list)
    #: Why the page as a whole could not be saved.
    refusal: str | None = None

    @property
    def base(self) -> str:
        """What the part is recognised by when it is saved."""
        return digest(self.part.find(self.examined.data))

    @property
    def errors(self) -> list[tuple[str | None, str]]:
        """What the summary at the top lists."""
        return [*([(None, self.refusal)] if self.refusal else []), *self.form.errors()]


def edit_part(
    draft: ToolDraft, part: EditedPart, template: str, *, onward: Mapping[str, str] | None = None, **shown: Any
) -> Answer:
    """Show the page of a part, or save it.

    The template gets `page` (a PartPage), `form`, `draft`, `errors` and all of `shown`. After saving, the button
    "then" with the value NAME leads to `onward[NAME]`; any other leads back to the page.
    """

    def render(page: PartPage) -> str:
        return render_template(
            template, page=page, form=page.form, draft=draft, errors=page.errors, onward=onward or {}, **shown
        )

    if request.method == "POST":
        return _save(draft, part, render, onward or {})
    found = examined(current_session(), draft)
    if part.locate(found.data) is None:
        abort(NOT_FOUND)
    return render(_page(draft, part, found))


def hold_still(draft: ToolDraft) -> ExaminedDraft:
    """What the draft holds. Nobody else changes it until this request has ended: paths are only good meanwhile."""
    lock_draft(current_session(), draft)
    return examined(current_session(), draft)


def wants_json() -> bool:
    """Whether the page itself asks, rather than the browser for its reader."""
    return "application/json" in request.headers.get("Accept", "")


def _page(draft: ToolDraft, part: EditedPart, found: ExaminedDraft) -> PartPage:
    form = part.opened(found.data)
    form.act(*_action("again", request.args))
    return PartPage(
        draft,
        part,
        found,
        form,
        place_problems(form, part.problems_in(found.problems, found.data), part.locate(found.data) or ()),
    )


def _save(draft: ToolDraft, part: EditedPart, render: Callable[[PartPage], str], onward: Mapping[str, str]) -> Answer:
    found = hold_still(draft)
    form = part.opened(found.data)
    form.post(request.form)
    anchor = form.act(*_action("do", request.form))
    try:
        _change(draft, part, found, form)
    except PartChangedError as change:
        return _conflict(draft, part, found, change)
    except Refused as refusal:
        return _not_saved(PartPage(draft, part, found, form, refusal=refusal.sentence), render)
    if form.errors():
        return _not_saved(PartPage(draft, part, found, form), render)
    return _saved_as_json(draft, part, form) if wants_json() else redirect(_next_page(draft, part, anchor, onward))


def _change(draft: ToolDraft, part: EditedPart, found: ExaminedDraft, form: Form) -> None:
    """Save what was typed, or what was chosen of two versions; nothing where something typed cannot be saved."""
    after: Any = form.after()
    if "shown" in request.form:
        after = decided(draft, part, found)
    stands = part.find(found.data)
    is_undecided = after is None or not is_mapping(stands)
    base = "undecided" if is_undecided else request.form.get("base", "")
    edits: list[Edit] = []
    if not is_undecided and not form.errors():
        edits = [
            *part.follow(found.data, stands, after),
            *edits_between(part.locate(found.data) or (), stands, after),
        ]
    change_draft(
        current_session(),
        draft=draft,
        edits=edits,
        words=words_of(form, part.title),
        part=Part(part.name, part.find, base),
        by=current_actor(),
    )


def _not_saved(page: PartPage, render: Callable[[PartPage], str]) -> Answer:
    """What was typed stays, with what is wrong beside it."""
    if wants_json():
        why = page.refusal or "Some of this cannot be saved yet."
        return jsonify(saved=False, why=why, errors=dict(page.form.errors())), NOT_SAVED
    data = page.examined.data
    inside = page.part.problems_in(page.examined.problems, data)
    page.problems = place_problems(page.form, inside, page.part.locate(data) or ())
    return render(page), NOT_SAVED


def _conflict(
    draft: ToolDraft, part: EditedPart, found: ExaminedDraft, change: PartChangedError
) -> tuple[str, int] | tuple[Response, int]:
    if wants_json():
        why = f"{change.sentence} Press Save to see both versions."
        return jsonify(saved=False, is_conflict=True, why=why), CONFLICT
    conflict = conflict_between(draft, part, found, by=change.by, at=change.at)
    page = render_template("builder/conflict.html", conflict=conflict, draft=draft, errors=conflict.errors)
    return page, CONFLICT


def _action(name: str, sent: MultiDict[str, str]) -> tuple[str, str]:
    """What a button asks for, and of which field or row."""
    verb, _, on = sent.get(name, "").partition(" ")
    return verb, on


def _next_page(draft: ToolDraft, part: EditedPart, anchor: str, onward: Mapping[str, str]) -> str:
    then, (verb, on) = request.form.get("then", ""), _action("do", request.form)
    if then in onward:
        return onward[then]
    if verb in _ADDS:
        fresh = part.opened(examined(current_session(), draft).data)
        again = urlencode({"again": f"{verb} {on}"})
        return f"{request.path}?{again}#{fresh.act(verb, on)}"
    if not verb:
        flash("Saved.")
    return f"{request.path}#{anchor}" if anchor else request.path


def _saved_as_json(draft: ToolDraft, part: EditedPart, form: Form) -> Response:
    """What a page that stays open needs to know: the new base, and each problem beside its field."""
    found = examined(current_session(), draft)
    path = part.locate(found.data) or ()
    fresh = part.opened(found.data)
    inside = part.problems_in(found.problems, found.data)
    place_problems(fresh, inside, path)
    rest = place_problems(form, inside, path)
    show, problems = (get_template_attribute("builder/fields.html", name) for name in ("show", "problem_list"))
    return jsonify(
        saved=True,
        at=f"{in_london(now()):%H:%M}",
        base=digest(part.find(found.data)),
        hidden=form.hidden(),
        problems={one.id: problems(one.problems) for one in form.leaves()} | {"page": problems(rest)},
        rebuilt={name: show(fresh[name]) for name in form.rebuilt()},
        previews={one.id: markdown(one.typed) for one in form.leaves() if isinstance(one, Words) and one.is_markdown},
        count=problem_count(found),
        step=draft.step,
        undo=undo_words(draft),
        redo=redo_words(draft),
    )

"""Seeing a tool as an organisation sees it: its task list, its sections as the real form, and its check of answers.

Nothing is stored: every page is one form, which carries the answers to the next.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.previews.carried import MOST_CARRIED, TooMuchError, read, written
from formsapp.previews.filled_in import FilledIn
from formsapp.previews.pages.blueprint import pages
from formsapp.previews.previewed import Previewed, previewed_draft, previewed_version
from formsapp.previews.seen_as import seen_as
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked, Faults

Page = str | tuple[str, int]

TOO_MUCH = f"A preview carries at most {MOST_CARRIED:,} characters in all. Shorten what you typed to go on."


@pages.route("/tools/<int:tool_version_id>/preview", methods=["GET", "POST"])
@requires(Permission.TOOL_VIEW, load=previewed_version)
def preview_version(previewed: Previewed) -> Page:
    """A version as an organisation sees it."""
    return _preview(previewed)


@pages.route("/tools/drafts/<int:tool_draft_id>/preview", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=previewed_draft)
def preview_draft(previewed: Previewed) -> Page:
    """A draft as an organisation would see it."""
    return _preview(previewed)


def _preview(previewed: Previewed) -> Page:
    if previewed.asked is None:
        return render_template("previews/not_yet.html", previewed=previewed)
    filled = FilledIn(
        previewed.asked,
        seen_as(previewed.asked.tool, request.values),
        read(request.form.get("carried", ""), previewed.asked),
    )
    section = filled.tool.sections.get(request.form.get("section", ""))
    if section is None:
        return _go(previewed, filled, request.values.get("go", "list"))
    return _answer(previewed, filled, section)


def _answer(previewed: Previewed, filled: FilledIn, section: AskedSection) -> Page:
    """Take what a section's form holds, and go where it says; or show what is wrong with it.

    What the section does not ask is left out: a draft may have changed since the form was made.
    """
    before = {asked.key for asked in filled.shown(section)}
    filled, faults = filled.answered(section, request.form)
    errors = section.errors(faults) or _too_much(filled)
    if errors:
        return _section_page(previewed, filled, section, faults=faults, errors=errors), 422
    follows = [asked for asked in filled.shown(section) if asked.key not in before]
    go = request.form.get("go", "next")
    if go == "stay" or (go == "next" and follows):
        return _section_page(previewed, filled, section, follows=follows)
    if go == "next":
        _, after = filled.around(section)
        go = f"section:{after.key}" if after else "check"
    return _go(previewed, filled, go)


def _too_much(filled: FilledIn) -> list[tuple[str | None, str]]:
    try:
        written(filled.answers)
    except TooMuchError:
        return [(None, TOO_MUCH)]
    return []


def _go(previewed: Previewed, filled: FilledIn, where: str) -> str:
    section = filled.tool.sections.get(where.removeprefix("section:")) if where.startswith("section:") else None
    if section is not None:
        return _section_page(previewed, filled, section)
    return _page("check" if where == "check" else "preview", previewed, filled)


def _section_page(
    previewed: Previewed,
    filled: FilledIn,
    section: AskedSection,
    *,
    faults: Mapping[str, Faults] | None = None,
    follows: Sequence[Asked[Any]] = (),
    errors: Sequence[tuple[str | None, str]] = (),
) -> str:
    before, after = filled.around(section)
    return _page(
        "section",
        previewed,
        filled,
        section=section,
        questions=filled.html(section, faults or {}),
        is_asked=bool(filled.shown(section)),
        previous_section=before,
        next_section=after,
        follows=follows,
        errors=errors,
    )


def _page(name: str, previewed: Previewed, filled: FilledIn, **more: Any) -> str:
    try:
        carried = written(filled.answers)
    except TooMuchError:
        carried = request.form.get("carried", "")
    tool = filled.tool.tool
    return render_template(
        f"previews/{name}.html", previewed=previewed, filled=filled, tool=tool, carried=carried, **more
    )

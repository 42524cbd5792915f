"""Tools: their versions, how one is read, added, ratified and downloaded."""

import json
from itertools import groupby
from operator import attrgetter

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tools import words
from formsapp.tools.commands import put_tool_version, ratify_version
from formsapp.tools.forms import AddToolVersionForm, RatifyForm
from formsapp.tools.models import ToolVersion
from formsapp.tools.queries import all_versions, names_of, tool_version_from_url
from formsapp.tools.versions import tool_of
from tool_definitions.problems import Problem, Severity, ToolError

pages = Blueprint("tools", __name__, template_folder="templates")

STATE_COLOURS = {"draft": "yellow", "ratified": "green", "retired": "grey"}


@pages.app_context_processor
def _colours() -> dict[str, object]:
    return {"tool_state_colours": STATE_COLOURS}


@pages.get("/tools")
@requires(Permission.TOOL_VIEW)
def list_tools() -> str:
    """Every tool with its versions."""
    tools = [list(versions) for _key, versions in groupby(all_versions(current_session()), attrgetter("key"))]
    return render_template("tools/list_tools.html", tools=tools, kinds=words.KINDS)


@pages.get("/tools/<int:tool_version_id>")
@requires(Permission.TOOL_VIEW, load=tool_version_from_url)
def show_tool_version(version: ToolVersion) -> str:
    """A whole version, to read and to print."""
    return render_template(
        "tools/show_tool_version.html",
        version=version,
        tool=tool_of(version),
        warnings=json.loads(version.warnings),
        names=names_of(current_session(), [version.added_by_id, version.ratified_by_id]),
        words=words,
    )


@pages.get("/tools/<int:tool_version_id>/tool.yaml")
@requires(Permission.TOOL_VIEW, load=tool_version_from_url)
def download_tool_version(version: ToolVersion) -> Response:
    """The file of a version, as it was added."""
    response = Response(version.source, mimetype="application/yaml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{version.key}-{version.version}.yaml")
    return response


@pages.route("/tools/add", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE)
def add_tool_version() -> str | Redirect | tuple[str, int]:
    """Add a version: from those shipped, from a file or pasted."""
    form = AddToolVersionForm()
    if not form.validate_on_submit():
        return _add_page(form)
    given = form.source()
    return _add_page(form) if given is None else _add(form, *given)


def _add(form: AddToolVersionForm, file: str, source: str) -> str | Redirect | tuple[str, int]:
    try:
        version, is_new = put_tool_version(current_session(), source=source, by=current_actor(), file=file)
    except ToolError as error:
        return _add_page(form, source=source, file=file, problems=error.problems)
    except Refused as refusal:
        return _add_page(form, source=source, errors=[(None, refusal.sentence)])
    said = f"Version {version.version} added as a draft" if is_new else "Unchanged: this version is already here"
    flash(f"{said}.")
    return redirect(url_for("tools.show_tool_version", tool_version_id=version.id))


def _add_page(
    form: AddToolVersionForm,
    *,
    source: str = "",
    file: str = "",
    problems: tuple[Problem, ...] = (),
    errors: list[tuple[str | None, str]] | None = None,
) -> str | tuple[str, int]:
    """The page; what was uploaded stands in the box, so that it can be mended there."""
    if source:
        form.shipped.data, form.pasted.data = "", source
    wrong = [one for one in problems if one.severity is Severity.ERROR]
    if wrong:
        number = "1 problem" if len(wrong) == 1 else f"{len(wrong)} problems"
        errors = [("problems", f"The file has {number}. Nothing was added.")]
    page = render_template("tools/add_tool_version.html", form=form, problems=problems, file=file, errors=errors or [])
    return (page, 422) if request.method == "POST" else page


@pages.route("/tools/<int:tool_version_id>/ratify", methods=["GET", "POST"])
@requires(Permission.TOOL_RATIFY, load=tool_version_from_url)
def ratify_tool_version(version: ToolVersion) -> str | Redirect | tuple[str, int]:
    """Record that a meeting ratified a version."""
    form, errors = RatifyForm(), []
    if form.validate_on_submit():
        try:
            ratify_version(
                current_session(), version=version, meeting=form.meeting.data or "", on=form.on.data, by=current_actor()
            )
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"Version {version.version} is ratified.")
            return redirect(url_for("tools.show_tool_version", tool_version_id=version.id))
    page = render_template("tools/ratify_tool_version.html", form=form, version=version, errors=errors)
    return (page, 422) if request.method == "POST" else page

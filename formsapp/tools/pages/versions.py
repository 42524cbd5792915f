"""The versions of tools: listed, read, ratified, retired and downloaded."""

import json
from itertools import groupby
from operator import attrgetter

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tools.commands import ratify_version, retire_version
from formsapp.tools.forms import RatifyForm, RetireForm
from formsapp.tools.models import ToolVersion
from formsapp.tools.pages.blueprint import pages
from formsapp.tools.queries import all_versions, names_of, tool_version_from_url
from formsapp.tools.versions import tool_of
from tool_definitions import words


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
        names=names_of(current_session(), [version.proposed_by_id, version.ratified_by_id, version.retired_by_id]),
        words=words,
    )


@pages.get("/tools/<int:tool_version_id>/tool.yaml")
@requires(Permission.TOOL_VIEW, load=tool_version_from_url)
def download_tool_version(version: ToolVersion) -> Response:
    """The file of a version, as it was added."""
    response = Response(version.source, mimetype="application/yaml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{version.key}-{version.version}.yaml")
    return response


@pages.route("/tools/<int:tool_version_id>/ratify", methods=["GET", "POST"])
@requires(Permission.TOOL_RATIFY, load=tool_version_from_url)
def ratify_tool_version(version: ToolVersion) -> str | Redirect | tuple[str, int]:
    """Record that a meeting ratified a version."""
    form, errors = RatifyForm(fingerprint=request.args.get("read", version.fingerprint)), []
    if form.validate_on_submit():
        try:
            ratify_version(
                current_session(),
                version=version,
                fingerprint=request.form.get("fingerprint", ""),
                meeting=form.meeting.data or "",
                on=form.on.data,
                by=current_actor(),
            )
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
            form.fingerprint.data = version.fingerprint
        else:
            flash(f"Version {version.version} is ratified.")
            return redirect(url_for("tools.show_tool_version", tool_version_id=version.id))
    page = render_template("tools/ratify_tool_version.html", form=form, version=version, errors=errors)
    return (page, 422) if request.method == "POST" else page


@pages.route("/tools/<int:tool_version_id>/retire", methods=["GET", "POST"])
@requires(Permission.TOOL_RATIFY, load=tool_version_from_url)
def retire_tool_version(version: ToolVersion) -> str | Redirect | tuple[str, int]:
    """Retire a ratified version: what was run on it stays, and no new audit can be set up on it."""
    form, errors = RetireForm(), []
    if form.validate_on_submit():
        try:
            retire_version(current_session(), version=version, reason=form.reason.data or "", by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"Version {version.version} is retired.")
            return redirect(url_for("tools.show_tool_version", tool_version_id=version.id))
    page = render_template("tools/retire_tool_version.html", form=form, version=version, errors=errors)
    return (page, 422) if request.method == "POST" else page

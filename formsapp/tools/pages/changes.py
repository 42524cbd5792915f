"""What changed between two versions of a tool: to read, to print, and as a sheet."""

from flask import Response, abort, render_template, request
from sqlalchemy.orm import Session

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.tools.change_table import ChangeTable
from formsapp.tools.compared import changes_since, versions_before
from formsapp.tools.models import ToolVersion
from formsapp.tools.pages.blueprint import pages
from formsapp.tools.queries import tool_version_from_url
from formsapp.tools.versions import tool_of
from formsapp.ui.spreadsheet import as_csv
from tool_definitions.changes import Changes
from tool_definitions.changes.written import HEADINGS, as_rows


@pages.get("/tools/<int:tool_version_id>/changes")
@requires(Permission.TOOL_VIEW, load=tool_version_from_url)
def show_changes(version: ToolVersion) -> str:
    """The table of changes since an older version."""
    session = current_session()
    versions = versions_before(session, version)
    before = _chosen(versions)
    changes = _changes(session, before, version) if before else None
    return render_template(
        "tools/show_changes.html",
        version=version,
        versions=versions,
        before=before,
        table=ChangeTable(changes, request.args.get("kind", "")) if changes is not None else None,
    )


@pages.get("/tools/<int:tool_version_id>/changes.csv")
@requires(Permission.TOOL_VIEW, load=tool_version_from_url)
def download_changes(version: ToolVersion) -> Response:
    """The table of changes as a sheet, one row a change."""
    session = current_session()
    before = _chosen(versions_before(session, version))
    rows = as_rows(_changes(session, before, version)) if before else []
    since = f"-since-{before.version}" if before else ""
    return as_csv([HEADINGS, *rows], f"{version.key}-{version.version}-changes{since}.csv")


def _changes(session: Session, before: ToolVersion, version: ToolVersion) -> Changes:
    based_on = session.get(ToolVersion, version.based_on_id) if version.based_on_id else None
    return changes_since(session, before, tool_of(version), based_on)


def _chosen(versions: list[ToolVersion]) -> ToolVersion | None:
    """The version asked for, which must be among those offered; else the version before, if there is one."""
    wanted = request.args.get("since", "")
    if not wanted:
        return next(iter(versions), None)
    return next((one for one in versions if str(one.id) == wanted), None) or abort(404)

"""Tools as workbooks: taken out, brought in, its columns named, and put in place once what changes was seen."""

from typing import Any

from flask import Response as Page
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.columns_form import ColumnsForm, key_refusal
from formsapp.tool_drafts.examined import examined, examined_text
from formsapp.tool_drafts.forms import ReviewWorkbookForm, WorkbookForm
from formsapp.tool_drafts.models import ToolDraft, ToolWorkbook
from formsapp.tool_drafts.pages.blueprint import pages
from formsapp.tool_drafts.queries import tool_draft_from_url
from formsapp.tool_drafts.workbooks import (
    ReadUpload,
    apply_workbook,
    choose_columns,
    include_hidden,
    keep_workbook,
    new_source,
    read_upload,
    workbook_from_url,
)
from formsapp.tools.change_table import ToldChange, side_by_side
from formsapp.tools.models import ToolVersion
from formsapp.tools.queries import tool_version_from_url
from formsapp.tools.versions import tool_of
from tool_definitions.changes import Change, Changes, compare_tools
from tool_definitions.tool import Tool
from tool_definitions.workbook.read import read_sheets
from tool_definitions.workbook.sheets import Sheet, column_letters
from tool_definitions.workbook.tool_text import tool_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows and columns of the look at a sheet.
MOST_ROWS, MOST_COLUMNS = 12, 12
Shown = str | Response | tuple[str, int]


@pages.get("/tools/drafts/<int:tool_draft_id>/tool.xlsx")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def download_draft_workbook(draft: ToolDraft) -> Page | Response:
    """The draft as a workbook, where it has no errors."""
    tool = examined(current_session(), draft).tool
    if tool is None:
        flash("A workbook is made from a tool without errors. Mend those listed here first; the file is always there.")
        return redirect(url_for("builder.check_tool", tool_draft_id=draft.id))
    return _download(tool, "-draft")


@pages.get("/tools/<int:tool_version_id>/tool.xlsx")
@requires(Permission.TOOL_CHANGE, load=tool_version_from_url)
def download_version_workbook(version: ToolVersion) -> Page | Response:
    """A version as a workbook."""
    return _download(tool_of(version), "")


def _download(tool: Tool, end: str) -> Page | Response:
    from tool_definitions.workbook.write import (  # noqa: PLC0415  12 MB that a worker does without until it is asked
        CannotBeWritten,
        write_workbook,
    )

    try:
        content = write_workbook(tool)
    except CannotBeWritten as refusal:
        flash(f"The tool does not fit a workbook: {refusal}. Take it out as a file instead.")
        return redirect(url_for("tools.list_tools"))
    response = Page(content, mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{tool.key}-{tool.version}{end}.xlsx")
    return response


@pages.route("/tools/drafts/<int:tool_draft_id>/workbook", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def bring_workbook(draft: ToolDraft) -> Shown:
    """Upload a workbook that is to replace what a draft holds."""
    return _uploaded(draft)


@pages.route("/tools/drafts/start/workbook", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE)
def start_from_workbook() -> Shown:
    """Upload a workbook that a new draft is to start from."""
    return _uploaded(None)


def _uploaded(draft: ToolDraft | None) -> Shown:
    form = WorkbookForm()
    if not form.validate_on_submit():
        return _form_page("tool_drafts/bring_workbook.html", form, draft=draft)
    content = form.content()
    # Reading may take seconds: nobody's save waits for it.
    current_session().rollback()
    sheets, problems = read_sheets(content)
    if sheets is None:
        form.file.errors = [found.sentence[:1].upper() + found.sentence[1:] for found in problems]
        return _form_page("tool_drafts/bring_workbook.html", form, draft=draft)
    upload = keep_workbook(current_session(), sheets=sheets, file_name=form.file_name, draft=draft, by=current_actor())
    page = "choose_workbook_columns" if upload.mapping else "review_workbook"
    return redirect(url_for(f"tool_drafts.{page}", workbook_id=upload.id))


def _form_page(template: str, form: Any, **seen: object) -> str | tuple[str, int]:
    page = render_template(template, form=form, **seen)
    return (page, 422) if request.method == "POST" else page


@pages.route("/tools/workbooks/<int:workbook_id>/columns", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=workbook_from_url)
def choose_workbook_columns(upload: ToolWorkbook) -> Shown:
    """Say which column is what, for a workbook that is not of our own layout."""
    read = read_upload(upload)
    if read.mapping is None:
        return redirect(url_for("tool_drafts.review_workbook", workbook_id=upload.id))
    columns = ColumnsForm(read.sheets, read.mapping)
    if not columns.form.validate_on_submit():
        return _columns_page(upload, read, columns)
    if refusal := key_refusal((columns.form["key"].data or "").strip()):
        columns.form["key"].errors = [refusal]
        return _columns_page(upload, read, columns)
    return _choose(upload, read, columns)


def _choose(upload: ToolWorkbook, read: ReadUpload, columns: ColumnsForm) -> Shown:
    mapping, is_new = columns.chosen()
    if not is_new:
        columns.mark_open(mapping)
    open_points = [found for found in tool_text(read.sheets, mapping).problems if found.code == "choose"]
    if open_points and mapping.scheme != columns.mapping.scheme and not columns.form.errors:
        # With another scheme there are fields for its levels, which this page did not have.
        is_new = True
    if open_points and not is_new:
        if not columns.form.errors:
            columns.form.form_errors += [found.sentence for found in open_points]
        return _columns_page(upload, read, columns)
    choose_columns(current_session(), upload=upload, mapping=mapping, by=current_actor())
    if is_new:
        flash("There is more to choose now: look through the columns below.")
        return redirect(url_for("tool_drafts.choose_workbook_columns", workbook_id=upload.id))
    return redirect(url_for("tool_drafts.review_workbook", workbook_id=upload.id))


def _columns_page(upload: ToolWorkbook, read: ReadUpload, columns: ColumnsForm) -> str | tuple[str, int]:
    looks = [look_at(sheet) for sheet in read.sheets.sheets]
    return _form_page(
        "tool_drafts/choose_workbook_columns.html", columns.form, upload=upload, read=read, columns=columns, looks=looks
    )


def look_at(sheet: Sheet) -> dict[str, Any]:
    """The first rows of a sheet as they are read: merged cells with the value of their first."""
    places = sheet.used_columns[:MOST_COLUMNS]
    rows = list(sheet.rows)[:MOST_ROWS]
    return {
        "columns": [column_letters(column) for column in places],
        "rows": [(row, [cell.text if (cell := sheet.cell(row, place)) else "" for place in places]) for row in rows],
        "more": len(sheet.rows) - len(rows),
    }


@pages.route("/tools/workbooks/<int:workbook_id>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=workbook_from_url)
def review_workbook(upload: ToolWorkbook) -> Shown:
    """What the workbook changes, or what is wrong in it; nothing is written until this is confirmed."""
    form = ReviewWorkbookForm(hidden_too=upload.hidden_too)
    if not form.validate_on_submit():
        return _review_page(upload, form)
    if form.is_about_hidden:
        include_hidden(current_session(), upload=upload, hidden_too=bool(form.hidden_too.data), by=current_actor())
        return redirect(url_for("tool_drafts.review_workbook", workbook_id=upload.id))
    try:
        draft = apply_workbook(current_session(), upload=upload, by=current_actor())
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _review_page(upload, form)
    flash("The draft now holds what the workbook says. It can be undone.")
    return redirect(url_for("builder.show_tool", tool_draft_id=draft.id))


def _review_page(upload: ToolWorkbook, form: ReviewWorkbookForm) -> str | tuple[str, int]:
    read = read_upload(upload)
    source = new_source(upload, read.made)
    changes = _changes(upload, source)
    told = [(row, _sides(row.change)) for row in changes.rows()] if changes else []
    is_same = upload.draft is not None and source == upload.draft.source
    seen = {"upload": upload, "read": read, "changes": changes, "told": told, "is_same": is_same}
    return _form_page("tool_drafts/review_workbook.html", form, **seen)


def _changes(upload: ToolWorkbook, source: str | None) -> Changes | None:
    """What the new text changes of a draft that has no errors."""
    draft = upload.draft
    if draft is None or source is None:
        return None
    before = examined(current_session(), draft).tool
    after = examined_text(current_session(), source, key=draft.key, version=draft.version).tool
    return compare_tools(before, after) if before and after else None


def _sides(change: Change) -> ToldChange | None:
    """The text before and after, for one that stood in both."""
    both = change.is_text and change.before is not None and change.after is not None
    return side_by_side(change.before or "", change.after or "") if both else None

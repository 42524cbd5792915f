"""The blank tool on paper: a page to print, and an accessible PDF, for everybody or for one kind of organisation."""

from flask import Response, abort, render_template, request, url_for

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.previews.blank import BlankTool, blank_tool
from formsapp.previews.blank_pdf import blank_pdf
from formsapp.previews.pages.blueprint import pages
from formsapp.previews.previewed import Previewed, previewed_draft, previewed_version
from formsapp.previews.seen_as import ANY, printed_for
from formsapp.previews.typesetting import TakesTooLongError, TypesettingError
from formsapp.returns.asked_tool import AskedTool
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from tool_definitions.length import Respondent

NO_PDF = "This tool could not be made into a PDF: it may be too long. Print its blank form from your browser instead."


@pages.get("/tools/<int:tool_version_id>/print")
@requires(Permission.TOOL_VIEW, load=previewed_version)
def print_version(previewed: Previewed) -> str:
    """A version as a blank form on one page."""
    return _page(previewed)


@pages.get("/tools/drafts/<int:tool_draft_id>/print")
@requires(Permission.TOOL_CHANGE, load=previewed_draft)
def print_draft(previewed: Previewed) -> str:
    """A draft as a blank form on one page."""
    return _page(previewed)


@pages.get("/tools/<int:tool_version_id>/blank.pdf")
@requires(Permission.TOOL_VIEW, load=previewed_version)
def version_pdf(previewed: Previewed) -> Response | str:
    """A version as a blank form in PDF."""
    return _file(previewed)


@pages.get("/tools/drafts/<int:tool_draft_id>/blank.pdf")
@requires(Permission.TOOL_CHANGE, load=previewed_draft)
def draft_pdf(previewed: Previewed) -> Response | str:
    """A draft as a blank form in PDF."""
    return _file(previewed)


@pages.get("/returns/<int:return_id>/blank.pdf")
@requires(Permission.RETURN_VIEW, load=own_return)
def blank_return(opened: OpenedReturn) -> Response:
    """The blank form of a return in PDF: what this organisation is asked."""
    blank = blank_tool(opened.tool, Respondent(dict(opened.attributes), opened.wave), opened.organisation)
    return _as_file(blank, opened.tool)


def _page(previewed: Previewed) -> str:
    if previewed.asked is None:
        return render_template("previews/not_yet.html", previewed=previewed)
    seen = printed_for(previewed.asked.tool, request.args)
    chosen = {one.name: one.chosen for one in seen.choices if one.chosen != ANY}
    return render_template(
        "previews/print.html",
        previewed=previewed,
        seen_as=seen,
        blank=blank_tool(previewed.asked, seen.respondent, seen.words),
        pdf_address=url_for(f"previews.{previewed.kind}_pdf", **{f"tool_{previewed.kind}_id": previewed.id}, **chosen),
    )


def _file(previewed: Previewed) -> Response | str:
    if previewed.asked is None:
        return render_template("previews/not_yet.html", previewed=previewed)
    seen = printed_for(previewed.asked.tool, request.args)
    return _as_file(blank_tool(previewed.asked, seen.respondent, seen.words), previewed.asked)


def _as_file(blank: BlankTool, asked: AskedTool) -> Response:
    try:
        response = Response(blank_pdf(blank), mimetype="application/pdf")
    except (TypesettingError, TakesTooLongError):
        abort(422, NO_PDF)
    name = f"{asked.tool.key}-{asked.tool.version}-blank.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

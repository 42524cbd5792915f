"""The copies that an organisation keeps: of its return at any stage, of each submission, and of the blank tool."""

from flask import Response, abort, render_template

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.copies.copies import copy_now, copy_of
from formsapp.copies.files import blank_file, copy_file
from formsapp.copies.pages.blueprint import pages
from formsapp.database import current_session
from formsapp.previews.blank import blank_tool
from formsapp.returns.loaders import own_return
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import submissions_of
from formsapp.returns.rules import answering_refusal
from tool_definitions.length import Respondent


@pages.get("/returns/<int:return_id>/copies")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_copies(opened: OpenedReturn) -> str:
    """Every copy that there is, and in which forms."""
    submissions = submissions_of(current_session(), opened.id)
    return render_template(
        "copies/show_copies.html",
        opened=opened,
        submissions=submissions,
        states=ReturnState,
        refusal=answering_refusal(opened),
    )


@pages.get("/returns/<int:return_id>/copy.pdf", defaults={"kind": "pdf"})
@pages.get("/returns/<int:return_id>/copy.docx", defaults={"kind": "docx"})
@pages.get("/returns/<int:return_id>/copy.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RETURN_VIEW, load=own_return)
def download_copy(opened: OpenedReturn, kind: str) -> Response:
    """The return as it stands."""
    return copy_file(copy_now(current_session(), opened), kind)


@pages.get("/returns/<int:return_id>/blank.docx", defaults={"kind": "docx"})
@pages.get("/returns/<int:return_id>/blank.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RETURN_VIEW, load=own_return)
def download_blank(opened: OpenedReturn, kind: str) -> Response:
    """What this organisation is asked, without answers."""
    blank = blank_tool(opened.tool, Respondent(dict(opened.attributes), opened.wave), opened.organisation)
    return blank_file(blank, f"{opened.tool.tool.key}-{opened.tool.tool.version}-blank", kind)


@pages.get("/returns/<int:return_id>/submissions/<int:number>")
@requires(Permission.RETURN_VIEW, load=own_return)
def read_submission(opened: OpenedReturn, number: int) -> str:
    """A submission as it was made, to read and to print."""
    submission = _submission(opened, number)
    copy = copy_of(opened, submission)
    return render_template("copies/read_submission.html", opened=opened, submission=submission, copy=copy)


@pages.get("/returns/<int:return_id>/submissions/<int:number>/copy.pdf", defaults={"kind": "pdf"})
@pages.get("/returns/<int:return_id>/submissions/<int:number>/copy.docx", defaults={"kind": "docx"})
@pages.get("/returns/<int:return_id>/submissions/<int:number>/copy.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RETURN_VIEW, load=own_return)
def download_submission(opened: OpenedReturn, number: int, kind: str) -> Response:
    """A submission as it was made."""
    return copy_file(copy_of(opened, _submission(opened, number)), kind)


def _submission(opened: OpenedReturn, number: int) -> Submission:
    found = next((one for one in submissions_of(current_session(), opened.id) if one.number == number), None)
    return found or abort(404)

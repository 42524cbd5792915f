"""The workbook of a return: downloaded, and brought back."""

from flask import Response as File
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.copies.files import file_response
from formsapp.database import current_session
from formsapp.offline.commands import keep_workbook
from formsapp.offline.forms import ReturnWorkbookForm
from formsapp.offline.pages.blueprint import pages
from formsapp.offline.queries import workbook_of
from formsapp.offline.reading import NotThisReturn, read_return
from formsapp.returns import rules
from formsapp.returns.file_names import file_name
from formsapp.returns.loaders import answered_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of
from tool_definitions.workbook.read import read_sheets

Shown = str | Response | tuple[str, int]


@pages.route("/returns/<int:return_id>/offline", methods=["GET", "POST"])
@requires(Permission.RETURN_FILL, load=answered_return)
def show_workbook(opened: OpenedReturn) -> Shown:
    """How to work offline, the workbook to download, and where to bring it back."""
    form, refusal = ReturnWorkbookForm(), refusal_of(opened)
    if refusal and request.method == "POST":
        return _page(opened, form), 409
    if not form.validate_on_submit():
        return (_page(opened, form), 422) if request.method == "POST" else _page(opened, form)
    content = form.content()
    # Reading may take seconds: nobody's save waits for it.
    current_session().rollback()
    sheets, problems = read_sheets(content)
    if sheets is None:
        form.file.errors = [found.sentence[:1].upper() + found.sentence[1:] for found in problems]
        return _page(opened, form), 422
    try:
        reading = read_return(sheets, opened)
    except NotThisReturn as refused:
        form.file.errors = [refused.sentence]
        return _page(opened, form), 422
    keep_workbook(current_session(), opened=opened, reading=reading, file_name=form.file_name, by=current_actor())
    return redirect(url_for("offline.review_workbook", return_id=opened.id), 303)


@pages.get("/returns/<int:return_id>/offline/workbook.xlsx")
@requires(Permission.RETURN_FILL, load=answered_return)
def download_workbook(opened: OpenedReturn) -> File | Response:
    """The workbook with the answers as they are now."""
    from formsapp.offline.writing import fill_in_workbook  # noqa: PLC0415  12 MB that a worker does without

    if refusal_of(opened):
        return redirect(url_for("offline.show_workbook", return_id=opened.id))
    stored = answers_of(current_session(), opened.id)
    content = fill_in_workbook(opened, stored, by=current_actor().name)
    return file_response(content, file_name(opened, "offline"), "xlsx")


def refusal_of(opened: OpenedReturn) -> str | None:
    """Why the return cannot be answered now by whoever opened it."""
    return rules.answering_refusal(opened) or rules.independence_refusal(opened)


def _page(opened: OpenedReturn, form: ReturnWorkbookForm) -> str:
    return render_template(
        "offline/show_workbook.html",
        opened=opened,
        form=form,
        refusal=refusal_of(opened),
        upload=workbook_of(current_session(), opened.id, current_actor()),
    )

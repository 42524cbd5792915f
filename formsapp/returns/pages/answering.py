"""The task list of a return, and its sections to be filled in."""

from flask import render_template, request

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.database import current_session
from formsapp.returns import rules
from formsapp.returns.additions import on_the_task_list
from formsapp.returns.loaders import answered_return, section_of
from formsapp.returns.one_section import section_page
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.presence import people_in_sections
from formsapp.returns.progress import is_complete, progress_now
from formsapp.returns.queries import colleagues
from formsapp.returns.section_page import Page, save_section, show_section


@pages.get("/returns/<int:return_id>")
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, load=answered_return)
def show_return(opened: OpenedReturn) -> str:
    """The task list: every section, what is left of it, and until when."""
    session, by = current_session(), current_actor()
    progress = progress_now(session, opened)
    return render_template(
        "returns/show_return.html",
        opened=opened,
        tool=opened.tool.tool,
        progress=progress,
        is_complete=is_complete(progress),
        refusal=rules.answering_refusal(opened),
        needs_independence=rules.independence_refusal(opened) is not None,
        colleagues=colleagues(session, opened.organisation_id),
        opens_all=can(by, Permission.RETURN_VIEW, opened),
        overview=on_the_task_list(session, opened, by),
        here=people_in_sections(session, opened.id, but=by),
        states=ReturnState,
    )


@pages.route("/returns/<int:return_id>/sections/<section_key>", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, changing=Permission.RETURN_FILL, load=answered_return)
def answer_section(opened: OpenedReturn, section_key: str) -> Page:
    """One section: its questions, and saving their answers."""
    page = section_page(opened, section_of(opened, section_key))
    return save_section(page) if request.method == "POST" else show_section(page)

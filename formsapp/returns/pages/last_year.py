"""Last year's answers: what needs a fresh answer, what can be confirmed, and what is no longer asked."""

from flask import flash, redirect, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.returns import rules
from formsapp.returns.commands import NotSaved
from formsapp.returns.confirming import Confirmed, LastYearPage, confirm, last_year_page
from formsapp.returns.last_year import LastYear, last_year_of
from formsapp.returns.loaders import answered_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.section_page import Page
from formsapp.ui.formatting import count

NOTHING_TICKED = "Tick each answer that is still true, then confirm them"


@pages.route("/returns/<int:return_id>/last-year", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, changing=Permission.RETURN_FILL, load=answered_return)
def show_last_year(opened: OpenedReturn) -> Page:
    """What the organisation answered last year, question by question, and confirming what is still true."""
    session = current_session()
    found = last_year_of(session, opened)
    page = last_year_page(session, opened, found) if found else None
    if request.method != "POST" or page is None:
        return _shown(opened, found, page)
    ticked = request.form.getlist("still")
    if refusal := rules.answering_refusal(opened):
        return _shown(opened, found, page, errors=[(None, refusal)]), 409
    first = next((line for line in page.lines("unchanged") if line.may_be_confirmed), None)
    if not ticked and first is not None:
        return _shown(opened, found, page, errors=[(f"still-{first.carried.asked.key}", NOTHING_TICKED)]), 422
    try:
        _tell(confirm(session, return_=opened, page=page, ticked=ticked, by=current_actor()))
    except NotSaved as refusal:
        return _shown(opened, found, page, errors=[(None, refusal.sentence)]), 409
    return redirect(url_for("returns.show_last_year", return_id=opened.id), 303)


def _tell(result: Confirmed) -> None:
    if result.saved:
        flash(f"{count(len(result.saved), 'answer')} confirmed and saved.")
    if result.left_out:
        each = "; ".join(f"{number}, because {why}" for number, why in result.left_out)
        flash(f"Left as it is: {each}.", "important")


def _shown(
    opened: OpenedReturn,
    found: LastYear | None,
    page: LastYearPage | None,
    errors: list[tuple[str | None, str]] | None = None,
) -> str:
    may_fill = can(current_actor(), Permission.RETURN_FILL, opened)
    others = None if may_fill else "You can read this. Others in your organisation fill the return in."
    return render_template(
        "returns/show_last_year.html",
        opened=opened,
        found=found,
        page=page,
        refusal=rules.answering_refusal(opened) or rules.independence_refusal(opened) or others,
        sees_changes=can(current_actor(), Permission.RETURN_VIEW, opened),
        **({"errors": errors} if errors else {}),
    )

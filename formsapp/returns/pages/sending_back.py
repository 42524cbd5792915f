"""Opening a return for answers again."""

from flask import flash, redirect, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns import commands, rules
from formsapp.returns.forms import ReasonForm
from formsapp.returns.loaders import return_to_send_back
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.section_page import Page


@pages.route("/returns/<int:return_id>/send-back", methods=["GET", "POST"])
@requires(Permission.RETURN_SEND_BACK, load=return_to_send_back)
def send_back_return(opened: OpenedReturn) -> Page:
    """Open a return for answers again, with a reason: a submitted one, or one that the closing date locked."""
    form, errors = ReasonForm(), []
    if form.validate_on_submit():
        change = commands.send_back if opened.state is ReturnState.SUBMITTED else commands.reopen
        try:
            change(current_session(), return_=opened, reason=form.reason.data or "", by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"{opened.title} can be answered again. They will see your reason.")
            return redirect(url_for("audits.show_audit", audit_id=opened.audit_id), 303)
    page = render_template(
        "returns/send_back_return.html",
        opened=opened,
        form=form,
        states=ReturnState,
        refusal=rules.reopening_refusal(opened, "given") if opened.state is not ReturnState.SUBMITTED else None,
        **({"errors": errors} if errors else {}),
    )
    return (page, 422) if request.method == "POST" else page

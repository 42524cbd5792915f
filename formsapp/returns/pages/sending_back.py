"""Opening a return for answers again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.queries import opened_by
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns import commands, rules
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.emails import tell_sent_back
from formsapp.returns.forms import ReasonForm, send_back_form
from formsapp.returns.loaders import return_to_send_back
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.section_page import Page
from formsapp.returns.send_back_points import points_of
from formsapp.returns.signed_since import signed_since

Errors = list[tuple[str | None, str]]


@pages.context_processor
def _what_it_was_sent_back_for() -> dict[str, Any]:
    """For the task list and for every section: what a return was sent back for, who signed it, whom to ask."""
    return {
        "points_of": lambda opened: points_of(current_session(), opened),
        "signed_since": lambda opened: signed_since(current_session(), opened),
        "is_closed": rules.is_closed,
        "opened_by": lambda opened: opened_by(current_session(), opened.audit_id),
    }


@pages.route("/returns/<int:return_id>/send-back", methods=["GET", "POST"])
@requires(Permission.RETURN_SEND_BACK, load=return_to_send_back)
def send_back_return(opened: OpenedReturn) -> Page:
    """Open a return for answers again, with a reason: a submitted one, or one that the closing date locked."""
    return _send_back(opened) if opened.state is ReturnState.SUBMITTED else _reopen(opened)


def _send_back(opened: OpenedReturn) -> Page:
    sections = [one for one in opened.tool.sections.values() if one.asks_something(opened.attributes, opened.wave)]
    form, errors = send_back_form(sections), Errors()
    if form.validate_on_submit():
        named = _named(form, sections)
        errors = _what_is_missing(named, form)
        if not errors:
            try:
                commands.send_back(
                    current_session(),
                    return_=opened,
                    reason=form["reason"].data or "",
                    sections=named,
                    by=current_actor(),
                )
            except Refused as refusal:
                errors = [(None, refusal.sentence)]
            else:
                return _sent(opened, len(named))
    return _page(opened, form, errors, sections=sections, refusal=rules.sending_back_refusal(opened, "given"))


def _named(form: FlaskForm, sections: list[AskedSection]) -> dict[str, str]:
    """The sections that were ticked, or for which somebody wrote a reason, which is then kept."""
    reasons = {one.key: (form[f"reason-{one.key}"].data or "").strip() for one in sections}
    return {one.key: reasons[one.key] for one in sections if reasons[one.key] or form[f"section-{one.key}"].data}


def _what_is_missing(named: dict[str, str], form: FlaskForm) -> Errors:
    if not named and not (form["reason"].data or "").strip():
        return [("reason", "Tick a section and enter what needs to be done there, or enter it for the whole return")]
    without = [key for key, reason in named.items() if not reason]
    return [(f"reason-{key}", f"Enter the reason for “{form[f'section-{key}'].label.text}”") for key in without]


def _sent(opened: OpenedReturn, points: int) -> Page:
    session = current_session()
    session.commit()
    flash(f"{opened.title} can be answered again. They will see your reason.")
    if missed := tell_sent_back(session, opened, points=points):
        flash(f"The mail server did not take the message to {missed}.", "warning")
    return redirect(url_for("audits.show_audit", audit_id=opened.audit_id), 303)


def _reopen(opened: OpenedReturn) -> Page:
    form, errors = ReasonForm(), Errors()
    if form.validate_on_submit():
        try:
            commands.reopen(current_session(), return_=opened, reason=form.reason.data or "", by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"{opened.title} can be answered again. They will see your reason.")
            return redirect(url_for("audits.show_audit", audit_id=opened.audit_id), 303)
    return _page(opened, form, errors, sections=[], refusal=rules.reopening_refusal(opened, "given"))


def _page(opened: OpenedReturn, form: FlaskForm, errors: Errors, **more: Any) -> Page:
    page = render_template(
        "returns/send_back_return.html",
        opened=opened,
        form=form,
        states=ReturnState,
        wrong=dict(errors),
        **({"errors": errors} if errors else {}),
        **more,
    )
    return (page, 422) if request.method == "POST" else page

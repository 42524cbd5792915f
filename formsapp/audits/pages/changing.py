"""Change an audit: its dates, its scope, its state."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits import commands
from formsapp.audits.commands import add_to_scope, withdraw_from_scope
from formsapp.audits.forms import AddOrganisationForm, ChangeDatesForm, MoveForm, ReasonForm, dates_of
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit, Return
from formsapp.audits.next_steps import move_words, moves_offered
from formsapp.audits.pages.blueprint import form_page, pages
from formsapp.audits.queries import audit_from_url, return_from_url, state_of, state_of_return
from formsapp.audits.rules import goes_back, scope_refusal, withdrawing_refusal
from formsapp.audits.scope import not_named_sentence, organisations_named
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.ui.formatting import day

Page = str | Response | tuple[str, int]


@pages.route("/audits/<int:audit_id>/dates", methods=["GET", "POST"])
@requires(Permission.AUDIT_CHANGE, load=audit_from_url)
def change_dates(audit: Audit) -> Page:
    """Give an audit other dates."""
    form, errors = ChangeDatesForm(data=dates_of(audit)), []
    if form.validate_on_submit():
        try:
            commands.change_dates(
                current_session(), audit=audit, opens_on=form.opens_on.data, closes_on=form.closes_on.data,
                by=current_actor(),
            )  # fmt: skip
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"The audit is open from {day(audit.opens_on)} to {day(audit.closes_on)}.")
            return _to_audit(audit)
    return form_page("audits/change_dates.html", form=form, audit=audit, errors=errors)


@pages.route("/audits/<int:audit_id>/move/<to>", methods=["GET", "POST"])
@requires(Permission.AUDIT_CHANGE, load=audit_from_url)
def move_audit(audit: Audit, to: str) -> Page:
    """Confirm a move of an audit."""
    state = state_of(current_session(), audit)
    offered = dict(moves_offered(state))
    if to not in offered:
        abort(404)
    wanted, form, errors = AuditState(to), MoveForm(), []
    if form.validate_on_submit():
        try:
            commands.move_audit(
                current_session(), audit=audit, to=wanted, reason=form.reason.data or "", by=current_actor()
            )
        except Refused as refusal:
            errors = [("reason" if "reason" in refusal.sentence else None, refusal.sentence)]
        else:
            flash(f"The audit is now {wanted.words.lower()}.")
            return _to_audit(audit)
    return form_page(
        "audits/move_audit.html", form=form, audit=audit, state=state, to=wanted, errors=errors,
        words=move_words(state, wanted), needs_reason=goes_back(state, wanted),
    )  # fmt: skip


@pages.route("/audits/<int:audit_id>/scope/add", methods=["GET", "POST"])
@requires(Permission.AUDIT_CHANGE, load=audit_from_url)
def add_organisations(audit: Audit) -> Page:
    """Ask more organisations for a return."""
    form, session = AddOrganisationForm(), current_session()
    refusal = scope_refusal(state_of(session, audit))
    errors: list[tuple[str | None, str]] = [(None, refusal)] if refusal else []
    if not refusal and form.validate_on_submit():
        organisations, missing = organisations_named(session, form.by_hand.data or "")
        if missing:
            form.by_hand.errors = [not_named_sentence(missing)]
            errors = [("by_hand", not_named_sentence(missing))]
        else:
            try:
                for one in organisations:
                    reason = form.reason.data or ""
                    add_to_scope(session, audit=audit, organisation=one, reason=reason, by=current_actor())
            except Refused as refused:
                errors = [(None, refused.sentence)]
            else:
                flash(f"Added: {', '.join(one.name for one in organisations)}.")
                return _to_audit(audit)
    return form_page("audits/add_organisations.html", form=form, audit=audit, errors=errors)


@pages.route("/returns/<int:return_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.AUDIT_CHANGE, load=return_from_url)
def withdraw_organisation(return_: Return) -> Page:
    """Take an organisation out of the scope, with a reason."""
    form, session, errors = ReasonForm(), current_session(), []
    state = state_of_return(session, return_)
    refusal = scope_refusal(state_of(session, return_.audit)) or withdrawing_refusal(state, reason="given below")
    if refusal:
        errors = [(None, refusal)]
    elif form.validate_on_submit():
        withdraw_from_scope(session, return_=return_, reason=form.reason.data or "", by=current_actor())
        flash(f"{return_.organisation.name} is no longer part of this audit.")
        return redirect(url_for("audits.track_audit", audit_id=return_.audit_id))
    return form_page(
        "audits/withdraw_organisation.html", form=form, return_=return_, state=state, errors=errors, refusal=refusal
    )


def _to_audit(audit: Audit) -> Response:
    return redirect(url_for("audits.show_audit", audit_id=audit.id))

"""Who signs a return, whether what they signed still holds, and asking them."""

from flask import flash, redirect, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns import rules
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import latest_submission
from formsapp.returns.section_page import Page
from formsapp.returns.sign_off import kept_signatures, own_roles, sign_offs
from formsapp.signing import commands
from formsapp.signing.forms import AskForm, ConfirmForm
from formsapp.signing.pages.blueprint import pages
from formsapp.signing.queries import AskedSignature, asked_signature, asked_so_far, missing_from
from formsapp.signing.rules import NEEDS_MAIL
from formsapp.signing.sending import refuse_without_mail, tell

Errors = list[tuple[str | None, str]]


@pages.route("/returns/<int:return_id>/signatures", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, changing=Permission.RETURN_SHARE, load=own_return)
def show_signatures(opened: OpenedReturn) -> Page:
    """Each of those who sign: who was asked, who has signed what, and whether it still holds. Posting asks somebody."""
    form = AskForm(sign_offs(current_session(), opened))
    if not form.validate_on_submit():
        return _page(opened, form, 422 if request.method == "POST" else 200)
    try:
        refuse_without_mail()
        asked, token = commands.ask_for_signature(
            current_session(),
            opened=opened,
            role=form.role.data,
            name=form.name.data or "",
            email=form.email.data or "",
            by=current_actor(),
        )
    except Refused as refusal:
        return _page(opened, form, 422, [(None, refusal.sentence)])
    tell(asked, token, opened=opened, by=current_actor())
    return _back(opened)


@pages.post("/returns/<int:return_id>/signatures/<int:request_id>/again")
@requires(Permission.RETURN_SHARE, load=asked_signature)
def ask_again(asked: AskedSignature) -> Page:
    """Send somebody who was asked a new link; the last one stops working."""
    by, opened = current_actor(), asked.opened
    try:
        refuse_without_mail()
        anew, token = commands.ask_again(current_session(), opened=opened, request=asked.request, by=by)
    except Refused as refusal:
        return _page(opened, AskForm(sign_offs(current_session(), opened)), 422, [(None, refusal.sentence)])
    tell(anew, token, opened=opened, by=by)
    return _back(opened)


@pages.post("/returns/<int:return_id>/signatures/<int:request_id>/take-back")
@requires(Permission.RETURN_SHARE, load=asked_signature)
def take_back(asked: AskedSignature) -> Page:
    """Stop a link from working."""
    commands.revoke_request(current_session(), opened=asked.opened, request=asked.request, by=current_actor())
    flash(f"The link of {asked.request.name} no longer works.")
    return _back(asked.opened)


def _back(opened: OpenedReturn) -> Page:
    return redirect(url_for("signing.show_signatures", return_id=opened.id), 303)


def _page(opened: OpenedReturn, form: AskForm, status: int, errors: Errors | None = None) -> Page:
    session = current_session()
    asked = asked_so_far(session, opened.id)
    submission = latest_submission(session, opened.id) if opened.state is ReturnState.SUBMITTED else None
    page = render_template(
        "signing/show_signatures.html",
        opened=opened,
        offs=sign_offs(session, opened),
        asked={
            one.role: [each for each in asked if each.request.role == one.role] for one in opened.tool.tool.sign_off
        },
        own_roles=own_roles(opened, current_actor()),
        missing=missing_from(session, opened),
        refusal=rules.answering_refusal(opened),
        submitted=[] if submission is None else kept_signatures(submission),
        needs_mail=NEEDS_MAIL,
        form=form,
        confirm=ConfirmForm(),
        **({"errors": errors} if errors else {}),
    )
    return page if status == 200 else (page, status)

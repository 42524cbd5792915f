"""Reading a return and signing it: with an account, or by a link of one's own."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import public, requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of, lock_return, open_return
from formsapp.returns.rules import answering_refusal
from formsapp.returns.section_page import Page
from formsapp.returns.sign_off import SignOff, own_roles, sign_offs, signed_digest, title_of
from formsapp.signing import commands
from formsapp.signing.forms import ConfirmForm, SignForm
from formsapp.signing.models import SignatureRequest
from formsapp.signing.pages.blueprint import pages
from formsapp.signing.queries import LinkState, missing_from, request_of_token, signature_by, state_of
from formsapp.signing.reading import whole_return
from formsapp.signing.rules import CHANGED_MEANWHILE, signing_refusal


@pages.route("/returns/<int:return_id>/sign", methods=["GET", "POST"])
@requires(Permission.RETURN_SIGN, load=own_return)
def sign_return(opened: OpenedReturn) -> Page:
    """Sign a return in the role that one holds at its organisation."""
    session, by, form = current_session(), current_actor(), SignForm()
    roles = own_roles(opened, by)
    mine = [one for one in sign_offs(session, opened) if one.role in roles]
    off = next((one for one in mine if not one.holds), None)
    if off is None or not form.validate_on_submit():
        return _form("signing/sign_return.html", opened, off, form, mine=mine)
    try:
        commands.sign_return(session, opened=opened, role=off.role, by=by, **_typed(form))
    except Refused as refusal:
        return _form("signing/sign_return.html", opened, off, form, refused=refusal, mine=mine)
    flash("You have signed this return.")
    return redirect(url_for("signing.show_signatures", return_id=opened.id), 303)


@pages.route("/sign/<token>", methods=["GET", "POST"])
@public("whoever was asked has no account")
def sign_by_link(token: str) -> Page:
    """Read a return and sign it. Looking at the page changes nothing: mail scanners look too, and are shown no answer
    before somebody has chosen to read.
    """
    asked = request_of_token(current_session(), token)
    opened = None if asked is None else _opened(asked)
    if asked is None or opened is None:
        return render_template("signing/link_not_known.html"), 404
    if ended := _ended(asked, opened):
        return ended
    if g.actor is not None and g.actor.email.lower() != asked.email:
        return render_template("signing/for_another_person.html"), 403
    if request.method == "POST" and request.form.get("then") == "read":
        return _begin(token, asked, opened)
    if asked.opened_at is None:
        return _first_page(token, asked)
    return _sign(token, asked, opened)


@pages.get("/sign/<token>/signed")
@public("whoever was asked has no account")
def signed_by_link(token: str) -> Page:
    """What somebody has just signed."""
    session = current_session()
    asked = request_of_token(session, token)
    signature = None if asked is None else signature_by(session, asked)
    opened = None if asked is None else _opened(asked)
    if signature is None or opened is None:
        return render_template("signing/link_not_known.html"), 404
    return render_template("signing/signed_by_link.html", opened=opened, signature=signature)


def _opened(asked: SignatureRequest) -> OpenedReturn | None:
    session = current_session()
    if request.method == "POST":
        lock_return(session, asked.return_id)
    return open_return(session, asked.return_id, person_id=None, at=g.get("arrived_at"))


def _ended(asked: SignatureRequest, opened: OpenedReturn) -> Page | None:
    signature = signature_by(current_session(), asked)
    state = state_of(asked, frozenset() if signature is None else frozenset({asked.id}))
    if state.works and answering_refusal(opened) is None:
        return None
    shown = render_template(
        "signing/link_ended.html", state=state, states=LinkState, signature=signature, ends=asked.expires_at
    )
    return shown, 410


def _first_page(token: str, asked: SignatureRequest) -> str:
    return render_template("signing/asked_to_sign.html", signatory=asked, token=token, title=title_of(asked.role))


def _begin(token: str, asked: SignatureRequest, opened: OpenedReturn) -> Page:
    """Somebody, and no mail scanner, wants to read."""
    if not ConfirmForm().validate_on_submit():
        return _first_page(token, asked), 422
    commands.open_request(current_session(), opened=opened, request=asked)
    return redirect(url_for("signing.sign_by_link", token=token), 303)


def _sign(token: str, asked: SignatureRequest, opened: OpenedReturn) -> Page:
    session, form = current_session(), SignForm()
    off = next((one for one in sign_offs(session, opened) if one.role == asked.role), None)
    if off is None or not form.validate_on_submit():
        return _form("signing/sign_by_link.html", opened, off, form, signatory=asked, token=token)
    try:
        commands.sign_by_link(session, opened=opened, request=asked, **_typed(form))
    except Refused as refusal:
        return _form("signing/sign_by_link.html", opened, off, form, refused=refusal, signatory=asked, token=token)
    return redirect(url_for("signing.signed_by_link", token=token), 303)


def _typed(form: SignForm) -> dict[str, Any]:
    return {"name": form.signed.data or "", "digest": form.digest.data or ""}


def _form(
    template: str,
    opened: OpenedReturn,
    off: SignOff | None,
    form: SignForm,
    *,
    refused: Refused | None = None,
    **more: Any,
) -> Page:
    session = current_session()
    stored = answers_of(session, opened.id)
    seen, form.digest.data = form.digest.data, signed_digest(session, opened, stored)
    if off is not None and refused is None and form.is_submitted() and seen and seen != form.digest.data:
        form.form_errors.append(CHANGED_MEANWHILE)
    page = render_template(
        template,
        opened=opened,
        off=off,
        form=form,
        refusal=signing_refusal(opened, missing_from(session, opened)),
        **whole_return(session, opened, stored),
        **({"errors": [(None, refused.sentence)]} if refused else {}),
        **more,
    )
    if isinstance(refused, commands.ChangedMeanwhile):
        return page, 409
    return (page, 422) if request.method == "POST" else page

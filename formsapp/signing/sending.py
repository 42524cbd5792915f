"""Getting a link to the one who is asked: by e-mail, and in no other way."""

from flask import current_app, flash

from formsapp.access.actor import Actor
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns.opened import OpenedReturn
from formsapp.settings import Settings
from formsapp.sign_in.emails import NotSentError
from formsapp.signing.emails import send_request
from formsapp.signing.models import SignatureRequest
from formsapp.signing.rules import NEEDS_MAIL


def refuse_without_mail() -> None:
    """A link is for one person's eyes: without a mail server there is no way to get it there."""
    if not _settings().smtp_host:
        raise Refused(NEEDS_MAIL)


def tell(request: SignatureRequest, token: str, *, opened: OpenedReturn, by: Actor) -> None:
    """Send the link. Committed first: a link that arrives works."""
    current_session().commit()
    try:
        send_request(_settings(), request=request, opened=opened, asked_by=by.name, token=token)
    except NotSentError:
        flash(f"The mail server did not take the message to {request.name}. Send it again in a while.", "warning")
    else:
        flash(f"We sent {request.name} a link to read and sign this return.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["formsapp_settings"]
    return settings

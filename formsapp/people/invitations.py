"""Getting an invitation to the person: by e-mail, or by the one who invites."""

from typing import NamedTuple

from flask import current_app, flash
from flask import session as cookie

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.settings import Settings
from formsapp.sign_in.commands import INVITATION_LASTS, invite
from formsapp.sign_in.emails import NotSentError, invitation_link, send_invitation

_KEPT_AS = "invitation"


class LinkToPassOn(NamedTuple):
    """A link that was not sent: shown once to the one who invited."""

    link: str
    days: int


def invite_and_tell(person: Person, *, by: Actor) -> None:
    """Invite a person and say how they will hear of it. Committed before anything is sent.

    A link is shown on a page only for somebody who has no password yet: whoever sees a link can become the person,
    and somebody with a password already has something to lose.
    """
    settings: Settings = current_app.extensions["formsapp_settings"]
    session = current_session()
    may_be_shown = person.password_hash is None
    if not may_be_shown and not settings.smtp_host:
        raise Refused(
            f"{person.name} has a password already, and this installation sends no email. Whoever runs the server can "
            f"make a link for them: formsapp invite {person.email}"
        )
    link = invitation_link(settings, invite(session, person=person, by=by))
    session.commit()
    if _was_sent(settings, person, link):
        flash(f"We sent {person.name} a link to choose a password.")
    elif may_be_shown:
        cookie[_KEPT_AS] = {"person": person.id, "link": link}


def link_to_pass_on(person: Person) -> LinkToPassOn | None:
    """The link just made for this person, once; None where there is none or it was sent."""
    kept = cookie.get(_KEPT_AS)
    if not kept or kept["person"] != person.id:
        return None
    del cookie[_KEPT_AS]
    return LinkToPassOn(kept["link"], INVITATION_LASTS.days)


def _was_sent(settings: Settings, person: Person, link: str) -> bool:
    if not settings.smtp_host:
        return False
    try:
        send_invitation(settings, person=person, link=link)
    except NotSentError:
        flash("The mail server did not take the message. Try again later.", "warning")
        return False
    return True

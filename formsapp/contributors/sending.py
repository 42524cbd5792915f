"""Getting the link to the person who is asked: by e-mail, or by the one who asks."""

from typing import NamedTuple

from flask import current_app, flash
from flask import session as cookie
from sqlalchemy import select

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.contributors.commands import Asked
from formsapp.contributors.emails import link_of, send_request
from formsapp.database import current_session
from formsapp.returns.opened import OpenedReturn
from formsapp.settings import Settings
from formsapp.sign_in.emails import NotSentError

_KEPT_AS = "helping"


class LinkToPassOn(NamedTuple):
    """A link that was not sent: shown once to the one who asked."""

    name: str
    link: str


def send_and_tell(asked: Asked, opened: OpenedReturn, *, by: Actor) -> None:
    """Send the link and say so; committed before anything is sent.

    What is said never depends on whether the address belongs to anybody here. The link gives nothing by itself to
    whoever has a password: they sign in with it.
    """
    settings: Settings = current_app.extensions["formsapp_settings"]
    session, contribution = current_session(), asked.contribution
    link = link_of(settings, asked.token)
    session.commit()
    if not settings.smtp_host:
        cookie[_KEPT_AS] = {"return": opened.id, "name": contribution.name, "link": link}
        return
    try:
        if not _may_never_sign_in(contribution.email):
            send_request(settings, contribution=contribution, opened=opened, asked_by=by.name, link=link)
            contribution.was_mailed = True
    except NotSentError:
        flash("The mail server did not take the message. Pass the link on yourself, or try again later.", "warning")
        cookie[_KEPT_AS] = {"return": opened.id, "name": contribution.name, "link": link}
        return
    flash(f"We sent {contribution.name} a message with a link.")


def link_to_pass_on(opened: OpenedReturn) -> LinkToPassOn | None:
    """The link just made for somebody of this return, once; None where there is none or it was sent."""
    kept = cookie.get(_KEPT_AS)
    if not kept or kept["return"] != opened.id:
        return None
    del cookie[_KEPT_AS]
    return LinkToPassOn(kept["name"], kept["link"])


def _may_never_sign_in(email: str) -> bool:
    """Whether the address belongs to somebody who was stopped from signing in: nothing is sent to them."""
    stopped = select(Person.id).where(Person.email == email, Person.disabled_at.is_not(None))
    return current_session().scalar(stopped) is not None

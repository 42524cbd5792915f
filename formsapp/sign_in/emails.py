"""E-mail: plain text, its links built from the configured address only."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from textwrap import dedent
from typing import Any

from flask import current_app

from formsapp.access.models import Person
from formsapp.settings import Settings

SECONDS_TO_WAIT = 10
#: So many refusals in a row, and a mailing does not ask the mail server again.
GIVES_UP_AFTER = 2


class NotSentError(Exception):
    """The mail server did not take the message."""


def invitation_link(settings: Settings, token: str) -> str:
    """The address of an invitation: never taken from the request, whose host may be forged."""
    return link_to(settings, "sign_in.accept_invitation", token)


def link_to(settings: Settings, endpoint: str, token: str) -> str:
    """The address of a page opened by a token that is sent: from the settings, never from the request."""
    path = current_app.url_map.bind("").build(endpoint, {"token": token})
    return f"{settings.base_url}{path}"


def send_invitation(settings: Settings, *, person: Person, link: str) -> None:
    """Send the link to the person. Raises NotSentError where the mail server does not take it."""
    subject = f"Choose your password: {settings.partnership_name}"
    send_message(settings, to=person.email, subject=subject, words=_words(settings, person.name, link))


def page_at(endpoint: str, **values: Any) -> str:
    """The address of a page in a message: from the settings, never from the request, whose host may be forged."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    return f"{settings.base_url}{current_app.url_map.bind('').build(endpoint, values)}"


class Mailing:
    """One message to several people, sent after committing; nobody is written to where no mail server is set up.

    After a few refusals in a row the mail server is not asked again: each may take seconds.
    """

    def __init__(self) -> None:
        self.settings: Settings = current_app.extensions["formsapp_settings"]
        self.sent = 0
        #: The names of those who were not reached.
        self.missed: list[str] = []
        self._refused = 0

    def tell(self, person: Person, *, subject: str, words: str, called: str = "", **about: str) -> None:
        """Send `words`, filled with the person's name, the partnership's and what it is about."""
        if not self.settings.smtp_host:
            return
        said = words.format(name=person.name, partnership=self.settings.partnership_name, **about)
        if self._refused < GIVES_UP_AFTER and self._went_out(person.email, subject, said):
            self.sent, self._refused = self.sent + 1, 0
        else:
            self._refused += 1
            self.missed.append(called or person.name)

    @property
    def not_reached(self) -> str | None:
        """The names of those who were not reached, in a sentence; None where everybody was."""
        return ", ".join(self.missed) or None

    def _went_out(self, address: str, subject: str, said: str) -> bool:
        try:
            send_message(self.settings, to=address, subject=subject, words=said)
        except NotSentError:
            return False
        return True


def send_message(settings: Settings, *, to: str, subject: str, words: str) -> None:
    """Send a message of plain text. Raises NotSentError where the mail server does not take it."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.mail_from
    message["To"] = to
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words)
    _send(settings, message)


def _words(settings: Settings, name: str, link: str) -> str:
    return dedent("""\
        Dear {name},

        {partnership} invites you to sign in to its safeguarding audits.

        Choose your password here, within 7 days:

        {link}

        The link works once and is for you alone: please do not pass it on.
        If you did not expect this message, you need do nothing.
        """).format(name=name, partnership=settings.partnership_name, link=link)


def _send(settings: Settings, message: EmailMessage) -> None:
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS_TO_WAIT) as server:
            if settings.smtp_starttls:
                server.starttls()
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # No traceback: it would put the person's address into the log.
        current_app.logger.warning("a message was not sent: %s", type(error).__name__)
        raise NotSentError from error

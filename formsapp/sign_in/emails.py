"""E-mail: plain text, its links built from the configured address only."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from textwrap import dedent

from flask import current_app

from formsapp.access.models import Person
from formsapp.settings import Settings

SECONDS_TO_WAIT = 10


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

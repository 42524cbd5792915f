"""The message with which somebody is asked to sign: no answer is in it."""

from textwrap import dedent

from formsapp.returns.opened import OpenedReturn
from formsapp.returns.sign_off import title_of
from formsapp.settings import Settings
from formsapp.sign_in.emails import link_to, send_message
from formsapp.signing.models import SignatureRequest
from formsapp.signing.rules import LINK_LASTS
from formsapp.ui.formatting import lower_first


def link_of(settings: Settings, token: str) -> str:
    """The address with which somebody signs: from the settings, never from the request."""
    return link_to(settings, "signing.sign_by_link", token)


def send_request(
    settings: Settings, *, request: SignatureRequest, opened: OpenedReturn, asked_by: str, token: str
) -> None:
    """Send the link to the one who is asked. Raises NotSentError where the mail server does not take it."""
    words = _WORDS.format(
        name=request.name,
        asked_by=asked_by,
        organisation=opened.title,
        audit=opened.audit,
        role=lower_first(title_of(request.role)),
        days=LINK_LASTS.days,
        link=link_of(settings, token),
        partnership=settings.partnership_name,
    )
    send_message(settings, to=request.email, subject=f"Please read and sign: {opened.audit}", words=words)


_WORDS = dedent("""\
    Dear {name},

    {asked_by} asks you to read and sign the safeguarding return of {organisation} as {role}:

      {audit}

    Open this link, within {days} days. You need no password:

    {link}

    You can read the whole return and its summary before you decide. The link is for you alone: whoever
    has it can sign in your name, so please do not pass it on. If you did not expect this message, you
    need do nothing.

    {partnership}
    """)

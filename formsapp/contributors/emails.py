"""The message with which somebody is asked to help: the same for everybody, whether or not they were here before."""

from textwrap import dedent

from formsapp.contributors.models import Contribution
from formsapp.contributors.queries import sections_of, titles_of
from formsapp.contributors.rules import LINK_LASTS
from formsapp.returns.opened import OpenedReturn
from formsapp.settings import Settings
from formsapp.sign_in.emails import link_to, send_message


def link_of(settings: Settings, token: str) -> str:
    """The address with which somebody says yes: from the settings, never from the request."""
    return link_to(settings, "contributors.help_with_return", token)


def send_request(
    settings: Settings, *, contribution: Contribution, opened: OpenedReturn, asked_by: str, link: str
) -> None:
    """Send the link. Raises NotSentError where the mail server does not take it."""
    words = _WORDS.format(
        name=contribution.name,
        asked_by=asked_by,
        organisation=opened.title,
        audit=opened.audit,
        what=_what(contribution, opened),
        return_by=opened.return_by_sentence,
        message=f"\n{asked_by} writes:\n\n{contribution.message}\n" if contribution.message else "",
        days=LINK_LASTS.days,
        link=link,
        partnership=settings.partnership_name,
    )
    subject = f"{asked_by} asks you to help with a safeguarding return"
    send_message(settings, to=contribution.email, subject=subject, words=words)


def _what(contribution: Contribution, opened: OpenedReturn) -> str:
    titles = titles_of(opened, sections_of(contribution))
    return "\n".join(f"  {title}" for title in titles) or "  the whole return"


_WORDS = dedent("""\
    Dear {name},

    {asked_by} asks you to help fill in the safeguarding return of {organisation}:

      {audit}

    {return_by}

    You are asked for:

    {what}
    {message}
    Open this link to start, within {days} days:

    {link}

    It is for you alone: please do not pass it on. If you did not expect this message, you need do nothing.

    {partnership}
    """)

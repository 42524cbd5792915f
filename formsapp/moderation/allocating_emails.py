"""The message that somebody was asked to moderate: one for all returns of the moment, with links and no rating."""

from collections.abc import Mapping
from textwrap import dedent

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person
from formsapp.audits.models import Audit
from formsapp.settings import Settings
from formsapp.sign_in.emails import NotSentError, send_message
from formsapp.ui.formatting import count

#: After so many refusals in a row the mail server is not asked again: each may take seconds.
_GIVES_UP_AFTER = 2


def tell_moderators(session: Session, audit: Audit, asked: Mapping[int, Mapping[int, str]]) -> str | None:
    """Tell each person, after committing, which returns they were asked to moderate (`{person: {return: title}}`).

    Gives the names of those who were not reached, or None.
    """
    settings: Settings = current_app.extensions["formsapp_settings"]
    if not settings.smtp_host:
        return None
    able = Person.id.in_(asked), Person.disabled_at.is_(None), Person.password_hash.is_not(None)
    refused, failed = 0, []
    for person in session.scalars(select(Person).where(*able).order_by(Person.name)):
        if refused < _GIVES_UP_AFTER and _went_out(settings, person, audit, asked[person.id]):
            refused = 0
        else:
            refused += 1
            failed.append(person.name)
    return ", ".join(failed) or None


def _went_out(settings: Settings, person: Person, audit: Audit, returns: Mapping[int, str]) -> bool:
    addresses = current_app.url_map.bind("")
    path = "moderation.moderate_return"
    lines = [
        f"  {title}\n  {settings.base_url}{addresses.build(path, {'return_id': return_id})}"
        for return_id, title in returns.items()
    ]
    words = _WORDS.format(
        name=person.name,
        number=count(len(returns), "return"),
        audit=audit.title,
        returns="\n\n".join(lines),
        partnership=settings.partnership_name,
    )
    try:
        send_message(settings, to=person.email, subject=f"Returns to moderate: {audit.title}", words=words)
    except NotSentError:
        return False
    return True


_WORDS = dedent("""\
    Dear {name},

    You were asked to moderate {number}:

      {audit}

    {returns}

    If you have an interest in one of them, tell the partnership before you open it.

    {partnership}
    """)

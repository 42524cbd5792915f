"""The message that a return was drawn for the deep dive: to those who fill it in, without a word of the reasons."""

from collections.abc import Collection
from textwrap import dedent
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from formsapp.audits.models import Audit, Return
from formsapp.returns.emails import who_fills_in
from formsapp.settings import Settings
from formsapp.sign_in.emails import NotSentError, send_message
from formsapp.ui.formatting import count

#: After so many refusals in a row the mail server is not asked again: each may take seconds.
_GIVES_UP_AFTER = 2


class Outcome(NamedTuple):
    """To how many a message went, and the names of those it did not reach."""

    sent: int
    failed: str

    @property
    def words(self) -> str:
        """The same in a sentence; nothing where nothing was sent."""
        return f"{count(self.sent, 'message was', 'messages were')} sent." if self.sent else ""


def tell_chosen(session: Session, audit: Audit, returns: Collection[int]) -> Outcome:
    """Tell those who fill in these returns, after committing."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    if not settings.smtp_host:
        return Outcome(0, "")
    found = session.scalars(select(Return).where(Return.id.in_(returns)).options(joinedload(Return.organisation)))
    sent, refused, failed = 0, 0, []
    for return_ in sorted(found, key=lambda one: one.organisation.name):
        path = current_app.url_map.bind("").build("returns.show_return", {"return_id": return_.id})
        for person in who_fills_in(session, return_.organisation_id):
            words = _WORDS.format(
                name=person.name,
                audit=audit.title,
                organisation=return_.organisation.name,
                link=f"{settings.base_url}{path}",
                partnership=settings.partnership_name,
            )
            if refused >= _GIVES_UP_AFTER or not _went_out(settings, person.email, audit.title, words):
                refused += 1
                failed.append(f"{person.name} ({return_.organisation.name})")
            else:
                sent, refused = sent + 1, 0
    return Outcome(sent, ", ".join(failed))


def _went_out(settings: Settings, address: str, audit: str, words: str) -> bool:
    try:
        send_message(settings, to=address, subject=f"Chosen for a closer look: {audit}", words=words)
    except NotSentError:
        return False
    return True


_WORDS = dedent("""\
    Dear {name},

    The return of {organisation} was chosen for a closer look by moderators:

      {audit}

    You need do nothing now. Sign in to read why it was chosen, and whom you can ask:

    {link}

    {partnership}
    """)

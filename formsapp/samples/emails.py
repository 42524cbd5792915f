"""The message that a return was drawn for the deep dive: to those who fill it in, without a word of the reasons."""

from collections.abc import Collection
from textwrap import dedent
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from formsapp.audits.models import Audit, Return
from formsapp.returns.emails import who_fills_in
from formsapp.sign_in.emails import Mailing, page_at
from formsapp.ui.formatting import count


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
    found = session.scalars(select(Return).where(Return.id.in_(returns)).options(joinedload(Return.organisation)))
    mailing = Mailing()
    for return_ in sorted(found, key=lambda one: one.organisation.name):
        organisation = return_.organisation.name
        about = {"audit": audit.title, "organisation": organisation}
        link = page_at("returns.show_return", return_id=return_.id)
        for person in who_fills_in(session, return_.organisation_id):
            called, subject = f"{person.name} ({organisation})", f"Chosen for a closer look: {audit.title}"
            mailing.tell(person, subject=subject, words=_WORDS, called=called, link=link, **about)
    return Outcome(mailing.sent, ", ".join(mailing.missed))


_WORDS = dedent("""\
    Dear {name},

    The return of {organisation} was chosen for a closer look by moderators:

      {audit}

    You need do nothing now. Sign in to read why it was chosen, and whom you can ask:

    {link}

    {partnership}
    """)

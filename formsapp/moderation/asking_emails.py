"""Messages about queries: that something was asked, that somebody replied; with no word of either."""

from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import dedent

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audits.models import Return
from formsapp.audits.visibility import has_interest
from formsapp.moderation.models import AnswerQuery
from formsapp.returns.emails import who_fills_in
from formsapp.returns.opened import OpenedReturn
from formsapp.sign_in.emails import Mailing, page_at
from formsapp.ui.formatting import day


def tell_asked(session: Session, opened: OpenedReturn, *, due_on: date) -> str | None:
    """Tell those who fill in that a moderator asks something; who was not reached, or None."""
    words = {
        "what": _ASKED.format(day=day(due_on)),
        "link": page_at("moderation.reply_to_queries", return_id=opened.id),
    }
    subject = f"A moderator has a question: {opened.audit}"
    return _tell(who_fills_in(session, opened.organisation_id), opened, subject, words)


def tell_replied(session: Session, opened: OpenedReturn, query: AnswerQuery) -> str | None:
    """Tell whoever asked that there is a reply, unless they have an interest in the return by now."""
    asker = session.get_one(Person, query.asked_by_id)
    theirs = Actor(id=asker.id, name=asker.name)
    barred = session.scalar(select(Return.id).where(Return.id == opened.id, has_interest(theirs)))
    if barred is not None or asker.disabled_at is not None:
        return None
    link = page_at("moderation.ask_author", return_id=opened.id, question_key=query.question)
    words = {"what": _REPLIED, "link": link}
    return _tell([asker], opened, f"A reply to your query: {opened.audit}", words)


def _tell(people: Iterable[Person], opened: OpenedReturn, subject: str, words: Mapping[str, str]) -> str | None:
    mailing = Mailing()
    for person in people:
        mailing.tell(person, subject=subject, words=_WORDS, title=opened.title, audit=opened.audit, **words)
    return mailing.not_reached


_ASKED = "A moderator asks something about an answer in it. Please reply by {day}."
_REPLIED = "Somebody of the organisation replied to your query."
_WORDS = dedent("""\
    Dear {name},

    This is about the return of {title}:

      {audit}

    {what}

    {link}

    {partnership}
    """)

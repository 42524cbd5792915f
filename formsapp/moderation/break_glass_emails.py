"""The message that the glass was broken: to whoever decides about the return, with no word of it or of the reason."""

from collections.abc import Iterable
from textwrap import dedent

from flask import current_app

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audits.models import Audit
from formsapp.sign_in.emails import Mailing, page_at


def tell_broken(people: Iterable[Person], audit: Audit, *, by: Actor) -> None:
    """Tell these people, after committing. What the mail server does not take is on their home page all the same."""
    about = {"reader": by.name, "audit": audit.title}
    link, mailing = page_at("moderation.list_broken_glass", audit_id=audit.id), Mailing()
    for person in people:
        mailing.tell(person, subject=f"A return was opened: {audit.title}", words=_WORDS, link=link, **about)
    if mailing.missed:
        current_app.logger.warning("%d were not told by e-mail that a return was opened", len(mailing.missed))


_WORDS = dedent("""\
    Dear {name},

    {reader} has an interest in a return of this audit and opened it, because it could not wait:

      {audit}

    Sign in to see which return it was and the reason that was given, and say that you have seen it:

    {link}

    {partnership}
    """)

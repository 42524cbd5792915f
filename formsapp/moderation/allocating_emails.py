"""The message that somebody was asked to moderate: one for all returns of the moment, with links and no rating."""

from collections.abc import Mapping
from textwrap import dedent

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person
from formsapp.audits.models import Audit
from formsapp.sign_in.emails import Mailing, page_at
from formsapp.ui.formatting import count


def tell_moderators(session: Session, audit: Audit, asked: Mapping[int, Mapping[int, str]]) -> str | None:
    """Tell each person, after committing, which returns they were asked to moderate (`{person: {return: title}}`).

    Gives the names of those who were not reached, or None.
    """
    able = Person.id.in_(asked), Person.disabled_at.is_(None), Person.password_hash.is_not(None)
    mailing = Mailing()
    for person in session.scalars(select(Person).where(*able).order_by(Person.name)):
        returns = asked[person.id]
        lines = [
            f"  {title}\n  {page_at('moderation.moderate_return', return_id=return_id)}"
            for return_id, title in returns.items()
        ]
        about = {"number": count(len(returns), "return"), "audit": audit.title, "returns": "\n\n".join(lines)}
        mailing.tell(person, subject=f"Returns to moderate: {audit.title}", words=_WORDS, **about)
    return mailing.not_reached


_WORDS = dedent("""\
    Dear {name},

    You were asked to moderate {number}:

      {audit}

    {returns}

    If you have an interest in one of them, tell the partnership before you open it.

    {partnership}
    """)

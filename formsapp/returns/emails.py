"""The message that a return was sent back: to those who fill it in, with no word of the answers or the reasons."""

from textwrap import dedent

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES, Over
from formsapp.returns.opened import OpenedReturn
from formsapp.sign_in.emails import Mailing, page_at
from formsapp.ui.formatting import count

#: The roles over an organisation in which somebody fills in its returns.
_FILL_IN = [
    role.key
    for role in ROLES.values()
    if role.over is Over.ORGANISATION and Permission.RETURN_FILL in role.permissions
]  # fmt: skip


def who_fills_in(session: Session, organisation_id: int) -> list[Person]:
    """The people of an organisation who fill in its returns and can sign in."""
    holds = select(RoleGiven.person_id).where(
        RoleGiven.organisation_id == organisation_id, RoleGiven.role.in_(_FILL_IN), RoleGiven.ended_at.is_(None)
    )
    able = Person.disabled_at.is_(None), Person.password_hash.is_not(None)
    return list(session.scalars(select(Person).where(Person.id.in_(holds), *able).order_by(Person.id)))


def tell_sent_back(session: Session, opened: OpenedReturn, *, points: int) -> str | None:
    """Tell those who fill in that their return was sent back, after committing; who was not reached, or None."""
    about = {
        "audit": opened.audit,
        "organisation": opened.title,
        "what": f"for {count(points, 'section')}" if points else "with a reason",
        "link": page_at("returns.show_return", return_id=opened.id),
    }
    mailing = Mailing()
    for person in who_fills_in(session, opened.organisation_id):
        mailing.tell(person, subject=f"Sent back to you: {opened.audit}", words=_WORDS, **about)
    return mailing.not_reached


_WORDS = dedent("""\
    Dear {name},

    The return of {organisation} was sent back to you {what}:

      {audit}

    Everything you wrote is still there. Sign in to see what is asked, change what needs changing, and
    submit it again:

    {link}

    {partnership}
    """)

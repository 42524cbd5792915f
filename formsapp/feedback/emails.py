"""What people are told by e-mail about feedback: that it is there. No rating and no word of it is in a message."""

from collections.abc import Iterable
from textwrap import dedent

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES
from formsapp.returns.emails import who_fills_in
from formsapp.returns.models import Answer, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.sign_in.emails import Mailing, page_at

_READ = [key for key, role in ROLES.items() if Permission.RETURN_VIEW in role.permissions]


def who_is_told(session: Session, return_id: int, organisation_id: int) -> list[Person]:
    """Who fills in the returns of a setting, and who answered or submitted this one and still reads it."""
    reads = select(RoleGiven.person_id).where(
        RoleGiven.organisation_id == organisation_id, RoleGiven.role.in_(_READ), RoleGiven.ended_at.is_(None)
    )
    wrote = or_(
        Person.id.in_(select(Answer.saved_by_id).where(Answer.return_id == return_id)),
        Person.id.in_(select(Submission.submitted_by_id).where(Submission.return_id == return_id)),
    )
    able = Person.disabled_at.is_(None), Person.password_hash.is_not(None), Person.id.in_(reads)
    found = {one.id: one for one in session.scalars(select(Person).where(wrote, *able))}
    found |= {one.id: one for one in who_fills_in(session, organisation_id)}
    return [found[key] for key in sorted(found)]


def tell_setting(session: Session, opened: OpenedReturn, *, what: str) -> list[str]:
    """Tell the people of a setting that there is something to read, after committing; who was not reached."""
    mailing = Mailing()
    _tell(session, mailing, opened, what)
    return mailing.missed


def tell_of_pages(session: Session, returns: Iterable[OpenedReturn]) -> list[str]:
    """Tell every setting that was not sampled that its feedback page is open; who was not reached."""
    mailing = Mailing()
    for opened in returns:
        _tell(session, mailing, opened, "page")
    return mailing.missed


def tell_deciders(people: Iterable[Person], opened: OpenedReturn, *, what: str, challenge_id: int) -> list[str]:
    """Tell those who are to look at a challenge that it waits for them; who was not reached."""
    mailing, link = Mailing(), page_at("feedback.decide_challenge", challenge_id=challenge_id)
    for person in people:
        _tell_one(mailing, person, opened, what, link)
    return mailing.missed


def _tell(session: Session, mailing: Mailing, opened: OpenedReturn, what: str) -> None:
    link = page_at("feedback.show_feedback", return_id=opened.id)
    for person in who_is_told(session, opened.id, opened.organisation_id):
        _tell_one(mailing, person, opened, what, link)


def _tell_one(mailing: Mailing, person: Person, opened: OpenedReturn, what: str, link: str) -> None:
    subject = f"{_SUBJECTS[what]}: {opened.audit}"
    about = {"audit": opened.audit, "organisation": opened.title, "link": link}
    mailing.tell(person, subject=subject, words=_WORDS[what], **about)


_SUBJECTS = {
    "letter": "Your feedback letter",
    "page": "Your feedback",
    "declined": "Your challenge",
    "reopened": "Your challenge",
    "decided": "Your challenge is decided",
    "made": "A rating is challenged",
    "named": "A challenge for you to decide",
}
_WORDS = {
    "letter": dedent("""\
        Dear {name},

        The feedback letter on the return of {organisation} is there:

          {audit}

        Sign in to read it, to say that you have read it, and to challenge a rating if you do not agree:

        {link}

        {partnership}
        """),
    "page": dedent("""\
        Dear {name},

        The feedback page on the return of {organisation} is open:

          {audit}

        Sign in to read it, or to print it for your next meeting:

        {link}

        {partnership}
        """),
    "declined": dedent("""\
        Dear {name},

        The chair has answered your challenge of a rating in the return of {organisation}:

          {audit}

        Sign in to read what was decided, and why:

        {link}

        {partnership}
        """),
    "reopened": dedent("""\
        Dear {name},

        A rating in the return of {organisation} that you challenged is opened again:

          {audit}

        Somebody who had no part in it decides. You will be told. Where it is, you can see at any time:

        {link}

        {partnership}
        """),
    "decided": dedent("""\
        Dear {name},

        Your challenge of a rating in the return of {organisation} is decided:

          {audit}

        Sign in to read what was decided, and why:

        {link}

        {partnership}
        """),
    "made": dedent("""\
        Dear {name},

        {organisation} challenges a moderated rating:

          {audit}

        Sign in to read it, and to say whether it is opened again and who decides it:

        {link}

        {partnership}
        """),
    "named": dedent("""\
        Dear {name},

        You are asked to decide a challenge of {organisation} in whose rating you had no part:

          {audit}

        Sign in to read it with everything that was said, and to decide:

        {link}

        {partnership}
        """),
}

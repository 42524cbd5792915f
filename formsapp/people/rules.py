"""Who may be given what, and who must stay: rules that hold wherever a command is called from."""

import re

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES, Over

LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_NOTE = 1000
#: Kinds of interest, with the words that both the person and the officer read.
INTERESTS = {
    "works": "Works there, or used to",
    "governs": "Governor, trustee or director there, now or before",
    "parent": "Parent or carer of a child who goes there",
    "managed": "Managed, supervised or practised in what is audited there",
    "other": "Something else",
}
#: The same kinds where the interest is in a case.
PARTS_IN_A_CASE = {
    "managed": "Practised in it, or managed or supervised somebody who did",
    "parent": "Knows the child or the family",
    "other": "Something else",
}
_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+")
_WHAT_IT_IS_OVER = {
    Over.PARTNERSHIP: "is held for the whole partnership, not for one organisation or audit",
    Over.ORGANISATION: "is held for one organisation: choose which",
    Over.AUDIT: "is held for one audit: choose which",
}


def interest_words(kind: str, *, in_a_case: bool) -> str:
    """A kind of interest as people read it."""
    return (PARTS_IN_A_CASE if in_a_case else INTERESTS).get(kind, "Declared")


def looks_like_email(email: str) -> bool:
    """Whether this can be an e-mail address at all."""
    return len(email) <= LONGEST_EMAIL and _EMAIL.fullmatch(email) is not None


def why_not_a_role(role: str, *, organisation_id: int | None, audit_id: int | None) -> str | None:
    """Why this is not a role over these things."""
    if role not in ROLES:
        return "Choose a role from the list"
    over = ROLES[role].over
    if over is Over.RETURN:
        return "Somebody of the organisation asks contributors to help, from the page of the return"
    fits = {
        Over.PARTNERSHIP: organisation_id is None and audit_id is None,
        Over.ORGANISATION: organisation_id is not None and audit_id is None,
        Over.AUDIT: organisation_id is None and audit_id is not None,
    }
    return None if fits[over] else f"The role of {ROLES[role].title.lower()} {_WHAT_IT_IS_OVER[over]}"


def why_not_their_own(person: Person, by: Actor) -> str | None:
    """Nobody decides about their own roles or account."""
    if by.id is not None and by.id == person.id:
        return "You cannot change your own roles or account. Ask another administrator or partnership officer"
    return None


def roles_that_change_people() -> frozenset[str]:
    """The roles whose holders may invite people and give roles."""
    return frozenset(key for key, role in ROLES.items() if Permission.PEOPLE_CHANGE in role.permissions)

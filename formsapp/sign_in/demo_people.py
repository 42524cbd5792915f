"""Whom to sign in as in a demonstration. The demonstration itself says who: sign-in does not know it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import current_app
from sqlalchemy.orm import Session

from formsapp.settings import Settings

#: Where the demonstration leaves a function that takes a session and gives DemoPeople.
EXTENSION = "formsapp_demo_people"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the invented borough, with one role in words, what it is over, and what they will find."""

    name: str
    email: str
    role: str
    over: str = ""
    finds: str = ""


@dataclass(frozen=True)
class DemoPeople:
    """The people to sign in as, in the order of their roles, and the one password they share."""

    password: str
    people: tuple[DemoPerson, ...]

    def by_role(self) -> Iterator[tuple[str, list[DemoPerson]]]:
        """The people of each role, roles in the order given."""
        order = list(dict.fromkeys(person.role for person in self.people))
        arranged = sorted(self.people, key=lambda person: order.index(person.role))
        for role, people in groupby(arranged, key=lambda person: person.role):
            yield role, list(people)


def demo_people(session: Session) -> DemoPeople | None:
    """Whom to sign in as; None where this is no demonstration."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    found: Callable[[Session], DemoPeople] | None = current_app.extensions.get(EXTENSION)
    return found(session) if settings.is_demo and found is not None else None

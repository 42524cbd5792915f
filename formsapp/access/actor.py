"""Whoever acts: passed into every command as `by=`."""

import json
from dataclasses import dataclass, field
from typing import Any, Self

from flask import g

from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES, Over


@dataclass(frozen=True)
class Holds:
    """A role held, over one organisation, one audit, one return, or (none named) over the partnership."""

    role: str
    organisation_id: int | None = None
    audit_id: int | None = None
    return_id: int | None = None
    #: Of a contributor: the sections they were given; None for the whole return.
    sections: frozenset[str] | None = None

    @classmethod
    def stored(cls, row: Any) -> Self:
        """The role of a row of the roles given, whether read as an object or as columns."""
        sections = None if row.sections is None else frozenset(json.loads(row.sections))
        return cls(row.role, row.organisation_id, row.audit_id, row.return_id, sections)

    @property
    def is_partnership_wide(self) -> bool:
        """Whether the role is held over the partnership; a role over one thing never is, whatever its row says."""
        return ROLES[self.role].over is Over.PARTNERSHIP


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the roles they hold, or the system itself (no id)."""

    id: int | None
    name: str
    email: str = ""
    roles: tuple[Holds, ...] = field(default=())

    def holding(self, permission: Permission) -> tuple[Holds, ...]:
        """The roles held that carry this permission."""
        return tuple(held for held in self.roles if permission in ROLES[held.role].permissions)


#: Acts where no person does: the demonstration borough, scheduled work.
SYSTEM = Actor(id=None, name="The system")


def current_actor() -> Actor:
    """The person signed in to this request; only to be called where the page is not public."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise RuntimeError("nobody is signed in")
    return actor

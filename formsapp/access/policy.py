"""The decision: may this person do this, on this?"""

from dataclasses import dataclass
from typing import Protocol

from formsapp.access.actor import Actor, Holds
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES, WITHOUT_A_ROLE, Over


@dataclass(frozen=True)
class Scope:
    """Where a thing belongs: to an organisation, to an audit, to a return, to several of them, or to the partnership
    alone.

    A shared thing (a tool, a published report) is for whoever holds the permission over anything at all.
    """

    organisation_id: int | None = None
    audit_id: int | None = None
    return_id: int | None = None
    shared: bool = False


class Scoped(Protocol):
    """A thing that says where it belongs."""

    @property
    def scope(self) -> Scope:
        """Where it belongs."""
        ...


def can(actor: Actor | None, permission: Permission, on: Scoped | None = None) -> bool:
    """Whether the person holds a role with this permission that covers the thing; without a thing, whether any does."""
    if actor is None:
        return False
    if permission in WITHOUT_A_ROLE and on is None:
        return True
    held = actor.holding(permission)
    return bool(held) if on is None else any(_covers(one, on.scope) for one in held)


def _covers(held: Holds, scope: Scope) -> bool:
    if scope.shared:
        return True
    match ROLES[held.role].over:
        case Over.ORGANISATION:
            return held.organisation_id is not None and held.organisation_id == scope.organisation_id
        case Over.AUDIT:
            return held.audit_id is not None and held.audit_id == scope.audit_id
        case Over.RETURN:
            return held.return_id is not None and held.return_id == scope.return_id
        case Over.PARTNERSHIP:
            return True

"""The one decision about which returns a person may see. Every page, list, count and figure goes through it.

Two sides, never mixed: the organisation's own people see their own returns (`own_returns`); those who run, moderate
or chair the audit see the audit's returns (`returns_in_sight`), except any in which they have an interest, which
they do not see in a total either.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.access.permissions import Permission
from formsapp.audits.models import Return
from formsapp.organisations.models import Organisation
from formsapp.people.models import Interest

#: Two sides of one table; made once, since making them costs more than the query.
_SAME_PLACE, _THIS_PLACE = aliased(Organisation), aliased(Organisation)


def own_returns(actor: Actor) -> ColumnElement[bool]:
    """The returns of the organisations for which the person holds a role that reads returns."""
    own = sorted({held.organisation_id for held in actor.holding(Permission.RETURN_VIEW) if held.organisation_id})
    return Return.organisation_id.in_(own) if own else false()


def contributed_returns(actor: Actor) -> ColumnElement[bool]:
    """The returns that the person was asked to help with, whatever part of them."""
    helped = sorted({held.return_id for held in actor.holding(Permission.RETURN_CONTRIBUTE) if held.return_id})
    return Return.id.in_(helped) if helped else false()


def answered_returns(actor: Actor) -> ColumnElement[bool]:
    """The returns of which the person may open at least some sections on the organisation's side."""
    return or_(own_returns(actor), contributed_returns(actor))


def returns_in_sight(actor: Actor, permission: Permission = Permission.RETURN_REVIEW) -> ColumnElement[bool]:
    """The returns of the audits that the person reviews: those in scope in which they have no interest."""
    held = actor.holding(permission)
    if not held:
        return false()
    in_scope = and_(Return.withdrawn_at.is_(None), ~has_interest(actor))
    if any(one.is_partnership_wide for one in held):
        return in_scope
    audits = sorted({one.audit_id for one in held if one.audit_id})
    return and_(Return.audit_id.in_(audits), in_scope) if audits else false()


def any_sight(actor: Actor) -> ColumnElement[bool]:
    """The returns the person may open at all, from either side."""
    return or_(own_returns(actor), returns_in_sight(actor))


def has_interest(actor: Actor) -> ColumnElement[bool]:
    """Whether the person has an interest in the return: declared in its organisation or its case, or because they hold
    or held a role in the same organisation or the same trust. `interests.py` says in words which it is.
    """
    declared = exists().where(
        Interest.person_id == actor.id,
        or_(Interest.organisation_id == Return.organisation_id, Interest.case_id == Return.case_id),
        Interest.ended_at.is_(None),
    )
    same_organisation = exists().where(
        RoleGiven.person_id == actor.id, RoleGiven.organisation_id == Return.organisation_id
    )
    same_trust = exists(
        select(RoleGiven.id)
        .join(_SAME_PLACE, _SAME_PLACE.id == RoleGiven.organisation_id)
        .join(_THIS_PLACE, _THIS_PLACE.trust == _SAME_PLACE.trust)
        .where(RoleGiven.person_id == actor.id, _THIS_PLACE.id == Return.organisation_id)
    )
    return or_(declared, same_organisation, same_trust)

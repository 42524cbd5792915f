"""Who signs the returns of those on the sign-in list: with an account, or by a link where they have none."""

from functools import lru_cache

from sqlalchemy import select

from formsapp.access.models import Person, RoleGiven
from formsapp.demo.making import Making
from formsapp.demo.names import email_of
from formsapp.demo.personas import PERSONAS, setting_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of
from formsapp.returns.sign_off import own_roles, signed_digest, signs_as
from formsapp.signing.commands import ask_for_signature, open_request, sign_by_link, sign_return

#: Those who have no account, by what they sign as; the same people wherever nobody else is known.
_WITHOUT_ACCOUNT = {"chair_of_governors": "Aurelia Stannard-Odum", "executive": "Benedikt Oyelaran-Fox"}


def is_signed(making: Making, organisation_id: int) -> bool:
    """Whether the returns of an organisation are signed one by one: those that somebody on the list can look at."""
    settings = {making.settings[place].id for place in _places(making.seed) if place < len(making.settings)}
    agencies = {making.agencies[one.agency].id for one in PERSONAS if one.agency in making.agencies}
    return organisation_id in settings | agencies


@lru_cache
def _places(seed: int) -> frozenset[int]:
    found = (setting_of(persona, seed) for persona in PERSONAS)
    return frozenset(setting.number for setting in found if setting is not None)


def sign_everywhere(making: Making, opened: OpenedReturn, *, lead: Person) -> None:
    """Have a complete return signed by everybody who signs it, but for whoever submits it and signs by that."""
    own = own_roles(opened, making.actor(lead))
    digest = signed_digest(making.session, opened, answers_of(making.session, opened.id))
    for one in opened.tool.tool.sign_off:
        if one.role in own:
            continue
        person = _who(making, opened.organisation_id, one.role)
        if person is not None and person.password_hash:
            by = making.actor(person)
            sign_return(making.session, opened=opened, role=one.role, name=person.name, digest=digest, by=by)
        else:
            _sign_by_link(making, opened, one.role, person.name if person else None, digest, lead)


def _sign_by_link(  # noqa: PLR0917  what a signature is made of
    making: Making, opened: OpenedReturn, role: str, name: str | None, digest: str, lead: Person
) -> None:
    name = name or _WITHOUT_ACCOUNT.get(role)
    if name is None:
        return
    by = making.actor(lead)
    request, _ = ask_for_signature(making.session, opened=opened, role=role, name=name, email=email_of(name), by=by)
    open_request(making.session, opened=opened, request=request)
    sign_by_link(making.session, opened=opened, request=request, name=name, digest=digest)


def _who(making: Making, organisation_id: int, role: str) -> Person | None:
    held = select(RoleGiven.person_id).where(
        RoleGiven.organisation_id == organisation_id, RoleGiven.role.in_(signs_as(role)), RoleGiven.ended_at.is_(None)
    )
    return making.session.scalar(select(Person).where(Person.id.in_(held)).order_by(Person.id).limit(1))

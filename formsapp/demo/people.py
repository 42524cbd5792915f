"""The people of the borough: those on the sign-in list, and a lead and a head for every setting."""

from collections.abc import Iterator
from functools import lru_cache

from formsapp.access.actor import SYSTEM, Actor
from formsapp.access.models import Person
from formsapp.access.roles import ROLES, Over
from formsapp.demo.making import Making
from formsapp.demo.names import email_of, people_names
from formsapp.demo.personas import PASSWORD, PERSONAS, Persona, setting_of, settings_served
from formsapp.demo.settings_register import settings_of
from formsapp.organisations.models import Organisation
from formsapp.people.commands import add_person, give_role
from formsapp.sign_in.commands import accept, invite
from formsapp.sign_in.passwords import hash_password

#: Hashing is slow on purpose; everybody here has the same password, so once is enough.
_hash_once = lru_cache(hash_password)

_AGENCY_TITLES = ("Safeguarding lead", "Head of safeguarding", "Designated safeguarding officer", "Service manager")


def add_personas(making: Making) -> None:
    """The people on the sign-in list, the officer first: she gives everybody else their roles."""
    with making.on(420):
        for persona in PERSONAS:
            by = making.officer if making.people else SYSTEM
            person = _add(making, persona.name, persona.job_title, by=by)
            for over in _given_over(making, persona):
                give_role(making.session, person=person, role=persona.role, organisation=over, by=by)
            making.forget_roles()


def add_leads(making: Making) -> None:
    """A lead and a head for every setting, and a lead for every agency, unless the list has them already.

    Heads are on record and not yet invited.
    """
    names = _names_of_leads(making)
    with making.on(415):
        for setting, organisation in zip(settings_of(making.seed), making.settings, strict=True):
            if organisation.status == "closed":
                continue
            _give(making, organisation, "head_teacher", setting.head, "Headteacher", may_sign_in=False)
            _give(making, organisation, "designated_safeguarding_lead", next(names), "Designated safeguarding lead")
        for place, organisation in enumerate(making.agencies.values()):
            _give(making, organisation, "agency_lead", next(names), _AGENCY_TITLES[place % len(_AGENCY_TITLES)])
    making.forget_roles()


def _names_of_leads(making: Making) -> Iterator[str]:
    names = people_names(making.seed)
    for _ in settings_of(making.seed):
        next(names)
    return names


def _given_over(making: Making, persona: Persona) -> list[Organisation | None]:
    """Over what somebody is given their role to begin with; nothing where it comes with an audit or a return."""
    if persona.audits or ROLES[persona.role].over is Over.RETURN:
        return []
    served = [making.settings[one.number] for one in settings_served(persona, making.seed)]
    return [*served] or [_organisation_of(making, persona)]


def _organisation_of(making: Making, persona: Persona) -> Organisation | None:
    setting = setting_of(persona, making.seed)
    if setting is not None:
        return making.settings[setting.number]
    return making.agencies.get(persona.agency)


def _give(
    making: Making, organisation: Organisation, role: str, name: str, title: str, *, may_sign_in: bool = True
) -> None:
    """Give the role to the one of the list who has it here, or else to a new person."""
    already = next(
        (one for one in PERSONAS if one.role == role and _organisation_of(making, one) is organisation), None
    )
    if already is None:
        person = _add(making, name, title, by=making.officer, may_sign_in=may_sign_in)
        give_role(making.session, person=person, role=role, organisation=organisation, by=making.officer)
    else:
        person = making.people[already.name]
    if role != "head_teacher":
        making.leads[organisation.id] = person


def _add(making: Making, name: str, title: str, *, by: Actor, may_sign_in: bool = True) -> Person:
    """A person, with the shared password unless nobody has invited them yet."""
    person = add_person(making.session, name=name, email=email_of(name), job_title=title, by=by)
    if may_sign_in:
        token = invite(making.session, person=person, by=by)
        accept(making.session, token=token, password=PASSWORD, hash_with=_hash_once)
    making.people[name] = person
    return person

"""The yearly audit of schools and colleges: who is asked, who answers when, and who does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select

from formsapp.audits.commands import open_audit
from formsapp.audits.models import Audit, Return
from formsapp.demo.answers import Respondent
from formsapp.demo.audit_tools import SCHOOLS
from formsapp.demo.calendar import Calendar
from formsapp.demo.chance import chance, shuffled
from formsapp.demo.filling_in import Filling, plan_filling_in
from formsapp.demo.making import Making
from formsapp.demo.personas import PERSONAS, settings_served, unfinished
from formsapp.demo.practice import Practice
from formsapp.demo.settings_register import settings_of
from formsapp.demo.wording import Writer
from formsapp.organisations.models import Organisation
from formsapp.people.commands import give_role
from formsapp.tools.versions import tool_of

TERMS = (
    "Every school and college in Wexbridge is asked once a year how well its safeguarding works. A sample is moderated "
    "against the evidence. What is learnt is published in four parts."
)


@dataclass(frozen=True)
class Season:
    """One year's audit: its name and its days, counted backwards from today."""

    audit: str
    year: str
    opened: int
    opens: int
    closes: int
    #: How many of every hundred asked return it.
    returned: int
    is_last_year: bool = False


def open_schools_audit(making: Making, season: Season, *, previous: Audit | None = None) -> Audit:
    """Open the audit and give its chair and moderators their roles."""
    audit = open_audit(
        making.session,
        title=f"Safeguarding in schools and colleges {season.year}",
        tool_version=making.tools[SCHOOLS, season.year],
        organisations=asked(making),
        opens_on=making.day(season.opens),
        closes_on=making.day(season.closes),
        terms=TERMS,
        method="deep_dive",
        previous=previous,
        by=making.officer,
    )
    give_roles(making, audit, season.audit)
    making.audits[season.audit] = audit
    return audit


def give_roles(making: Making, audit: Audit, name: str) -> None:
    """Chair and moderators, as the sign-in list says."""
    for persona in PERSONAS:
        if name in persona.audits:
            person = making.people[persona.name]
            give_role(making.session, person=person, role=persona.role, audit=audit, by=making.officer)
    making.forget_roles()


def asked(making: Making) -> list[Organisation]:
    """The settings that are open, as many of them as this borough is to have; those of the sign-in list always."""
    kept = {setting.number for persona in PERSONAS for setting in settings_served(persona, making.seed)}
    open_now = [
        (number, one) for number, one in enumerate(making.settings) if one.status in {"open", "proposed_to_close"}
    ]
    first = sorted(open_now, key=lambda pair: (pair[0] not in kept, pair[0] * 37 % len(making.settings)))
    return [one for _, one in sorted(first[: making.most_settings], key=lambda pair: pair[0])]


def plan_returns(making: Making, calendar: Calendar, season: Season) -> dict[int, Filling]:
    """Put down how each return is filled in; by the organisation's id. Some are begun and not sent, some not begun."""
    audit = making.audits[season.audit]
    returns = list(making.session.scalars(select(Return).where(Return.audit_id == audit.id).order_by(Return.id)))
    luck = chance(making.seed, season.year, "who answers")
    silent = _silent(making, [one.organisation_id for one in returns], season, luck)
    fillings = {}
    for return_ in returns:
        filling = _filling(making, return_, season)
        fillings[return_.organisation_id] = filling
        if return_.organisation_id not in silent:
            _plan(making, calendar, filling, season, 1.0)
        elif silent[return_.organisation_id]:
            _plan(making, calendar, filling, season, silent[return_.organisation_id])
    return fillings


def _silent(making: Making, organisations: Sequence[int], season: Season, luck: Random) -> dict[int, float]:
    """Who does not send the return in time, each with the share of it that was answered."""
    personas = {making.settings[one.number].id for who in PERSONAS for one in settings_served(who, making.seed)}
    others = shuffled([one for one in organisations if one not in personas], luck)
    if not season.is_last_year:
        others.insert(1, making.settings[unfinished(making.seed).number].id)
    missing = round(len(organisations) * (100 - season.returned) / 100)
    return {one: (0.0, 0.35, 0.8)[place % 3] for place, one in enumerate(others[:missing])}


def _filling(making: Making, return_: Return, season: Season) -> Filling:
    organisation = return_.organisation
    setting = next(one for one in settings_of(making.seed) if str(one.urn) == organisation.urn)
    on = making.day(season.closes)
    respondent = Respondent(
        tool=tool_of(return_.audit.tool_version),
        attributes=organisation.attributes,
        practice=Practice.of(making.seed, organisation.urn or "", season.year),
        writer=Writer.of("school", making.seed, organisation.urn or "", season.year, on=on),
        on=on,
        on_roll=setting.on_roll,
        is_last_year=season.is_last_year,
    )
    return Filling(making, return_, making.leads[organisation.id], respondent)


def _plan(making: Making, calendar: Calendar, filling: Filling, season: Season, share: float) -> None:
    luck = chance(making.seed, season.year, filling.return_.organisation_id, "when")
    begins, ends = working_days(making, season.opens, season.closes, luck)
    plan_filling_in(calendar, filling, begins=begins, ends=ends, luck=luck, share=share)


def working_days(making: Making, opens: int, closes: int, luck: Random) -> tuple[datetime, datetime]:
    """When somebody begins and ends between two days: most of them end in the last week."""
    span = opens - closes
    ends = closes + int(span * 0.8 * luck.random() ** 2.2)
    begins = min(opens - 1, ends + luck.randint(3, max(4, span // 2)))
    return (
        making.moment(begins, luck.randint(8, 16), luck.randint(0, 59)),
        making.moment(ends, luck.randint(11, 20), luck.randint(0, 59)),
    )

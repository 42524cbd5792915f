"""The multi-agency case-file audit: six cases by code, each audited by several agencies on their own records."""

import json
from functools import partial
from typing import NamedTuple

from sqlalchemy import select

from formsapp.audits.commands import open_audit
from formsapp.audits.models import Audit, Return
from formsapp.cases.commands import add_case
from formsapp.cases.models import Case
from formsapp.demo.answers import Respondent
from formsapp.demo.audit_tools import CASES as TOOL
from formsapp.demo.audit_tools import VERSION
from formsapp.demo.calendar import Calendar
from formsapp.demo.chance import chance
from formsapp.demo.filling_in import Filling, plan_filling_in
from formsapp.demo.making import Making
from formsapp.demo.personas import CASE_FILES
from formsapp.demo.practice import Practice
from formsapp.demo.schools_audit import give_roles, working_days
from formsapp.demo.wording import Writer
from formsapp.people.commands import declare_interest
from formsapp.tools.versions import tool_of

OPENED, OPENS, CLOSES = 33, 28, -20
SOCIAL_CARE = "Wexbridge Council, children's social care"
EARLY_HELP = "Wexbridge Council, early help and family hubs"
POLICE = "Wexmarch Police, Wexbridge district"
HOSPITAL = "Wexbridge Royal Hospital Trust"
COMMUNITY_HEALTH = "Wexmarch Community and Mental Health Trust"
YOUTH_JUSTICE = "Wexbridge Youth Justice Service"
PROBATION = "Wexmarch Probation Delivery Unit"
HOUSING = "Hallowmere Homes"
DOMESTIC_ABUSE = "Lanternlight Domestic Abuse Service"


class InventedCase(NamedTuple):
    """A case that never was: a code, and which agencies look at their records, each with how far it is."""

    code: str
    theme: str
    age_band: str
    agencies: dict[str, float]


INVENTED_CASES = (
    InventedCase("C01", "Neglect", "1 to 4", {SOCIAL_CARE: 1, COMMUNITY_HEALTH: 1, HOUSING: 1, EARLY_HELP: 1}),
    InventedCase(
        "C02", "Neglect", "5 to 9", {SOCIAL_CARE: 1, HOSPITAL: 1, EARLY_HELP: 1, POLICE: 1, COMMUNITY_HEALTH: 0.5}
    ),
    InventedCase(
        "C03", "Domestic abuse", "Under 1", {SOCIAL_CARE: 1, POLICE: 1, HOSPITAL: 1, DOMESTIC_ABUSE: 1, PROBATION: 0}
    ),
    InventedCase(
        "C04", "Domestic abuse", "10 to 12", {SOCIAL_CARE: 1, POLICE: 1, DOMESTIC_ABUSE: 1, COMMUNITY_HEALTH: 0}
    ),
    InventedCase(
        "C05", "Serious youth violence", "16 to 17", {SOCIAL_CARE: 0.4, POLICE: 1, YOUTH_JUSTICE: 1, PROBATION: 0.6}
    ),
    InventedCase(
        "C06",
        "Sexual abuse",
        "13 to 15",
        {SOCIAL_CARE: 0, POLICE: 1, HOSPITAL: 0, COMMUNITY_HEALTH: 0, YOUTH_JUSTICE: 1},
    ),
)
TERMS = (
    "How well do services work together when harm builds up at home or outside it? Six children's cases, by code alone."
)


def plan_case_files(making: Making, calendar: Calendar) -> None:
    """Put down the audit from its opening to today."""
    calendar.put(making.moment(OPENED, 15), partial(_open, making, calendar))
    calendar.put(making.moment(OPENED - 3, 10), partial(_declare_interest, making))


def _open(making: Making, calendar: Calendar) -> None:
    audit = open_audit(
        making.session,
        title=f"Multi-agency case-file audit, {making.day(OPENS):%B %Y}",
        tool_version=making.tools[TOOL, VERSION],
        organisations=(),
        opens_on=making.day(OPENS),
        closes_on=making.day(CLOSES),
        terms=TERMS,
        method="deep_dive",
        by=making.officer,
    )
    give_roles(making, audit, CASE_FILES)
    making.audits[CASE_FILES] = audit
    for case in INVENTED_CASES:
        _add(making, audit, case)
    _plan_returns(making, calendar)


def _declare_interest(making: Making) -> None:
    """A moderator once supervised somebody who worked on one of the cases: its returns are hidden from her."""
    code, person = "C05", making.people["Celandine Osgathorpe"]
    wanted = select(Case).where(Case.audit_id == making.audits[CASE_FILES].id, Case.code == code)
    declare_interest(
        making.session,
        person=person,
        case=making.session.scalars(wanted).one(),
        kind="managed",
        note="I supervised the team that worked on it.",
        by=making.actor(person),
    )


def _add(making: Making, audit: Audit, case: InventedCase) -> None:
    add_case(
        making.session,
        audit=audit,
        code=case.code,
        theme=case.theme,
        age_band=case.age_band,
        organisations=[making.agencies[name] for name in case.agencies],
        by=making.officer,
    )


def _plan_returns(making: Making, calendar: Calendar) -> None:
    """Who audits which case, and how far."""
    rows = making.session.execute(
        select(Return, Case.code)
        .join(Case, Case.id == Return.case_id)
        .where(Return.audit_id == making.audits[CASE_FILES].id)
    )
    returns = {(code, return_.organisation_id): return_ for return_, code in rows}
    for case in INVENTED_CASES:
        for name, share in case.agencies.items():
            if share:
                filling = _filling(making, case, name, returns[case.code, making.agencies[name].id])
                luck = chance(making.seed, case.code, name)
                begins, ends = working_days(making, OPENS, 2, luck)
                plan_filling_in(calendar, filling, begins=begins, ends=ends, luck=luck, share=share)


def _filling(making: Making, case: InventedCase, agency: str, return_: Return) -> Filling:
    on, theme = making.day(2), case.theme.lower().replace(" ", "_")
    respondent = Respondent(
        tool=tool_of(return_.audit.tool_version),
        attributes=return_.organisation.attributes,
        practice=Practice.of(making.seed, f"{case.code}/{agency}", VERSION, strength=-0.25),
        writer=Writer.of("case", making.seed, case.code, agency, on=on),
        on=on,
        known={
            "about.involved": "no",
            "about.themes": json.dumps([theme]),
            "about.main_theme": theme,
        },
    )
    person = making.auditors.get(agency, making.leads[return_.organisation_id])
    return Filling(making, return_, person, respondent)

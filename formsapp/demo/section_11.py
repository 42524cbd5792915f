"""The section 11 audit of agencies: open, and three in five returned."""

from functools import partial

from sqlalchemy import select

from formsapp.audits.commands import open_audit
from formsapp.audits.models import Return
from formsapp.demo.agencies import AGENCIES, Agency
from formsapp.demo.answers import Respondent
from formsapp.demo.audit_tools import AGENCIES as TOOL
from formsapp.demo.audit_tools import VERSION
from formsapp.demo.calendar import Calendar
from formsapp.demo.chance import chance
from formsapp.demo.filling_in import Filling, plan_filling_in
from formsapp.demo.making import Making
from formsapp.demo.personas import SECTION_11
from formsapp.demo.practice import Practice
from formsapp.demo.schools_audit import give_roles, working_days
from formsapp.demo.wording import Writer
from formsapp.returns.commands import send_back
from formsapp.tools.versions import tool_of

OPENED, OPENS, CLOSES = 36, 31, -12
#: How far each agency is: 1 returned it, less began it, 0 has not opened it. In the order of the list of agencies.
HOW_FAR = (1, 1, 0, 1, 1, 1, 1, 1, 0.4, 0.8, 1, 0.7, 0.5, 1, 1, 1, 1, 1, 0, 0.2)
SENT_BACK = "Wexmarch Community and Mental Health Trust"
_WHY = (
    "The answers on supervision and on training contradict each other. Please look again at both, say which services "
    "they are about, and name the evidence for the top rating on induction."
)
TERMS = "Agencies say how they meet their duty under section 11 of the Children Act 2004, or a promise like it."


def plan_section_11(making: Making, calendar: Calendar) -> None:
    """Put down the audit from its opening to today."""
    calendar.put(making.moment(OPENED, 11), partial(_open, making, calendar))


def _open(making: Making, calendar: Calendar) -> None:
    audit = open_audit(
        making.session,
        title=f"Section 11 audit of agencies {VERSION}",
        tool_version=making.tools[TOOL, VERSION],
        organisations=making.agencies.values(),
        opens_on=making.day(OPENS),
        closes_on=making.day(CLOSES),
        terms=TERMS,
        by=making.officer,
    )
    give_roles(making, audit, SECTION_11)
    making.audits[SECTION_11] = audit
    _plan_returns(making, calendar)


def _plan_returns(making: Making, calendar: Calendar) -> None:
    """Who answers how far, and the one return that was sent back."""
    asked = select(Return).where(Return.audit_id == making.audits[SECTION_11].id)
    returns = {one.organisation_id: one for one in making.session.scalars(asked)}
    for agency, share in zip(AGENCIES, HOW_FAR, strict=True):
        if share:
            return_ = returns[making.agencies[agency.name].id]
            _plan(making, calendar, agency, return_, share)
    sent_back = partial(send_back, return_=returns[making.agencies[SENT_BACK].id], reason=_WHY, by=making.officer)
    calendar.put(making.moment(2, 11, 40), partial(sent_back, making.session))


def _plan(making: Making, calendar: Calendar, agency: Agency, return_: Return, share: float) -> None:
    luck = chance(making.seed, SECTION_11, agency.name)
    on = making.day(3)
    respondent = Respondent(
        tool=tool_of(return_.audit.tool_version),
        attributes=return_.organisation.attributes,
        practice=Practice.of(making.seed, agency.name, VERSION, strength=agency.strength),
        writer=Writer.of("agency", making.seed, agency.name, VERSION, on=on),
        on=on,
    )
    filling = Filling(making, return_, making.leads[return_.organisation_id], respondent)
    begins, ends = working_days(making, OPENS, 3, luck)
    plan_filling_in(calendar, filling, begins=begins, ends=ends, luck=luck, share=share)

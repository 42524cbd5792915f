"""This year's audit of schools and colleges: closed, and in moderation."""

from functools import partial

from formsapp.audits.commands import move_audit
from formsapp.audits.lifecycle import AuditState
from formsapp.demo.calendar import Calendar
from formsapp.demo.chance import chance
from formsapp.demo.filling_in import Filling, plan_filling_in
from formsapp.demo.last_years_deep_dive import CHAIR
from formsapp.demo.making import Making
from formsapp.demo.personas import LAST_YEAR, PERSONAS, THIS_YEAR, setting_of
from formsapp.demo.schools_audit import Season, open_schools_audit, plan_returns
from formsapp.demo.this_years_deep_dive import plan_deep_dive
from formsapp.findings.commands import draft_findings
from formsapp.returns.commands import reopen, send_back

SEASON = Season(THIS_YEAR, "2026-27", opened=72, opens=66, closes=17, returned=94)
SENT_BACK = "Miriam Thackeray-Bose"
_WHY_SENT_BACK = "Thank you for a thoughtful return. Two sections need another look before we can read it to the end."
_SECTIONS_SENT_BACK = {
    "early_help": (
        "Your rating on statutory plans and the number of plans that you give at the start do not fit together. "
        "Please look again at both."
    ),
    "voice": "You rate what children told you highly. Please say what changed because of it, with one example.",
}


def plan_this_year(making: Making, calendar: Calendar) -> None:
    """Put down the audit from its opening to today: returns, those that come late, and the moderation so far."""
    calendar.put(making.moment(SEASON.opened, 9, 30), partial(_open, making, calendar))
    calendar.put(making.moment(12, 9, 15), partial(_begin_moderation, making))
    plan_deep_dive(making, calendar)
    calendar.put(making.moment(6, 15, 20), partial(_send_back, making))
    calendar.put(making.moment(1, 17, 5), partial(_draft, making))


def _open(making: Making, calendar: Calendar) -> None:
    open_schools_audit(making, SEASON, previous=making.audits[LAST_YEAR])
    making.fillings[THIS_YEAR] = plan_returns(making, calendar, SEASON)
    _plan_late_ones(making, calendar)


def _plan_late_ones(making: Making, calendar: Calendar) -> None:
    """Two settings ask for more time after the closing day, and send their returns late."""
    begun = [one for one in making.fillings[THIS_YEAR].values() if one.share == 0.8]
    for place, filling in enumerate(begun[:2]):
        calendar.put(making.moment(16, 10, 30 + place), partial(_reopen, making, filling))
        luck = chance(making.seed, "late", filling.return_.id)
        plan_filling_in(
            calendar, filling, begins=making.moment(15, 9), ends=making.moment(14 - place, 16, 20), luck=luck
        )


def _reopen(making: Making, filling: Filling) -> None:
    reason = "The lead was unwell in the closing week. You have until the end of next week."
    reopen(making.session, return_=filling.return_, reason=reason, by=making.officer)


def _begin_moderation(making: Making) -> None:
    move_audit(
        making.session, audit=making.audits[THIS_YEAR], to=AuditState.IN_MODERATION, reason="", by=making.officer
    )


def _send_back(making: Making) -> None:
    filling = making.fillings[THIS_YEAR][_organisation(making, SENT_BACK)]
    send_back(
        making.session,
        return_=filling.return_,
        reason=_WHY_SENT_BACK,
        sections=_SECTIONS_SENT_BACK,
        by=making.officer,
    )
    filling.is_submitted = False


def _draft(making: Making) -> None:
    """The chair has a first draft to look at while moderation goes on."""
    draft_findings(making.session, audit=making.audits[THIS_YEAR], by=making.persona(CHAIR))


def _organisation(making: Making, name: str) -> int:
    persona = next(one for one in PERSONAS if one.name == name)
    setting = setting_of(persona, making.seed)
    if setting is None:
        raise LookupError(f"{name} works at no setting")
    return making.settings[setting.number].id

"""Last year's audit of schools and colleges, from its opening to its published report."""

from collections import Counter

from formsapp.access.actor import Actor
from formsapp.audits.commands import move_audit
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from formsapp.demo.calendar import Calendar
from formsapp.demo.last_years_deep_dive import CHAIR, release_last_years_feedback
from formsapp.demo.making import Making
from formsapp.demo.personas import LAST_YEAR
from formsapp.demo.schools_audit import Season, open_schools_audit, plan_returns
from formsapp.demo.showing_evidence import plan_last_years_evidence
from formsapp.findings.commands import add, draft_findings, drop, keep, reword
from formsapp.findings.history import Worded
from formsapp.findings.models import Finding
from formsapp.findings.parts import FindingPart
from formsapp.reports.commands import publish_report

SEASON = Season(LAST_YEAR, "2025-26", opened=398, opens=391, closes=349, returned=92, is_last_year=True)
#: How many findings of each part the chair takes into the report.
_MOST = {
    FindingPart.WORKING_WELL: 10,
    FindingPart.CONCERN: 14,
    FindingPart.RECOMMENDATION: 10,
    FindingPart.ALSO_NOTED: 8,
    FindingPart.LEARNING: 9,
}
#: Sections, and a question, that only a few settings answer.
_FEW = {"boarding", "college", "sixth_form", "leadership.proprietor"}
#: What the chair adds to some concerns, by what they are about.
_IN_THE_CHAIRS_WORDS = {
    "dsl.supervision": "Leads told moderators that sessions are the first thing to go when a class needs cover.",
    "allegations.low_level": "Where the log is used freely, it began with sharing what the log had taught.",
    "voice.equality": "Small numbers make this hard for one school alone; together schools can see more.",
    "exploitation.context": "Pupils' own maps, where there were any, differed from those that adults had drawn.",
}
_ADDED = (
    "Settings told us that supervision is wanted more than training. The partnership will find supervisors whom small "
    "schools can share, and will say by the summer how many have one."
)


def fill_in_last_year(making: Making) -> None:
    """The returns of last year."""
    with making.on(SEASON.opened, 9, 30):
        open_schools_audit(making, SEASON)
    calendar = Calendar()
    making.fillings[LAST_YEAR] = plan_returns(making, calendar, SEASON)
    plan_last_years_evidence(making, calendar)
    calendar.live_through()


def publish_last_year(making: Making) -> None:
    """The chair words the findings and publishes the report."""
    audit, chair = making.audits[LAST_YEAR], making.persona(CHAIR)
    with making.on(316, 10):
        move_audit(making.session, audit=audit, to=AuditState.REPORTING, reason="", by=making.officer)
    release_last_years_feedback(making)
    with making.on(315, 14):
        drafted = draft_findings(making.session, audit=audit, by=chair)
    with making.on(311, 15):
        _word(making, audit, drafted, chair)
    with making.on(304, 12):
        publish_report(making.session, audit=audit, by=chair, last_day=making.day(304 - 547))


def _word(making: Making, audit: Audit, drafted: list[Worded], chair: Actor) -> None:
    """Keep the first of each part, reword some, leave out the rest and what is about a few settings; add one."""
    session, kept = making.session, Counter[str]()
    for one in drafted:
        finding = one.finding
        if kept[finding.part] == _MOST[FindingPart(finding.part)] or _is_about_few(finding):
            drop(session, finding=finding, by=chair)
            continue
        kept[finding.part] += 1
        more = _IN_THE_CHAIRS_WORDS.get(finding.about) if finding.part == FindingPart.CONCERN else None
        if more:
            reword(session, finding=finding, text=f"{finding.drafted} {more}", by=chair)
        else:
            keep(session, finding=finding, by=chair)
    add(session, audit=audit, part=FindingPart.RECOMMENDATION, text=_ADDED, by=chair)


def _is_about_few(finding: Finding) -> bool:
    """Whether it is about so few settings that a reader would know which."""
    return finding.about.partition(".")[0] in _FEW or finding.about in _FEW

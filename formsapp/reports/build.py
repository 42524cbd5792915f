"""From findings and figures to a report."""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.audits.rules import METHODS
from formsapp.findings.parts import FindingPart
from formsapp.findings.queries import findings_of
from formsapp.organisations.words import LABELS, words_for
from formsapp.reports.report import (
    Level,
    Report,
    ReportChange,
    ReportFinding,
    ReportGroup,
    ReportMean,
    ReportPart,
    ReportQuestion,
    ReportSection,
)
from formsapp.results.figures import GroupLine, QuestionLine, SectionLine
from formsapp.results.reading import USUAL, Results, results_of
from formsapp.settings import Settings
from formsapp.tools.versions import tool_of
from scoring.change import QuestionChange
from scoring.distributions import Average
from scoring.shown import counted, percent
from tool_definitions.tool import Tool

#: What a group is called whose organisations do not state the attribute.
NOT_STATED = "Not stated"


def build_report(session: Session, audit: Audit, *, by: Actor) -> Report:
    """The report of an audit as it stands: the chair's findings and the figures, small numbers hidden.

    Raises nothing for an audit without returns or findings: the report then says so.
    """
    tool = tool_of(audit.tool_version)
    settings: Settings = current_app.extensions["formsapp_settings"]
    results = results_of(session, audit, by=by, group=USUAL, smallest=tool.summary.min_group)
    figures, before = results.figures, results.before
    sections = [one.key for one in figures.sections]
    return Report(
        title=audit.title,
        partnership=settings.partnership_name,
        tool=f"{tool.title}, version {tool.version}",
        purpose=tool.purpose,
        terms=audit.terms,
        method=tuple(_method(audit, tool, results)),
        opens_on=audit.opens_on,
        closes_on=audit.closes_on,
        returned=figures.returns,
        asked=results.asked.in_scope,
        grouped_by=LABELS[results.by].lower() if results.by else "",
        groups=tuple(_group(results.by or "", group, sections) for group in figures.groups),
        parts=tuple(_parts(session, audit, tool)),
        overall=figures.overall.mean if figures.overall else None,
        overall_own=figures.own,
        sections=tuple(_section(section) for section in figures.sections),
        scales=tuple(
            f"On the scale ‘{one.title}’, ‘{one.levels[-1].label}’ is best and ‘{one.levels[0].label}’ is worst."
            for one in figures.schemes
        ),
        earlier=before.audit.title if before else "",
        rises=tuple(_change(tool, one) for one in before.rises) if before else (),
        falls=tuple(_change(tool, one) for one in before.falls) if before else (),
        hidden_as=figures.hidden_as,
        group_attribute=results.by or "",
        overall_n=figures.overall.n if figures.overall else None,
    )


def _method(audit: Audit, tool: Tool, results: Results) -> Iterator[str]:
    figures = results.figures
    questions = counted(len(tool.scored_questions), "question")
    yield (
        f"{METHODS.get(audit.method, audit.method)}: organisations answered {questions} with a rating, in "
        f"{counted(len(figures.sections), 'section')}."
    )
    if figures.share_moderated:
        yield (
            f"Moderators tested ratings against the evidence. {percent(figures.share_moderated)} of the ratings in "
            "this report are moderated ones; the rest are as the organisations gave them."
        )
    elif figures.has_scores:
        yield "The ratings in this report are as the organisations gave them; none was moderated."
    if figures.coverage is not None and figures.provisional:
        yield (
            f"On average {percent(figures.coverage)} of what was asked was answered. Scores of "
            f"{counted(figures.provisional, 'return')} are provisional because questions were left unanswered."
        )


def _parts(session: Session, audit: Audit, tool: Tool) -> Iterator[ReportPart]:
    worded = [one for one in findings_of(session, audit) if one.is_in_report]
    for part in FindingPart:
        findings = [one for one in worded if one.finding.part == part]
        yield ReportPart(
            part.value,
            part.words,
            tuple(ReportFinding(one.text, _about(tool, one.finding.about)) for one in findings),
        )


def _about(tool: Tool, key: str) -> str:
    if key in tool.questions:
        return tool.questions[key].title
    return next((section.title for section in tool.sections if section.key == key), "")


def _group(by: str, group: GroupLine, sections: list[str]) -> ReportGroup:
    return ReportGroup(
        name=words_for(by, group.name) or NOT_STATED,
        returned=group.returned,
        asked=group.asked,
        hidden_as="" if group.returned is not None else group.hidden_as,
        overall=_mean(group.overall),
        sections=tuple(_mean(group.sections.get(key)) for key in sections),
    )


def _mean(average: Average | None) -> ReportMean:
    return ReportMean(average.mean, average.n) if average else ReportMean(None, None)


def _section(section: SectionLine) -> ReportSection:
    average = section.average
    return ReportSection(
        title=section.title,
        n=average.n if average else None,
        own=section.own,
        mean=average.mean if average else None,
        questions=tuple(_question(line) for table in section.tables for line in table.questions),
    )


def _question(line: QuestionLine) -> ReportQuestion:
    rated = line.rated
    return ReportQuestion(
        title=line.title,
        levels=tuple(Level(level.label, level.count, level.tone) for level in line.levels),
        n=rated.n if rated else None,
        not_applicable=rated.not_applicable if rated else None,
        mean=rated.mean if rated else None,
    )


def _change(tool: Tool, change: QuestionChange) -> ReportChange:
    return ReportChange(
        title=tool.questions[change.question].title,
        before=change.before.mean or 0.0,
        now=change.now.mean or 0.0,
        difference=change.mean or 0.0,
        matched=change.matched,
    )

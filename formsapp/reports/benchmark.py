"""What a published report holds of scores, for an organisation to set its own beside: read, never worked out."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from formsapp.clock import now
from formsapp.organisations.words import words_for
from formsapp.profiles.benchmark import Published, PublishedGroup, PublishedScore
from formsapp.reports.build import NOT_STATED
from formsapp.reports.queries import latest_published, report_as_published
from formsapp.reports.report import Report, ReportGroup, ReportMean
from formsapp.reports.rules import has_ended


def published_scores(session: Session, audit_id: int, attributes: Mapping[str, str | None]) -> Published | None:
    """The scores in the published report of an audit, for an organisation with these attributes; None where there is
    no report, or its publication is over.
    """
    published = latest_published(session, audit_id)
    if published is None or has_ended(published, now()):
        return None
    report = report_as_published(published)
    fewer = report.hidden_as
    return Published(
        overall=PublishedScore("Overall", report.overall, report.overall_n, fewer),
        sections=tuple(PublishedScore(one.title, one.mean, one.n, fewer) for one in report.sections),
        alike=_alike(report, attributes),
    )


def _alike(report: Report, attributes: Mapping[str, str | None]) -> PublishedGroup | None:
    """The group of the report that the organisation is in; None where its scores were not kept."""
    name = words_for(report.group_attribute, attributes.get(report.group_attribute) or "") or NOT_STATED
    group = next((one for one in report.groups if one.name == name), None)
    if not report.group_attribute or group is None or group.overall is None or name == NOT_STATED:
        return None
    return _group(report, group, group.overall)


def _group(report: Report, group: ReportGroup, overall: ReportMean) -> PublishedGroup:
    hidden_as = group.hidden_as or "hidden"
    return PublishedGroup(
        by=report.grouped_by,
        name=group.name,
        overall=PublishedScore("Overall", overall.mean, overall.n, hidden_as),
        sections=tuple(
            PublishedScore(section.title, one.mean, one.n, hidden_as)
            for section, one in zip(report.sections, group.sections, strict=True)
        ),
    )

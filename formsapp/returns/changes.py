"""What changed in the questions since last time, as far as it touches the organisation that is asked."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from formsapp.audits.models import Audit
from formsapp.returns.opened import OpenedReturn
from formsapp.tools.compared import changes_since, versions_before
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.changes import FOR_RESPONDENTS, Changes, QuestionChanges, SectionChanges
from tool_definitions.tool import Tool
from tool_definitions.visibility import Attributes, applies, asked_in


class ChangesForReturn(NamedTuple):
    """The version asked last time, and what changed since for this organisation."""

    before: ToolVersion
    changes: Changes


def changes_for(session: Session, opened: OpenedReturn) -> ChangesForReturn | None:
    """What changed since the earlier audit's version, or since the version before; None where there is neither."""
    audit = session.get_one(Audit, opened.audit_id)
    version = audit.tool_version
    before = _version_before(session, audit, version)
    if before is None:
        return None
    based_on = session.get(ToolVersion, version.based_on_id) if version.based_on_id else None
    changes = changes_since(session, before, opened.tool.tool, based_on)
    asked = _Asked(tool_of(before), opened.tool.tool, opened.attributes, opened.wave)
    return ChangesForReturn(before, changes.only(FOR_RESPONDENTS, sections=asked.section, questions=asked.question))


def _version_before(session: Session, audit: Audit, version: ToolVersion) -> ToolVersion | None:
    earlier = session.get(Audit, audit.previous_id) if audit.previous_id else None
    if earlier is not None and earlier.tool_version_id != version.id:
        return earlier.tool_version
    return next(iter(versions_before(session, version)), None)


class _Asked:
    """What the organisation is asked now, and what it was asked before: a change of either touches it."""

    def __init__(self, before: Tool, now: Tool, organisation: Attributes, wave: str | None) -> None:
        self.before = _keys_asked(before, organisation, wave)
        self.now = _keys_asked(now, organisation, wave)
        self.sections_before = {one.key for one in before.sections if applies(one.applies_to, organisation)}
        self.sections_now = {one.key for one in now.sections if applies(one.applies_to, organisation)}

    def question(self, question: QuestionChanges) -> bool:
        """Whether the organisation is asked the question, or was asked what it comes from."""
        is_asked = question.relation != "dropped" and question.key in self.now
        return is_asked or not self.before.isdisjoint(question.origins)

    def section(self, section: SectionChanges) -> bool:
        """Whether the organisation is asked the section, or was."""
        was = section.status != "new" and section.key in self.sections_before
        return was or (section.status != "dropped" and section.key in self.sections_now)


def _keys_asked(tool: Tool, organisation: Attributes, wave: str | None) -> frozenset[str]:
    return frozenset(
        question.key
        for section in tool.sections
        if applies(section.applies_to, organisation)
        for question in section.questions
        if applies(question.applies_to, organisation) and asked_in(question, wave)
    )

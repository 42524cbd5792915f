"""What an organisation answered last year, carried to the questions of this year: to look at, never an answer itself.

Nothing of it is stored again. A rating of last year's counts only once somebody confirms it or gives another.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import and_, bindparam, case, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import last_move
from formsapp.returns.asked_tool import AskedTool, asked_tool
from formsapp.returns.carrying_over import Carried, Earlier, carried_over
from formsapp.returns.crosswalk import Crosswalk, crosswalk
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.tools.models import ToolVersion
from tool_definitions.visibility import Attributes, Visibility

_KEPT_AS = "last year"

_this, _this_version = aliased(Audit), aliased(ToolVersion)
_IS_EARLIER = or_(
    Audit.opens_on < _this.opens_on,
    and_(Audit.opens_on == _this.opens_on, Audit.id < _this.id),
)
_IS_OF_ITS_TOOL = or_(
    and_(ToolVersion.key == _this_version.key, ToolVersion.id <= _this_version.id),
    ToolVersion.id == _this_version.based_on_id,
)
#: The latest submission of the audit that this one is compared with, else of the latest one before it that asked an
#: earlier version. Answers about a case are never carried, nor those of a wave.
_LAST_SUBMITTED = (
    select(
        Submission.return_id,
        Submission.submitted_at,
        Submission.document,
        Audit.id.label("audit_id"),
        Audit.title,
        last_move().label("moved_to"),
        ToolVersion.id.label("version_id"),
        ToolVersion.fingerprint,
        _this_version.id.label("this_version_id"),
        _this_version.fingerprint.label("this_fingerprint"),
    )
    .join(Return, Return.id == Submission.return_id)
    .join(Audit, Audit.id == Return.audit_id)
    .join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
    .join(_this, _this.id == bindparam("audit_id"))
    .join(_this_version, _this_version.id == _this.tool_version_id)
    .where(
        Return.organisation_id == bindparam("organisation_id"),
        Return.case_id.is_(None),
        Audit.wave.is_(None),
        Audit.id != _this.id,
        or_(Audit.id == _this.previous_id, and_(_IS_EARLIER, _IS_OF_ITS_TOOL)),
    )
    .order_by(
        case((Audit.id == _this.previous_id, 0), else_=1),
        Audit.opens_on.desc(),
        Audit.id.desc(),
        Submission.number.desc(),
    )
    .limit(1)
)


@dataclass(frozen=True)
class LastYear:
    """The organisation's last return before this one, as it was submitted."""

    return_id: int
    audit: str
    audit_state: AuditState
    submitted_at: datetime
    tool: AskedTool
    crosswalk: Crosswalk
    organisation: Attributes
    document: Mapping[str, Any]

    @cached_property
    def answers(self) -> dict[str, Given]:
        """What was asked and answered. What was written under a question that was not asked then is left out."""
        shown = {key for key, state in self.document["visibility"].items() if state == Visibility.SHOWN}
        given = {key: _given(answer) for key, answer in self.document["answers"].items() if key in shown}
        return {key: one for key, one in given.items() if one != NOTHING and key in self.tool.questions}

    def carried(self, asked: Asked[Any]) -> Carried:
        """What last year says to a question of this year."""
        tie = self.crosswalk.tie(asked.key)
        earlier = tuple(Earlier(self.tool.questions[key], self.answers[key]) for key in self._answered(tie.origins))
        was_asked = any(self.document["visibility"].get(key) == Visibility.SHOWN for key in tie.origins)
        return carried_over(asked, tie.relation, earlier, self.organisation, was_asked=was_asked)

    @property
    def lapsed(self) -> list[Earlier]:
        """Last year's answers to questions that nothing of this year comes from."""
        return [Earlier(self.tool.questions[key], self.answers[key]) for key in self._answered(self.crosswalk.lapsed)]

    def _answered(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if key in self.answers]


def _given(answer: Mapping[str, Any]) -> Given:
    return Given(**{name: answer[name] for name in Given._fields if name in answer})


def last_year_of(session: Session, opened: OpenedReturn) -> LastYear | None:
    """What the organisation answered last year; None where it answered nothing. Read once, with one query."""
    if _KEPT_AS not in opened.read:
        opened.read[_KEPT_AS] = _found(session, opened)
    found: LastYear | None = opened.read[_KEPT_AS]
    return found


def _found(session: Session, opened: OpenedReturn) -> LastYear | None:
    if opened.case_id is not None or opened.wave is not None:
        return None
    wanted = {"audit_id": opened.audit_id, "organisation_id": opened.organisation_id}
    row = session.connection().execute(_LAST_SUBMITTED, wanted).first()
    return None if row is None else _last_year(session, opened, row)


def _last_year(session: Session, opened: OpenedReturn, row: Row[Any]) -> LastYear:
    return LastYear(
        return_id=row.return_id,
        audit=row.title,
        audit_state=AuditState(row.moved_to or AuditState.DRAFT),
        submitted_at=row.submitted_at,
        tool=asked_tool(session, row.version_id, row.fingerprint),
        crosswalk=crosswalk(session, row.version_id, row.fingerprint, row.this_version_id, row.this_fingerprint),
        organisation=opened.attributes,
        document=json.loads(row.document),
    )

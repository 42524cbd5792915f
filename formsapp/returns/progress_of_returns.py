"""How far several returns are, in as many queries as for one."""

from collections.abc import Collection

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from formsapp.audits.models import Audit, Return
from formsapp.organisations.models import ATTRIBUTES, Organisation
from formsapp.returns.asked_tool import asked_tool
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer
from formsapp.returns.progress import SectionProgress, progress_of
from formsapp.tools.models import ToolVersion

_EVIDENCE = table("evidence_uses", column("return_id"), column("question"), column("ended_at"))


def progress_by_return(session: Session, return_ids: Collection[int]) -> dict[int, list[SectionProgress]]:
    """The sections of each of these returns, with what is left of them. The caller has seen to who may know."""
    answers = _answers(session, return_ids)
    attached: dict[int, set[str]] = {}
    uses = select(_EVIDENCE.c.return_id, _EVIDENCE.c.question).where(
        _EVIDENCE.c.return_id.in_(return_ids), _EVIDENCE.c.ended_at.is_(None)
    )
    for return_id, question in session.execute(uses):
        attached.setdefault(return_id, set()).add(question)
    rows = session.execute(
        select(
            Return.id,
            Audit.wave,
            ToolVersion.id,
            ToolVersion.fingerprint,
            *(getattr(Organisation, name) for name in ATTRIBUTES),
        )
        .join(Audit, Audit.id == Return.audit_id)
        .join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .where(Return.id.in_(return_ids))
    ).all()
    return {
        return_id: progress_of(
            asked_tool(session, version_id, fingerprint),
            answers.get(return_id, {}),
            dict(zip(ATTRIBUTES, attributes, strict=True)),
            wave,
            with_evidence=attached.get(return_id, frozenset()),
        )
        for return_id, wave, version_id, fingerprint, *attributes in rows
    }


def _answers(session: Session, return_ids: Collection[int]) -> dict[int, dict[str, Given]]:
    stored = Answer.__table__.c
    parts = (stored[name] for name in Given._fields)
    rows = session.execute(select(stored.return_id, stored.question, *parts).where(stored.return_id.in_(return_ids)))
    found: dict[int, dict[str, Given]] = {}
    for return_id, question, *given in rows:
        found.setdefault(return_id, {})[question] = Given(*given)
    return found

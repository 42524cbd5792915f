"""What stands beside the answers of a return, now or as it was submitted: attached evidence and further actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.action_plans.models import FurtherAction
from formsapp.evidence.models import EvidenceFile, EvidenceItem, EvidenceUse
from formsapp.ui.formatting import day


class Planned(NamedTuple):
    """An action beside that of an answer. `by` is a day in words."""

    what: str
    who: str
    by: str

    @property
    def sentence(self) -> str:
        """The action on one line."""
        ends = (self.who, f"by {self.by}" if self.by else "")
        return " – ".join(part for part in (self.what, ", ".join(filter(None, ends))) if part)


@dataclass(frozen=True)
class Attached:
    """By question: each piece of evidence on a line, and the further actions; "" is the return as a whole."""

    evidence: Mapping[str, list[str]]
    actions: Mapping[str, list[Planned]]


NONE_ATTACHED = Attached({}, {})


def attached_now(session: Session, return_id: int) -> Attached:
    """What stands beside the answers now."""
    used = session.execute(
        select(EvidenceUse.question, EvidenceItem, EvidenceFile.name)
        .join(EvidenceItem, EvidenceItem.id == EvidenceUse.item_id)
        .outerjoin(EvidenceFile, EvidenceFile.id == EvidenceItem.file_id)
        .where(EvidenceUse.return_id == return_id, EvidenceUse.ended_at.is_(None))
        .order_by(EvidenceUse.id)
    )
    evidence: dict[str, list[str]] = {}
    for question, item, file_name in used:
        dated = f"dated {day(item.dated_on)}" if item.dated_on else ""
        evidence.setdefault(question, []).append(_line(item.title, item.where_kept, item.link, file_name or "", dated))
    further = session.scalars(
        select(FurtherAction)
        .where(FurtherAction.return_id == return_id, FurtherAction.removed_at.is_(None))
        .order_by(FurtherAction.id)
    )
    actions: dict[str, list[Planned]] = {}
    for one in further:
        actions.setdefault(one.question or "", []).append(Planned(one.what, one.who, day(one.by_when)))
    return Attached(evidence, actions)


def attached_then(document: Mapping[str, Any]) -> Attached:
    """What stood beside the answers when they were submitted."""
    evidence: dict[str, list[str]] = {}
    for question, one in _by_question(document.get("evidence")):
        dated = f"dated {day(date.fromisoformat(one['dated_on']))}" if one.get("dated_on") else ""
        parts = (one.get(part) or "" for part in ("where_kept", "link", "file_name"))
        evidence.setdefault(question, []).append(_line(one["title"], *parts, dated))
    actions: dict[str, list[Planned]] = {}
    for question, one in _by_question(document.get("action_plans")):
        by = day(date.fromisoformat(one["by_when"])) if one.get("by_when") else ""
        actions.setdefault(question, []).append(Planned(one["what"], one.get("who") or "", by))
    return Attached(evidence, actions)


def _by_question(kept: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    return ((one.get("question") or "", one) for one in kept or ())


def _line(title: str, *parts: str) -> str:
    return ", ".join(part for part in (title, *parts) if part)

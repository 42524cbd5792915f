"""From the address of a page to an organisation's evidence, within the sight of whoever asks; 404 elsewhere."""

from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import select

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import Scope
from formsapp.audits.models import Return
from formsapp.audits.visibility import contributed_returns, returns_in_sight
from formsapp.database import READING_METHODS, current_session
from formsapp.evidence.models import EvidenceFile, EvidenceItem, EvidenceUse
from formsapp.evidence.queries import was_ever_submitted, was_submitted_with
from formsapp.organisations.models import Organisation
from formsapp.returns.queries import open_return


@dataclass(frozen=True)
class FoundFile:
    """A file, and from which side the person sees it."""

    item: EvidenceItem
    file: EvidenceFile
    scope: Scope


def own_library(actor: Actor, organisation_id: int) -> Organisation:
    """The organisation whose library this is: the person's own."""
    if not _is_own(actor, organisation_id):
        abort(404)
    return current_session().get(Organisation, organisation_id) or abort(404)


def own_evidence(actor: Actor, organisation_id: int, evidence_id: int) -> EvidenceItem:
    """A piece in the library of the person's own organisation, or one that is kept because it was submitted."""
    item = _item(evidence_id)
    if item is None or item.organisation_id != organisation_id or not _is_own(actor, organisation_id):
        abort(404)
    if item.removed_at is not None and not was_ever_submitted(current_session(), item.id):
        abort(404)
    return item


def evidence_to_change(actor: Actor, organisation_id: int, evidence_id: int) -> EvidenceItem:
    """A piece that still stands in the library of the person's own organisation."""
    item = own_evidence(actor, organisation_id, evidence_id)
    return item if item.removed_at is None else abort(404)


def evidence_file(actor: Actor, evidence_id: int) -> FoundFile:
    """A file of the person's own organisation, of a section they help with, or of a return they review that was
    submitted with it.
    """
    session, item = current_session(), _item(evidence_id)
    if item is None or item.file_id is None:
        abort(404)
    scope = _sight_of(actor, item)
    if scope is None:
        abort(404)
    return FoundFile(item, session.get_one(EvidenceFile, item.file_id), scope)


def _item(evidence_id: int) -> EvidenceItem | None:
    is_read = request.method in READING_METHODS
    return current_session().get(EvidenceItem, evidence_id, with_for_update=None if is_read else True)


def _is_own(actor: Actor, organisation_id: int) -> bool:
    return any(held.organisation_id == organisation_id for held in actor.holding(Permission.RETURN_VIEW))


def _sight_of(actor: Actor, item: EvidenceItem) -> Scope | None:
    session = current_session()
    if _is_own(actor, item.organisation_id):
        is_there = item.removed_at is None or was_ever_submitted(session, item.id)
        return item.scope if is_there else None
    if (helped := _helped_with(actor, item)) is not None:
        return Scope(return_id=helped)
    reviewed = session.execute(
        select(Return.id, Return.audit_id).where(returns_in_sight(actor), was_submitted_with(item.id)).limit(1)
    ).first()
    return None if reviewed is None else Scope(audit_id=reviewed.audit_id)


def _helped_with(actor: Actor, item: EvidenceItem) -> int | None:
    """The return in which the person helps with a section that uses the piece."""
    session = current_session()
    uses = session.execute(
        select(EvidenceUse.return_id, EvidenceUse.question)
        .join(Return, Return.id == EvidenceUse.return_id)
        .where(EvidenceUse.item_id == item.id, EvidenceUse.ended_at.is_(None), contributed_returns(actor))
    ).all()
    for return_id, question in uses:
        if question in questions_helped_with(actor, return_id):
            return int(return_id)
    return None


def questions_helped_with(actor: Actor, return_id: int) -> frozenset[str]:
    """The questions of a return that are in sections the person was asked to help with."""
    opened = open_return(current_session(), return_id, person_id=actor.id)
    helps = [held for held in actor.holding(Permission.RETURN_CONTRIBUTE) if held.return_id == return_id]
    if opened is None or not helps:
        return frozenset()
    return frozenset(
        question
        for section in opened.tool.sections.values()
        if any(held.sections is None or section.key in held.sections for held in helps)
        for question in section.by_key
    )

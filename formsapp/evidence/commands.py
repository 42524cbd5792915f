"""What changes about evidence: the library, what stands beside answers, and what a scanner found."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.evidence.files import AcceptedFile
from formsapp.evidence.models import EvidenceContent, EvidenceFile, EvidenceItem, EvidenceUse
from formsapp.evidence.queries import room_in_library, room_in_return, was_ever_submitted
from formsapp.evidence.rules import library_refusal, link_refusal, room_refusal
from formsapp.evidence.scanner import Scan, Verdict
from formsapp.refusals import Refused, refuse
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return
from formsapp.returns.rules import answering_refusal, independence_refusal

ELSEWHERE = "That piece of evidence is not in your library any more. Nothing was changed."


class StaleEvidence(Exception):
    """Somebody else changed the piece of evidence after the form was made."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """What people say about a piece of evidence."""

    title: str
    where_kept: str = ""
    link: str = ""
    dated_on: date | None = None
    review_on: date | None = None
    owner: str = ""

    def of_kind(self, kind: str) -> Self:
        """Only what is said about this kind: a link has an address, a reference a place."""
        return replace(
            self, link=self.link if kind == "link" else "", where_kept=self.where_kept if kind == "reference" else ""
        )


def add_item(
    session: Session,
    *,
    organisation_id: int,
    kind: str,
    described: Described,
    file: AcceptedFile | None = None,
    is_scanned: bool = False,
    by: Actor,
) -> EvidenceItem:
    """Add a reference, a link or a file to the library. `is_scanned`: a file waits until a scanner looked at it."""
    described = described.of_kind(kind)
    _check(kind, described, file)
    kept = None
    if file is not None:
        refuse(library_refusal(room_in_library(session, organisation_id).files))
        kept = _keep(session, file, Scan.WAITING if is_scanned else Scan.NOT_SCANNED, by)
    item = EvidenceItem(
        organisation_id=organisation_id,
        kind=kind,
        file_id=kept.id if kept else None,
        revision=1,
        added_at=now(),
        added_by_id=by.id,
        **vars(described),
    )
    session.add(item)
    session.flush()
    details = {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type} if kept else {}
    _note(session, "evidence.added", item, by, kind=kind, **details)
    return item


def _check(kind: str, described: Described, file: AcceptedFile | None) -> None:
    if not described.title.strip():
        raise Refused("Enter what it is, for example the title of the document and its date.")
    if kind == "link":
        refuse(link_refusal(described.link))
    if (kind == "file") != (file is not None):
        raise Refused("Choose a file, or describe the evidence instead.")


def _keep(session: Session, file: AcceptedFile, state: Scan, by: Actor) -> EvidenceFile:
    kept = EvidenceFile(
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        scan=state,
        received_at=now(),
        received_from_id=by.id,
    )
    session.add(kept)
    session.flush()
    session.add(EvidenceContent(file_id=kept.id, content=file.content))
    return kept


def change_item(session: Session, *, item: EvidenceItem, described: Described, revision: int, by: Actor) -> None:
    """Say something else about a piece of evidence. What was submitted with it stays as it was."""
    if item.revision != revision:
        raise StaleEvidence
    described = described.of_kind(item.kind)
    if item.removed_at is not None:
        raise Refused(ELSEWHERE)
    if not described.title.strip():
        raise Refused("Enter what it is, for example the title of the document and its date.")
    if item.kind == "link":
        refuse(link_refusal(described.link))
    changed = {name: value for name, value in vars(described).items() if getattr(item, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(item, name, value)
    item.revision += 1
    session.flush()
    _note(session, "evidence.changed", item, by, parts=sorted(changed), revision=item.revision)


def remove_item(session: Session, *, item: EvidenceItem, by: Actor) -> None:
    """Take a piece of evidence out of the library and out of every return that can still be changed.

    What a return was submitted with stays readable there; a file that no return was submitted with is deleted.
    """
    if item.removed_at is not None:
        return
    for use in _open_uses(session, item.id):
        opened = open_return(session, use.return_id, person_id=by.id)
        if opened is not None and answering_refusal(opened) is None:
            _end(session, use, by)
    item.removed_at, item.removed_by_id = now(), by.id
    item.revision += 1
    session.flush()
    is_kept = was_ever_submitted(session, item.id)
    if item.file_id and not is_kept:
        _delete_content(session, item.file_id)
    _note(session, "evidence.removed", item, by, kept_in_submissions=is_kept, **_hash_of(session, item))


def attach(session: Session, *, opened: OpenedReturn, question: str, item: EvidenceItem, by: Actor) -> None:
    """Let a piece of evidence stand beside an answer. Where it does already, nothing changes."""
    refuse(answering_refusal(opened) or independence_refusal(opened))
    if item.organisation_id != opened.organisation_id or item.removed_at is not None:
        raise Refused(ELSEWHERE)
    uses = [one for one in _open_uses(session, item.id) if one.return_id == opened.id]
    if any(one.question == question for one in uses):
        return
    file = session.get(EvidenceFile, item.file_id) if item.file_id else None
    if file is not None and file.scan in {Scan.INFECTED, Scan.PROTECTED}:
        raise Refused("The file of this piece of evidence was deleted. Describe where the document is kept instead.")
    if file is not None and not uses:
        room = room_in_return(session, opened.id)
        refuse(room_refusal(room.files, room.size, file.size))
    session.add(EvidenceUse(item_id=item.id, return_id=opened.id, question=question, at=now(), by_id=by.id))
    session.flush()
    _note_use(session, "evidence.attached", opened, item_id=item.id, question=question, by=by)


def detach(session: Session, *, opened: OpenedReturn, question: str, item_id: int, by: Actor) -> None:
    """Take a piece of evidence away from an answer. Where it does not stand there, nothing changes."""
    refuse(answering_refusal(opened) or independence_refusal(opened))
    for use in _open_uses(session, item_id):
        if use.return_id == opened.id and use.question == question:
            _end(session, use, by)
            item = session.get_one(EvidenceItem, item_id)
            details = _hash_of(session, item)
            _note_use(session, "evidence.detached", opened, item_id=item_id, question=question, by=by, **details)


def note_verdict(session: Session, *, file: EvidenceFile, verdict: Verdict, by: Actor) -> None:
    """Keep what a scanner said. A file with a virus, or one that cannot be looked into, is deleted and stands nowhere
    but in returns that were submitted.
    """
    file.scan_words = verdict.words
    if verdict.scan is Scan.WAITING:
        session.flush()
        return
    file.scan, file.scanned_at = verdict.scan, now()
    session.flush()
    record(session, f"evidence.scan-{verdict.scan.value}", on=("evidence-file", file.id), by=by, sha256=file.sha256)
    if verdict.scan in {Scan.INFECTED, Scan.PROTECTED}:
        _delete_content(session, file.id)
        for item_id in session.scalars(select(EvidenceItem.id).where(EvidenceItem.file_id == file.id)):
            for use in _open_uses(session, item_id):
                opened = open_return(session, use.return_id, person_id=by.id)
                if opened is not None and answering_refusal(opened) is None:
                    _end(session, use, by)


def _open_uses(session: Session, item_id: int) -> list[EvidenceUse]:
    wanted = select(EvidenceUse).where(EvidenceUse.item_id == item_id, EvidenceUse.ended_at.is_(None))
    return list(session.scalars(wanted.order_by(EvidenceUse.id)))


def _end(session: Session, use: EvidenceUse, by: Actor) -> None:
    use.ended_at, use.ended_by_id = now(), by.id
    session.flush()


def _delete_content(session: Session, file_id: int) -> None:
    session.execute(delete(EvidenceContent).where(EvidenceContent.file_id == file_id))


def _hash_of(session: Session, item: EvidenceItem) -> dict[str, str]:
    return {"sha256": session.get_one(EvidenceFile, item.file_id).sha256} if item.file_id else {}


def _note(session: Session, event: str, item: EvidenceItem, by: Actor, **details: object) -> None:
    record(session, event, on=("evidence", item.id), by=by, organisation=item.organisation_id, **details)


def _note_use(
    session: Session, event: str, opened: OpenedReturn, *, item_id: int, question: str, by: Actor, **details: str
) -> None:
    record(
        session,
        event,
        on=("return", opened.id),
        by=by,
        audit_id=opened.audit_id,
        evidence=item_id,
        question=question,
        **details,
    )

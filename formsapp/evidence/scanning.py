"""Having files looked at, outside of any transaction: a slow scanner must keep nobody from saving."""

from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.database import Database
from formsapp.evidence.commands import note_verdict
from formsapp.evidence.models import EvidenceContent, EvidenceFile
from formsapp.evidence.scanner import Scan, Verdict, scan


def scan_file(database: Database, address: str, file_id: int) -> Verdict | None:
    """Have one file looked at, and keep what was said; None where there is nothing to look at."""
    with database.reading() as session:
        content = session.scalar(select(EvidenceContent.content).where(EvidenceContent.file_id == file_id))
    if content is None:
        return None
    verdict = scan(address, content)
    with database.transaction() as session:
        note_verdict(
            session, file=session.get_one(EvidenceFile, file_id, with_for_update=True), verdict=verdict, by=SYSTEM
        )
    return verdict


def waiting_files(database: Database) -> list[int]:
    """The files that no scanner has looked at yet."""
    with database.reading() as session:
        states = (Scan.WAITING, Scan.NOT_SCANNED)
        wanted = (
            select(EvidenceFile.id)
            .join(EvidenceContent, EvidenceContent.file_id == EvidenceFile.id)
            .where(EvidenceFile.scan.in_(states))
        )
        return list(session.scalars(wanted.order_by(EvidenceFile.id)))

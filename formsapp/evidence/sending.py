"""What comes after a piece of evidence is added by a form: it is committed, and its file is looked at."""

from flask import current_app

from formsapp.access.actor import Actor
from formsapp.database import current_session, database
from formsapp.evidence.commands import add_item
from formsapp.evidence.forms import AddForm
from formsapp.evidence.models import EvidenceItem
from formsapp.evidence.scanner import Scan, Verdict
from formsapp.evidence.scanning import scan_file

#: What people read after a scan, by what it said.
SAID = {
    Scan.CLEAN: "No virus was found in the file.",
    Scan.WAITING: "The file is being checked for viruses. Nobody can open it before that is done.",
    Scan.INFECTED: "This file contains a virus. It was deleted, and stands beside no answer.",
    Scan.PROTECTED: "The file cannot be checked because it is protected. It was deleted. Save it without the password, "
    "and send that.",
}
REFUSED = frozenset({Scan.INFECTED, Scan.PROTECTED})


def scanner() -> str:
    """Where the scanner of this installation is; nothing where there is none."""
    address: str = current_app.extensions["formsapp_settings"].scanner
    return address


def add_posted(form: AddForm, organisation_id: int, by: Actor) -> EvidenceItem:
    """Add what a form describes. Raises Refused."""
    return add_item(
        current_session(),
        organisation_id=organisation_id,
        kind=form.kind.data,
        described=form.described(),
        file=form.accepted,
        is_scanned=bool(scanner()),
        by=by,
    )


def look_for_viruses(item: EvidenceItem) -> Verdict | None:
    """Commit, and have the file looked at now; None where there is no scanner or no file."""
    if not scanner() or item.file_id is None:
        return None
    current_session().commit()
    return scan_file(database(), scanner(), item.file_id)


def told(done: str, form: AddForm, verdict: Verdict | None) -> str:
    """What people read once a piece is added: that it is, what was taken out of a picture, and what a scanner said."""
    is_cleaned = form.accepted is not None and form.accepted.is_cleaned
    cleaned = "What travelled with the picture, such as where it was taken, was left out." if is_cleaned else ""
    return " ".join(part for part in (done, cleaned, SAID[verdict.scan] if verdict else "") if part)

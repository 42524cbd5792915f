"""Handing out a file: always as a download, never shown by the browser, and kept by nobody on the way."""

from io import BytesIO

from flask import Response, abort, send_file
from sqlalchemy import select

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.evidence.loaders import FoundFile, evidence_file
from formsapp.evidence.models import EvidenceContent
from formsapp.evidence.pages.blueprint import pages
from formsapp.evidence.pieces import FileFacts
from formsapp.evidence.scanner import Scan

_BEING_CHECKED = (
    "This file is being checked for viruses. It can be opened when that is done: try again in some minutes."
)
_DELETED = "This file was deleted: {}."


@pages.get("/evidence/<int:evidence_id>/file")
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, Permission.RETURN_REVIEW, load=evidence_file)
def download_file(found: FoundFile) -> Response:
    """The file of a piece of evidence, for its own people and for those who review a return submitted with it."""
    facts = FileFacts.of(found.file)
    if facts.scan is Scan.WAITING:
        abort(409, _BEING_CHECKED)
    content = current_session().scalar(select(EvidenceContent.content).where(EvidenceContent.file_id == found.file.id))
    if content is None or not facts.is_downloadable:
        abort(410, _DELETED.format(facts.state_words))
    answer = send_file(
        BytesIO(content),
        mimetype=facts.media_type,
        as_attachment=True,
        download_name=facts.name,
        conditional=False,
        etag=False,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Accept-Ranges"] = "none"
    del answer.headers["Expires"]
    return answer

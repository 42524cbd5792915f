"""Copies for those who review an audit: of what was last submitted, and of nothing else."""

from flask import Response, abort, render_template

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit
from formsapp.copies.copies import copy_of
from formsapp.copies.files import copy_file
from formsapp.copies.pages.blueprint import pages
from formsapp.database import current_session
from formsapp.returns.loaders import reviewed_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import latest_submission


@pages.get("/returns/<int:return_id>/review/copy.pdf", defaults={"kind": "pdf"})
@pages.get("/returns/<int:return_id>/review/copy.docx", defaults={"kind": "docx"})
@pages.get("/returns/<int:return_id>/review/copy.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RETURN_REVIEW, load=reviewed_return)
def download_reviewed(opened: OpenedReturn, kind: str) -> Response | str:
    """A return as it was last submitted; in a blind audit not before moderation is over for who moderates."""
    session = current_session()
    submission = latest_submission(session, opened.id) or abort(404)
    audit = session.get_one(Audit, opened.audit_id)
    if waits := why_not_yet(current_actor(), audit, opened.audit_state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    return copy_file(copy_of(opened, submission), kind)

"""The minutes of a panel to keep: Word and PDF."""

from flask import Response, render_template

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.copies.files import copy_file
from formsapp.copies.minutes import minutes_copy
from formsapp.copies.pages.blueprint import pages
from formsapp.database import current_session
from formsapp.moderation.minutes import minutes_of
from formsapp.moderation.models import Panel
from formsapp.moderation.panels import panel_from_url


@pages.get("/panels/<int:panel_id>/minutes.pdf", defaults={"kind": "pdf"})
@pages.get("/panels/<int:panel_id>/minutes.docx", defaults={"kind": "docx"})
@requires(Permission.RETURN_REVIEW, load=panel_from_url)
def download_minutes(panel: Panel, kind: str) -> Response | str:
    """The minutes, as far as the person may read them; in a blind audit not before moderation is over."""
    session, actor = current_session(), current_actor()
    audit = session.get_one(Audit, panel.audit_id)
    if waits := why_not_yet(actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    return copy_file(minutes_copy(minutes_of(session, panel, by=actor)), kind)

"""The list of audits, and one audit."""

from flask import render_template

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits import queries
from formsapp.audits.models import Audit
from formsapp.audits.next_steps import moves_offered, next_steps
from formsapp.audits.pages.blueprint import pages
from formsapp.audits.people import holders
from formsapp.audits.queries import audit_from_url, history_of, numbers_returned, state_of, states_of
from formsapp.audits.rules import METHODS, scope_refusal
from formsapp.database import current_session


@pages.get("/audits")
@requires(Permission.AUDIT_VIEW)
def list_audits() -> str:
    """The audits in sight."""
    session, actor = current_session(), current_actor()
    audits = queries.list_audits(session, by=actor)
    return render_template(
        "audits/list_audits.html",
        audits=audits,
        states=states_of(session, audits),
        returned=numbers_returned(session, audits, by=actor),
    )


@pages.get("/audits/<int:audit_id>")
@requires(Permission.AUDIT_VIEW, load=audit_from_url)
def show_audit(audit: Audit) -> str:
    """One audit: what it is, where it is, and what to do next."""
    session, actor = current_session(), current_actor()
    state = state_of(session, audit)
    return render_template(
        "audits/show_audit.html",
        audit=audit,
        state=state,
        steps=next_steps(audit, state, by=actor),
        moves=moves_offered(state),
        holders=holders(session, audit),
        history=history_of(session, audit),
        returned=numbers_returned(session, [audit], by=actor).get(audit.id),
        previous=session.get(Audit, audit.previous_id) if audit.previous_id else None,
        method=METHODS[audit.method],
        may_still_change=scope_refusal(state) is None,
    )

"""The tracker of an audit, as a page and as a file."""

from dataclasses import dataclass

from flask import Response, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.forms import TrackForm
from formsapp.audits.models import Audit
from formsapp.audits.pages.blueprint import pages
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.audits.rules import scope_refusal
from formsapp.audits.tracker import COUNTED, RETURNS_A_PAGE, Rates, Wanted, board_rows, rates, tracked
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.ui.paging import page_asked_for
from formsapp.ui.spreadsheet import as_csv


@dataclass(frozen=True)
class Board:
    """Which page of the board is shown."""

    audit_id: int
    number: int
    pages: int

    def url_for(self, number: int) -> str:
        """The address of another page with the same filter."""
        kept = {name: value for name, value in request.args.items() if name not in {"page", "audit_id"} and value}
        return url_for("audits.track_audit", audit_id=self.audit_id, page=number, **kept)


@pages.get("/audits/<int:audit_id>/tracker")
@requires(Permission.AUDIT_TRACK, load=audit_from_url)
def track_audit(audit: Audit) -> str:
    """Who has not started, is in progress, has submitted or was sent back."""
    session, actor = current_session(), current_actor()
    found = rates(session, audit, by=actor)
    form = _filter(found)
    number = max(1, page_asked_for())
    rows, total = tracked(session, audit, _wanted(form), by=actor, page=number)
    state = state_of(session, audit)
    return render_template(
        "audits/track_audit.html",
        audit=audit,
        state=state,
        rates=found,
        counted=COUNTED,
        form=form,
        rows=rows,
        total=total,
        board=Board(audit.id, number, -(-total // RETURNS_A_PAGE)),
        is_filtered=any(form.data.values()),
        filter_kept={name: value for name, value in form.data.items() if value},
        may_still_change=scope_refusal(state) is None,
    )


@pages.get("/audits/<int:audit_id>/tracker.csv")
@requires(Permission.AUDIT_TRACK, load=audit_from_url)
def download_tracker(audit: Audit) -> Response:
    """The board as it is filtered, for a spreadsheet."""
    session, actor = current_session(), current_actor()
    rows, _total = tracked(session, audit, _wanted(_filter(rates(session, audit, by=actor))), by=actor)
    return as_csv(board_rows(rows), f"returns-audit-{audit.id}-{today():%Y-%m-%d}.csv")


def _filter(found: Rates) -> TrackForm:
    form = TrackForm(request.args)
    form.state.choices = [SelectChoice("", "Any"), *(SelectChoice(one.value, one.words) for one in COUNTED)]
    form.type.choices = [SelectChoice("", "Any"), *(SelectChoice(one, _shown(one)) for one in sorted(found.by_type))]
    form.phase.choices = [SelectChoice("", "Any"), *(SelectChoice(one, _shown(one)) for one in sorted(found.by_phase))]
    return form


def _wanted(form: TrackForm) -> Wanted:
    return Wanted(**{name: (value or "").strip() for name, value in form.data.items()})


def _shown(value: str) -> str:
    return value.replace("_", " ").capitalize()

"""The chair's editor: each draft with its reasons, and beside it what the report will say."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.findings.commands import add, draft_findings, drop, keep, keep_part, move, put_back, reword
from formsapp.findings.parts import FindingPart
from formsapp.findings.queries import finding_of, findings_of, has_returns_out_of_sight
from formsapp.findings.reasons import reason_lines, said
from formsapp.findings.rules import why_not_draft, why_not_read
from formsapp.refusals import Refused
from formsapp.results.rules import opens_returns
from formsapp.tools.versions import tool_of

pages = Blueprint("findings", __name__, template_folder="templates")


@dataclass(frozen=True)
class Typed:
    """What was typed into a form that was refused: the finding, or the part in which one was to be added."""

    problem: str = ""
    finding_id: int | None = None
    part: str = ""
    text: str = field(default="")

    @property
    def errors(self) -> list[tuple[str | None, str]]:
        """For the error summary."""
        if not self.problem:
            return []
        field_id = f"text-{self.finding_id}" if self.finding_id else f"add-{self.part}" if self.part else None
        return [(field_id, self.problem)]


@pages.get("/audits/<int:audit_id>/findings")
@requires(Permission.FINDINGS_VIEW, load=audit_from_url)
def edit_findings(audit: Audit) -> str:
    """The four parts: drafts with their reasons, and what the chair made of them."""
    return _page(audit, Typed())


@pages.post("/audits/<int:audit_id>/findings")
@requires(Permission.FINDINGS_VIEW, changing=Permission.FINDINGS_EDIT, load=audit_from_url)
def change_findings(audit: Audit) -> Response | tuple[str, int]:
    """One change: draft, add, or one of the decisions about a finding."""
    session, actor = current_session(), current_actor()
    do, text = request.form.get("do", ""), request.form.get("text", "")
    finding_id, part = request.form.get("finding", type=int), request.form.get("part", "")
    try:
        place = _change(session, audit, do, text=text, finding_id=finding_id, part=part, by=actor)
    except Refused as refusal:
        session.rollback()
        known = part if part in list(FindingPart) else ""
        return _page(audit, Typed(refusal.sentence, finding_id, known, text)), 422
    return redirect(url_for("findings.edit_findings", audit_id=audit.id, _anchor=place))


def _change(session: Session, audit: Audit, do: str, *, text: str, finding_id: int | None, part: str, by: Actor) -> str:
    """Do it, and give the place on the page to come back to."""
    if do == "draft":
        number = sum(one.is_drafted for one in draft_findings(session, audit=audit, by=by))
        flash(f"{number} findings are drafted from the ratings as they stand. Nothing you worded was changed.")
        return ""
    if do in {"add", "keep_part"}:
        if part not in list(FindingPart):
            raise Refused("Choose the part of the summary.")
        if do == "add":
            return f"finding-{add(session, audit=audit, part=FindingPart(part), text=text, by=by).id}"
        keep_part(session, audit=audit, part=FindingPart(part), by=by)
        return f"part-{part}"
    finding = finding_of(session, audit, finding_id or 0)
    if do == "reword":
        reword(session, finding=finding, text=text, by=by)
    elif do in {"up", "down"}:
        move(session, finding=finding, up=do == "up", by=by)
    elif do in _DECISIONS:
        _DECISIONS[do](session, finding=finding, by=by)
    else:
        raise Refused("Choose what to do with the finding.")
    return f"finding-{finding.id}"


_DECISIONS: dict[str, Any] = {"keep": keep, "drop": drop, "put_back": put_back}


def _page(audit: Audit, typed: Typed) -> str:
    session, actor = current_session(), current_actor()
    state = state_of(session, audit)
    if waits := why_not_yet(actor, audit, state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    if refusal := why_not_read(has_returns_out_of_sight(session, audit, by=actor)):
        return render_template("findings/not_yours.html", audit=audit, refusal=refusal)
    tool = tool_of(audit.tool_version)
    shown = [one for one in findings_of(session, audit) if one.is_shown]
    return render_template(
        "findings/edit_findings.html",
        audit=audit,
        tool=tool,
        state=state,
        parts=[(part, [one for one in shown if one.finding.part == part]) for part in FindingPart],
        undecided=sum(one.standing == "open" for one in shown),
        in_report=sum(one.is_in_report for one in shown),
        total=len(shown),
        waits=why_not_draft(state),
        may_edit=can(actor, Permission.FINDINGS_EDIT, audit) and why_not_draft(state) is None,
        reason_lines=reason_lines,
        said=said,
        reads_returns=opens_returns(actor, audit),
        typed=typed,
        errors=typed.errors,
    )

"""What is shown to whoever posts a decision after the meeting has ended: why, and everything that they typed."""

from collections.abc import Mapping

from flask import render_template

from formsapp.access.actor import current_actor
from formsapp.audits.models import Audit
from formsapp.database import current_session
from formsapp.moderation.models import Panel
from formsapp.moderation.pages.panel_parts import LEFT_OPEN, views_of
from formsapp.moderation.verdicts import judged_label
from formsapp.moderation.waiting import Unsettled, answer_named
from formsapp.tools.versions import tool_of

_HOW = {"agreed": "Agreed by the panel", "chair_settled": "Settled by the chair"}


def meeting_over(panel: Panel, item: str, typed: Mapping[str, str], why: str) -> tuple[str, int]:
    """The page with their words; of an answer that is out of their sight they learn nothing."""
    session = current_session()
    audit = session.get_one(Audit, panel.audit_id)
    one = answer_named(session, audit, item, by=current_actor())
    about = ""
    rows = [("How", _HOW.get(typed["how"], "")), ("Reason", typed["reason"])]
    if one is not None:
        about = f"{one.return_.organisation.name}, {tool_of(audit.tool_version).questions[one.question].title}"
        whose = dict(views_of(session, panel, one)).get(typed["minority_of"], "")
        rows = [("Decision", _decided(audit, one, typed["decision"])), *rows, ("Whose view", whose)]
    rows.append(("What they still think", typed["minority"]))
    shown = [(name, words) for name, words in rows if words]
    return render_template(
        "moderation/meeting_over.html", audit=audit, panel=panel, why=why, about=about, typed=shown
    ), 422


def _decided(audit: Audit, one: Unsettled, value: str) -> str:
    if value == LEFT_OPEN:
        return "Cannot score: leave it open"
    scheme = tool_of(audit.tool_version).scheme_of(one.question)
    return judged_label(scheme, value) if value in {*scheme.ranks, scheme.not_applicable.value} else ""

"""A return to read: as it stands, as it was submitted, its questions, and what changed in them."""

from flask import abort, render_template, request

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit
from formsapp.database import current_session
from formsapp.returns.additions import Side, under_answers
from formsapp.returns.changes import changes_for
from formsapp.returns.loaders import own_return, reviewed_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.progress import given_of
from formsapp.returns.queries import answers_of, latest_submission, questions_with_evidence, submissions_of
from formsapp.returns.reading import keys_of, only, read_sections, submitted_answers, submitted_attributes
from formsapp.returns.since import changed_since
from formsapp.tools.change_table import ChangeTable


@pages.get("/returns/<int:return_id>/read")
@requires(Permission.RETURN_VIEW, load=own_return)
def read_return(opened: OpenedReturn) -> str:
    """The whole return as it stands: to read, to print, to keep."""
    session = current_session()
    answers, attached = given_of(answers_of(session, opened.id)), questions_with_evidence(session, opened.id)
    return render_template(
        "returns/read_return.html",
        opened=opened,
        sections=read_sections(opened.tool, answers, opened.attributes, opened.wave, with_evidence=attached),
        additions=under_answers(session, opened, Side.OWN),
        submission=latest_submission(session, opened.id),
        changed={},
        is_own=True,
        states=ReturnState,
    )


@pages.get("/returns/<int:return_id>/questions")
@requires(Permission.RETURN_VIEW, load=own_return)
def read_questions(opened: OpenedReturn) -> str:
    """Every question with its levels and no answers: to read before starting, or to take to a meeting."""
    sections = [one for one in opened.tool.sections.values() if one.asks_something(opened.attributes, opened.wave)]
    return render_template("returns/read_questions.html", opened=opened, tool=opened.tool, sections=sections)


@pages.get("/returns/<int:return_id>/changes")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_changes(opened: OpenedReturn) -> str:
    """What changed in the questions since last time, for the organisation that is asked."""
    found = changes_for(current_session(), opened)
    table = ChangeTable(found.changes, request.args.get("kind", "")) if found else None
    return render_template("returns/show_changes.html", opened=opened, found=found, table=table)


@pages.get("/returns/<int:return_id>/review")
@requires(Permission.RETURN_REVIEW, load=reviewed_return)
def review_return(opened: OpenedReturn) -> str:
    """A return as it was last submitted, for those who review the audit. What is not submitted is not theirs to see."""
    session = current_session()
    submissions = submissions_of(session, opened.id)
    if not submissions:
        abort(404)
    audit = session.get_one(Audit, opened.audit_id)
    if waits := why_not_yet(current_actor(), audit, opened.audit_state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    answers, attributes = submitted_answers(submissions[0]), submitted_attributes(submissions[0])
    sections = read_sections(opened.tool, answers, attributes, opened.wave)
    changed = changed_since(answers, keys_of(sections), submissions[1:])
    only_changed = bool(changed) and request.args.get("show") == "changed"
    return render_template(
        "returns/read_return.html",
        opened=opened,
        sections=only(sections, changed) if only_changed else sections,
        additions=under_answers(session, opened, Side.REVIEW),
        submission=submissions[0],
        first=submissions[-1],
        changed=changed,
        only_changed=only_changed,
        is_own=False,
        states=ReturnState,
    )

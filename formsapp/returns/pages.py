"""The pages on which a return is filled in, submitted, read and sent back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns import commands, rules
from formsapp.returns.changes import changes_for
from formsapp.returns.declaration import declaration_for
from formsapp.returns.forms import DeclarationForm, ReasonForm
from formsapp.returns.loaders import own_return, return_to_send_back, reviewed_return, section_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.posted import check_body
from formsapp.returns.progress import SectionProgress, given_of, is_complete, progress_of
from formsapp.returns.queries import answers_of, colleagues, latest_submission, submissions_of
from formsapp.returns.reading import read_sections, submitted_answers, submitted_attributes
from formsapp.returns.section_page import Page, save_section, section_page, show_section
from formsapp.tools.change_table import ChangeTable

pages = Blueprint("returns", __name__, template_folder="templates")
pages.url_value_preprocessor(check_body)


@pages.get("/returns/<int:return_id>")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_return(opened: OpenedReturn) -> str:
    """The task list: every section, what is left of it, and until when."""
    session = current_session()
    progress = progress_of(opened.tool, given_of(answers_of(session, opened.id)), opened.attributes, opened.wave)
    return render_template(
        "returns/show_return.html",
        opened=opened,
        tool=opened.tool.tool,
        progress=progress,
        is_complete=is_complete(progress),
        refusal=rules.answering_refusal(opened),
        needs_independence=rules.independence_refusal(opened) is not None,
        colleagues=colleagues(session, opened.organisation_id),
        states=ReturnState,
    )


@pages.route("/returns/<int:return_id>/sections/<section_key>", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, changing=Permission.RETURN_FILL, load=own_return)
def answer_section(opened: OpenedReturn, section_key: str) -> Page:
    """One section: its questions, and saving their answers."""
    page = section_page(opened, section_of(opened, section_key))
    return save_section(page) if request.method == "POST" else show_section(page)


@pages.get("/returns/<int:return_id>/check")
@requires(Permission.RETURN_VIEW, load=own_return)
def check_answers(opened: OpenedReturn) -> str:
    """Everything before it is submitted: what is missing first, then each section."""
    answers = given_of(answers_of(current_session(), opened.id))
    return render_template(
        "returns/check_answers.html",
        opened=opened,
        progress=progress_of(opened.tool, answers, opened.attributes, opened.wave),
        sections=read_sections(opened.tool, answers, opened.attributes, opened.wave),
        refusal=rules.answering_refusal(opened),
    )


@pages.route("/returns/<int:return_id>/submit", methods=["GET", "POST"])
@requires(Permission.RETURN_SUBMIT, load=own_return)
def submit_return(opened: OpenedReturn) -> Page:
    """The declaration, and submitting."""
    if opened.state is ReturnState.SUBMITTED:
        return redirect(url_for("returns.show_receipt", return_id=opened.id), 303)
    declaration, form = declaration_for(opened, current_actor()), DeclarationForm()
    progress = progress_of(
        opened.tool, given_of(answers_of(current_session(), opened.id)), opened.attributes, opened.wave
    )
    errors: list[tuple[str | None, str]] = []
    if form.validate_on_submit():
        signed = declaration.signed(form.signed.data or "")
        try:
            commands.submit_return(current_session(), return_=opened, declaration=signed, by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence), *_gap_errors(progress)]
        else:
            return redirect(url_for("returns.show_receipt", return_id=opened.id), 303)
    page = render_template(
        "returns/submit_return.html",
        opened=opened,
        declaration=declaration,
        form=form,
        progress=progress,
        is_complete=is_complete(progress),
        refusal=rules.answering_refusal(opened),
        **({"errors": errors} if errors else {}),
    )
    return (page, 422) if request.method == "POST" else page


@pages.get("/returns/<int:return_id>/receipt")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_receipt(opened: OpenedReturn) -> str:
    """That the return was submitted: its number, its fingerprint, by whom and when."""
    submissions = submissions_of(current_session(), opened.id)
    if not submissions:
        abort(404)
    return render_template("returns/show_receipt.html", opened=opened, submissions=submissions, states=ReturnState)


@pages.get("/returns/<int:return_id>/read")
@requires(Permission.RETURN_VIEW, load=own_return)
def read_return(opened: OpenedReturn) -> str:
    """The whole return as it stands: to read, to print, to keep."""
    answers = given_of(answers_of(current_session(), opened.id))
    return render_template(
        "returns/read_return.html",
        opened=opened,
        sections=read_sections(opened.tool, answers, opened.attributes, opened.wave),
        submission=latest_submission(current_session(), opened.id),
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
    submission = latest_submission(session, opened.id)
    if submission is None:
        abort(404)
    audit = session.get_one(Audit, opened.audit_id)
    if waits := why_not_yet(current_actor(), audit, opened.audit_state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    answers, attributes = submitted_answers(submission), submitted_attributes(submission)
    return render_template(
        "returns/read_return.html",
        opened=opened,
        sections=read_sections(opened.tool, answers, attributes, opened.wave),
        submission=submission,
        is_own=False,
        states=ReturnState,
    )


@pages.route("/returns/<int:return_id>/send-back", methods=["GET", "POST"])
@requires(Permission.RETURN_SEND_BACK, load=return_to_send_back)
def send_back_return(opened: OpenedReturn) -> Page:
    """Open a return for answers again, with a reason: a submitted one, or one that the closing date locked."""
    form, errors = ReasonForm(), []
    if form.validate_on_submit():
        change = commands.send_back if opened.state is ReturnState.SUBMITTED else commands.reopen
        try:
            change(current_session(), return_=opened, reason=form.reason.data or "", by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"{opened.title} can be answered again. They will see your reason.")
            return redirect(url_for("audits.show_audit", audit_id=opened.audit_id), 303)
    page = render_template(
        "returns/send_back_return.html",
        opened=opened,
        form=form,
        states=ReturnState,
        refusal=rules.reopening_refusal(opened, "given") if opened.state is not ReturnState.SUBMITTED else None,
        **({"errors": errors} if errors else {}),
    )
    return (page, 422) if request.method == "POST" else page


def _gap_errors(progress: list[SectionProgress]) -> list[tuple[str | None, str]]:
    return [(f"gap-{gap.asked.key}", f"{gap.asked.number} {gap.sentence}") for one in progress for gap in one.gaps]

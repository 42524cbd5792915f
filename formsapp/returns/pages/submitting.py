"""Checking the answers, submitting them, and the receipt."""

from flask import abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from formsapp.access.actor import current_actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns import commands, rules
from formsapp.returns.additions import Side, under_answers
from formsapp.returns.declaration import PLAIN, Declaration, declaration_for
from formsapp.returns.flagged import flagged_in
from formsapp.returns.forms import declaration_form
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.progress import SectionProgress, given_of, is_complete, progress_now
from formsapp.returns.queries import answers_of, questions_with_evidence, submissions_of
from formsapp.returns.reading import keys_of, read_sections
from formsapp.returns.section_page import Page
from formsapp.returns.send_back_points import AnsweredPoint, answered_points
from formsapp.returns.sign_off import kept_signatures, sign_offs
from formsapp.returns.since import changed_since
from formsapp.returns.unusual import unusual_in

CONFLICT, UNPROCESSABLE = 409, 422


@pages.get("/returns/<int:return_id>/check")
@requires(Permission.RETURN_VIEW, load=own_return)
def check_answers(opened: OpenedReturn) -> str:
    """Everything before it is submitted: what is missing, unusual or flagged, then each section."""
    session = current_session()
    stored, attached = answers_of(session, opened.id), questions_with_evidence(session, opened.id)
    progress, answers = progress_now(session, opened), given_of(stored)
    sections = read_sections(opened.tool, answers, opened.attributes, opened.wave, with_evidence=attached)
    earlier = submissions_of(session, opened.id)
    if opened.state is ReturnState.SUBMITTED:
        earlier = earlier[1:]
    return render_template(
        "returns/check_answers.html",
        opened=opened,
        progress=progress,
        sections=sections,
        additions=under_answers(session, opened, Side.OWN),
        unusual=unusual_in(session, opened, stored, sections, whole=is_complete(progress)),
        flagged=flagged_in(session, opened, sections),
        changed=changed_since(answers, keys_of(sections), earlier),
        sent_back=answered_points(session, opened, answers, earlier),
        offs=sign_offs(session, opened, stored),
        refusal=rules.answering_refusal(opened),
    )


@pages.route("/returns/<int:return_id>/submit", methods=["GET", "POST"])
@requires(Permission.RETURN_SUBMIT, load=own_return)
def submit_return(opened: OpenedReturn) -> Page:
    """The declaration, and submitting."""
    if opened.state is ReturnState.SUBMITTED:
        return _to_the_receipt(opened)
    declaration = declaration_for(opened, current_actor(), sign_offs(current_session(), opened))
    form, progress = declaration_form(declaration.missing), progress_now(current_session(), opened)
    refusal, locked = _refusal(opened, progress), rules.answering_refusal(opened)
    errors = [] if refusal is None else [(None, refusal), *(() if locked else _gap_errors(progress))]
    if refusal is None and form.validate_on_submit():
        try:
            _submit(opened, declaration, form)
        except Refused as refused:
            errors = [(None, refused.sentence)]
        else:
            return _to_the_receipt(opened)
    page = render_template(
        "returns/submit_return.html",
        sent_back=_sent_back(opened),
        opened=opened,
        declaration=declaration,
        form=form,
        plain=PLAIN,
        progress=progress,
        is_complete=is_complete(progress),
        refusal=locked,
        **({"errors": errors} if errors and request.method == "POST" else {}),
    )
    return (page, CONFLICT if locked else UNPROCESSABLE) if request.method == "POST" else page


def _sent_back(opened: OpenedReturn) -> list[AnsweredPoint]:
    if opened.state is not ReturnState.SENT_BACK:
        return []
    session = current_session()
    answers = given_of(answers_of(session, opened.id))
    return answered_points(session, opened, answers, submissions_of(session, opened.id))


def _refusal(opened: OpenedReturn, progress: list[SectionProgress]) -> str | None:
    missing = sum(len(one.gaps) for one in progress)
    return rules.submitting_refusal(opened, missing if is_complete(progress) else max(missing, 1))


def _submit(opened: OpenedReturn, declaration: Declaration, form: FlaskForm) -> None:
    agreed = {one.role: form[f"agreed-{one.role}"].data or "" for one in declaration.missing}
    words = declaration.worded(form["signed"].data or "", agreed)
    commands.submit_return(current_session(), return_=opened, declaration=words, agreed=agreed, by=current_actor())


def _to_the_receipt(opened: OpenedReturn) -> Page:
    return redirect(url_for("returns.show_receipt", return_id=opened.id), 303)


@pages.get("/returns/<int:return_id>/receipt")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_receipt(opened: OpenedReturn) -> str:
    """That the return was submitted: its number, its fingerprint, by whom and when, and who signed what."""
    session = current_session()
    submissions = submissions_of(session, opened.id)
    if not submissions:
        abort(404)
    by = session.get(Person, submissions[0].submitted_by_id) if submissions[0].submitted_by_id else None
    return render_template(
        "returns/show_receipt.html",
        opened=opened,
        submissions=submissions,
        submitted_by=by.name if by else "",
        signatures=kept_signatures(submissions[0]),
        states=ReturnState,
    )


def _gap_errors(progress: list[SectionProgress]) -> list[tuple[str | None, str]]:
    return [(f"gap-{gap.asked.key}", f"{gap.asked.number} {gap.sentence}") for one in progress for gap in one.gaps]

"""Checking the answers, submitting them, and the receipt."""

from flask import abort, redirect, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns import commands, rules
from formsapp.returns.additions import Side, under_answers
from formsapp.returns.declaration import declaration_for
from formsapp.returns.forms import DeclarationForm
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.progress import SectionProgress, given_of, is_complete, progress_now
from formsapp.returns.queries import answers_of, questions_with_evidence, submissions_of
from formsapp.returns.reading import read_sections
from formsapp.returns.section_page import Page


@pages.get("/returns/<int:return_id>/check")
@requires(Permission.RETURN_VIEW, load=own_return)
def check_answers(opened: OpenedReturn) -> str:
    """Everything before it is submitted: what is missing first, then each section."""
    session = current_session()
    answers, attached = given_of(answers_of(session, opened.id)), questions_with_evidence(session, opened.id)
    return render_template(
        "returns/check_answers.html",
        opened=opened,
        progress=progress_now(session, opened),
        sections=read_sections(opened.tool, answers, opened.attributes, opened.wave, with_evidence=attached),
        additions=under_answers(session, opened, Side.OWN),
        refusal=rules.answering_refusal(opened),
    )


@pages.route("/returns/<int:return_id>/submit", methods=["GET", "POST"])
@requires(Permission.RETURN_SUBMIT, load=own_return)
def submit_return(opened: OpenedReturn) -> Page:
    """The declaration, and submitting."""
    if opened.state is ReturnState.SUBMITTED:
        return redirect(url_for("returns.show_receipt", return_id=opened.id), 303)
    declaration, form = declaration_for(opened, current_actor()), DeclarationForm()
    progress = progress_now(current_session(), opened)
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


def _gap_errors(progress: list[SectionProgress]) -> list[tuple[str | None, str]]:
    return [(f"gap-{gap.asked.key}", f"{gap.asked.number} {gap.sentence}") for one in progress for gap in one.gaps]

"""The setting's side: its letter or its feedback page, and saying that it was read."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.clock import now, today
from formsapp.database import current_session
from formsapp.feedback.challenge_queries import Challenged, of_letter
from formsapp.feedback.challenges import contact_in
from formsapp.feedback.commands import acknowledge
from formsapp.feedback.files import letter_file
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.outcomes import label_of
from formsapp.feedback.pages.blueprint import pages
from formsapp.feedback.personal import MOST, MOST_ACTIONS, MOST_QUESTIONS, personal_feedback
from formsapp.feedback.queries import acknowledged_by, document_of, release_of, released_letter, return_is_sampled
from formsapp.feedback.rules import why_not_challenge
from formsapp.returns.file_names import file_name
from formsapp.returns.loaders import own_return
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import latest_submission


@pages.get("/returns/<int:return_id>/feedback")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_feedback(opened: OpenedReturn) -> str:
    """What moderation said to this setting."""
    session = current_session()
    letter = released_letter(session, opened.id)
    if letter is not None:
        return _letter_page(opened, letter)
    release = release_of(session, opened.audit_id)
    submission: Submission | None = latest_submission(session, opened.id)
    if release is None or submission is None or return_is_sampled(session, opened.id):
        is_sampled = release is not None and submission is not None
        return render_template("feedback/no_feedback.html", opened=opened, waits_for_letter=is_sampled)
    return render_template(
        "feedback/personal.html",
        opened=opened,
        release=release,
        found=personal_feedback(session, opened, release, today()),
        most=MOST,
        most_actions=MOST_ACTIONS,
        questions=MOST_QUESTIONS,
        today=today(),
    )


@pages.get("/returns/<int:return_id>/feedback.pdf", defaults={"kind": "pdf"})
@pages.get("/returns/<int:return_id>/feedback.docx", defaults={"kind": "docx"})
@requires(Permission.RETURN_VIEW, load=own_return)
def download_feedback(opened: OpenedReturn, kind: str) -> Response | str:
    """The letter as a file to keep."""
    letter = released_letter(current_session(), opened.id)
    if letter is None:
        return render_template("feedback/no_feedback.html", opened=opened, waits_for_letter=False)
    return letter_file(document_of(letter), letter.fingerprint or "", file_name(opened, "letter"), kind)


@pages.post("/returns/<int:return_id>/feedback/acknowledge")
@requires(Permission.CHALLENGE_MAKE, load=own_return)
def acknowledge_letter(opened: OpenedReturn) -> Redirect:
    """Say that one has read the letter."""
    session = current_session()
    letter = released_letter(session, opened.id) or abort(404)
    if request.form.get("letter", str(letter.id)) != str(letter.id):
        flash("Another letter was sent since you opened this one. Read it, then say so.", "warning")
        return redirect(url_for("feedback.show_feedback", return_id=opened.id), 303)
    acknowledge(session, letter=letter, opened=opened, by=current_actor())
    flash("Thank you. The partnership sees that you have read the letter.")
    return redirect(url_for("feedback.show_feedback", return_id=opened.id), 303)


def _letter_page(opened: OpenedReturn, letter: FeedbackLetter) -> str:
    session, actor = current_session(), current_actor()
    challenges = of_letter(session, letter)
    by_question: dict[str, list[Challenged]] = {}
    for one in challenges:
        by_question.setdefault(one.challenge.question, []).append(one)
    read = acknowledged_by(session, letter)
    may_challenge = can(actor, Permission.CHALLENGE_MAKE, opened)
    tool = opened.tool.tool
    return render_template(
        "feedback/letter.html",
        opened=opened,
        sent=letter,
        letter=document_of(letter),
        acknowledged=read,
        may_acknowledge=may_challenge and all(one.person_id != actor.id for one, _ in read),
        may_challenge=may_challenge,
        closed=why_not_challenge(letter.challenge_until, now(), contact_in(letter)),
        challenges=challenges,
        by_question=by_question,
        label=lambda question, rating: label_of(tool.scheme_of(question), rating),
    )

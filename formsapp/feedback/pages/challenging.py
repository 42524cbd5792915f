"""The setting challenges one moderated rating, or withdraws a challenge."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.interests import deciders_of
from formsapp.audits.models import Return
from formsapp.database import current_session
from formsapp.feedback.challenge_queries import Challenged, own_challenge
from formsapp.feedback.challenges import make_challenge, why_not_this_challenge, withdraw
from formsapp.feedback.document import TestedRating
from formsapp.feedback.emails import tell_deciders
from formsapp.feedback.forms import ChallengeForm
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.outcomes import outcomes_of
from formsapp.feedback.pages.blueprint import pages
from formsapp.feedback.queries import document_of, released_letter
from formsapp.refusals import Refused
from formsapp.returns.guarded_form import holds
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn

Page = str | Response | tuple[str, int]
SUBJECT = "challenge"


@pages.route("/returns/<int:return_id>/feedback/challenge/<question_key>", methods=["GET", "POST"])
@requires(Permission.CHALLENGE_MAKE, load=own_return)
def challenge_rating(opened: OpenedReturn, question_key: str) -> Page:
    """Say which level is right, why, and what shows it."""
    session = current_session()
    letter = released_letter(session, opened.id)
    tested = document_of(letter).rating_of(question_key) if letter else None
    if letter is None or tested is None:
        return render_template("feedback/no_challenge.html", opened=opened, refusal=_NO_RATING)
    form = ChallengeForm()
    form.offer(opened.tool.tool.scheme_of(question_key), tested.rating)
    if not form.validate_on_submit():
        page = _page(opened, letter, tested, form)
        return (page, 422) if form.is_submitted() else page
    try:
        if holds(form, opened, subject=SUBJECT):
            session.rollback()
            return _page(opened, letter, tested, form), 422
        challenge = make_challenge(
            session, opened=opened, letter=letter, question=question_key, said=form.said, by=current_actor()
        )
    except Refused as refusal:
        session.rollback()
        return _page(opened, letter, tested, form, [(None, refusal.sentence)]), 422
    session.commit()
    if challenge is not None:
        people = [one.person for one in deciders_of(session, session.get_one(Return, opened.id))]
        tell_deciders(people, opened, what="made", challenge_id=challenge.id)
    flash("Your challenge is with the chair. You see here where it is.")
    return redirect(url_for("feedback.show_feedback", return_id=opened.id, _anchor="challenges"), 303)


_NO_RATING = "There is no moderated rating of this question that can be challenged."


@pages.post("/challenges/<int:challenge_id>/withdraw")
@requires(Permission.CHALLENGE_MAKE, load=own_challenge)
def withdraw_challenge(challenged: Challenged) -> Page:
    """Take a challenge back."""
    session = current_session()
    try:
        withdraw(session, challenged=challenged, by=current_actor())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("feedback.show_feedback", return_id=challenged.return_.id, _anchor="challenges"), 303)
    flash("Your challenge is withdrawn. The moderated rating stands.")
    return redirect(url_for("feedback.show_feedback", return_id=challenged.return_.id, _anchor="challenges"), 303)


def _page(
    opened: OpenedReturn,
    letter: FeedbackLetter,
    tested: TestedRating,
    form: ChallengeForm,
    errors: list[tuple[str | None, str]] | None = None,
) -> str:
    session = current_session()
    if not form.is_submitted() and (refusal := why_not_this_challenge(session, letter, tested.key)):
        return render_template("feedback/no_challenge.html", opened=opened, refusal=refusal)
    scheme = opened.tool.tool.scheme_of(tested.key)
    reasons = {one.key: one.reason for one in outcomes_of(session, opened)[0]}
    return render_template(
        "feedback/challenge_rating.html",
        opened=opened,
        tested=tested,
        letter=document_of(letter),
        said=[line for part in document_of(letter).parts if part.key == "changes" for line in part.lines
              if tested.key in line.questions],
        upheld=tested.direction == "upheld" and not reasons.get(tested.key),
        means={one.value: one.means for one in scheme.levels if one.means},
        form=form,
        **({"errors": errors} if errors else {}),
    )  # fmt: skip

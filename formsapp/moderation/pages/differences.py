"""One return when its moderators are done: where they differ, and what they can agree on between themselves."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import state_of, state_of_return
from formsapp.database import current_session
from formsapp.moderation.agreeing import agree, open_proposals, propose_agreement
from formsapp.moderation.comparing import words_of
from formsapp.moderation.exhibits import exhibits
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.pages.judging import return_to_moderate
from formsapp.moderation.queries import is_allocated, moderators_of
from formsapp.moderation.rules import why_not_moderate
from formsapp.moderation.second import sees_others
from formsapp.moderation.waiting import of_return, whole_number
from formsapp.refusals import Refused
from formsapp.returns.fields.wording import LONGEST_COMMENT, fault_of
from formsapp.returns.guarded_form import held_reasons
from formsapp.returns.typed_words import tidied


@pages.route("/returns/<int:return_id>/differences", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def list_differences(return_: Return) -> str | Response | tuple[str, int]:
    """The ratings on which moderators differ, or which both would change: either proposes, the other agrees."""
    session, actor = current_session(), current_actor()
    if state_of_return(session, return_) is not ReturnState.SUBMITTED or not sees_others(session, return_, actor.id):
        return render_template("moderation/differences_later.html", return_=return_, audit=return_.audit)
    if request.method == "GET":
        return _page(return_, {}, [])
    question = request.form.get("question", "")
    if question not in {one.question for one in of_return(session, return_)}:
        abort(404)
    typed = {name: tidied(request.form.get(f"{name}-{question}")) for name in ("rating", "note")}
    if fault := fault_of(typed["note"], LONGEST_COMMENT, "The note"):
        typed["note"] = typed["note"].replace("\x00", "\ufffd")
        return _page(return_, {question: typed}, [(f"note-{question}", fault)]), 422
    if held := held_reasons(return_.id, {f"note-{question}": typed["note"]}):
        return _page(return_, {question: typed}, list(held.items())), 422
    try:
        words = _agree(return_, question, typed)
    except Refused as refusal:
        return _page(return_, {question: typed}, [(f"note-{question}", refusal.sentence)]), 422
    flash(words)
    return redirect(url_for("moderation.list_differences", return_id=return_.id), 303)


def _agree(return_: Return, question: str, typed: Mapping[str, str]) -> str:
    session, actor = current_session(), current_actor()
    if "agree" in request.form:
        proposal = request.form.get("proposal", "")
        agree(session, return_=return_, question=question, proposal=whole_number(proposal), by=actor)
        return "You agreed. The rating is settled."
    propose_agreement(session, return_=return_, question=question, by=actor, **typed)
    return "Your proposal is with the other moderator."


def _page(return_: Return, typed: Mapping[str, Mapping[str, str]], errors: Sequence[tuple[str | None, str]]) -> str:
    session, actor = current_session(), current_actor()
    waiting = of_return(session, return_)
    shown = exhibits(session, waiting, blind_to=actor.id)
    proposals = open_proposals(session, return_, {one.question: one.record for one in waiting})
    moderators = moderators_of(session, return_)
    is_asked = is_allocated(session, return_, actor)
    refusal = why_not_moderate(
        state_of(session, return_.audit), state_of_return(session, return_), is_allocated=is_asked
    )
    return render_template(
        "moderation/list_differences.html",
        return_=return_,
        audit=return_.audit,
        shown=shown,
        proposals=proposals,
        names={person.id: person.name for person in moderators},
        may_agree=len(moderators) > 1 and refusal is None,
        is_alone=len(moderators) < 2,
        words_of=words_of,
        typed=typed,
        errors=errors,
    )

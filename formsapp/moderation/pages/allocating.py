"""Giving out the returns of the sample, looked at before it is confirmed, and changing one return's moderators."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.interests import Pair, has_interest_in_any
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, return_from_url
from formsapp.database import current_session
from formsapp.moderation.allocating import allocate, take_back
from formsapp.moderation.allocating_emails import tell_moderators
from formsapp.moderation.board import Board, OnBoard, board_of
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.proposing import CHANGED, INTERESTED, NoneExists, Proposal, Wanted, confirm, propose
from formsapp.refusals import Refused
from formsapp.returns.fields.wording import fault_of, is_blank, tidy
from formsapp.returns.guarded_form import held_reasons
from formsapp.tools.versions import tool_of
from formsapp.ui.formatting import count

Page = str | Response | tuple[str, int]
_LONGEST_REASON = 1_000


@pages.route("/audits/<int:audit_id>/allocation", methods=["GET", "POST"])
@requires(Permission.MODERATORS_ALLOCATE, load=audit_from_url)
def allocate_sample(audit: Audit) -> Page:
    """Who moderates what; a proposal, looked at first; confirmed, it asks everybody in it."""
    session, actor = current_session(), current_actor()
    board = board_of(session, audit, by=actor)
    interested = actor.id is not None and has_interest_in_any(session, audit, actor.id)
    if request.method == "GET":
        return _page(audit, board, _first(audit, board), interested=interested)
    wanted = _wanted()
    if interested:
        return _page(audit, board, wanted, interested=True), 422
    try:
        return _proposed(audit, board, wanted)
    except NoneExists as none:
        return _page(audit, board, wanted, none=none), 422
    except Refused as refusal:
        place = "people" if "Tick" in refusal.sentence else None
        return _page(audit, board, wanted, errors=[(place, refusal.sentence)]), 422


def _proposed(audit: Audit, board: Board, wanted: Wanted) -> Page:
    session, actor = current_session(), current_actor()
    if "confirm" not in request.form:
        return _page(audit, board, wanted, propose(board, wanted))
    proposal = confirm(session, audit=audit, wanted=wanted, mark=request.form["confirm"], by=actor)
    if proposal is not None:
        return _asked(audit, board.titles(), proposal)
    board = board_of(session, audit, by=actor)
    return _page(audit, board, wanted, propose(board, wanted), errors=[("proposal", CHANGED)]), 422


def _asked(audit: Audit, titles: Mapping[int, str], proposal: Proposal) -> Response:
    asked: dict[int, dict[int, str]] = {}
    for return_id, people in proposal.new.items():
        for person in people:
            asked.setdefault(person, {})[return_id] = titles[return_id]
    number = len(proposal.new)
    flash(f"{count(len(asked), 'moderator was', 'moderators were')} asked to moderate {count(number, 'return')}.")
    _tell(audit, asked)
    return redirect(url_for("moderation.allocate_sample", audit_id=audit.id), 303)


def _tell(audit: Audit, asked: Mapping[int, Mapping[int, str]]) -> None:
    session = current_session()
    session.commit()
    if failed := tell_moderators(session, audit, asked):
        flash(f"The mail server did not take the message for {failed}. Tell them yourself.", "warning")


def _first(audit: Audit, board: Board) -> Wanted:
    each = tool_of(audit.tool_version).moderation.moderators
    return Wanted(each=each, people=tuple(sorted(board.moderators)), everything=not board.has_sample)


def _wanted() -> Wanted:
    return Wanted(
        each=2 if request.form.get("each") == "2" else 1,
        people=tuple(sorted(set(request.form.getlist("people", type=int)))),
        everything=request.form.get("which") == "all",
        even="uneven" not in request.form,
    )


def _page(
    audit: Audit,
    board: Board,
    wanted: Wanted,
    proposal: Proposal | None = None,
    *,
    none: NoneExists | None = None,
    errors: list[tuple[str | None, str]] | None = None,
    interested: bool = False,
) -> str:
    return render_template(
        "moderation/allocate_sample.html",
        audit=audit,
        board=board,
        names=board.names(),
        wanted=wanted,
        proposal=proposal,
        impossible=none,
        errors=errors or ([("impossible", "The returns cannot be given out like this")] if none else []),
        refusal=INTERESTED if interested else None,
    )


def return_to_give(actor: Actor, return_id: int) -> Return:
    """A return that may be given to moderators, in the sight of whoever gives it."""
    return_ = return_from_url(actor=actor, return_id=return_id)
    board = board_of(current_session(), return_.audit, by=actor, only=return_.id)
    return return_ if board.returns else abort(404)


@pages.route("/returns/<int:return_id>/moderators", methods=["GET", "POST"])
@requires(Permission.MODERATORS_ALLOCATE, load=return_to_give)
def change_moderators(return_: Return) -> Page:
    """Give one return to a moderator, or take it back with a reason; in the sample or not."""
    session, actor = current_session(), current_actor()
    board = board_of(session, return_.audit, by=actor)
    row = next(one for one in board.returns if one.return_id == return_.id)
    if request.method == "GET":
        return _change_page(return_, board, row)
    try:
        if "take" in request.form:
            _take_back(return_, row, actor)
        else:
            _give(return_, board, row, actor)
    except Refused as refusal:
        place = f"reason-{request.form['take']}" if "take" in request.form else "moderator"
        return _change_page(return_, board, row, (place, refusal.sentence)), 422
    return redirect(url_for("moderation.change_moderators", return_id=return_.id), 303)


def _give(return_: Return, board: Board, row: OnBoard, actor: Actor) -> None:
    chosen = request.form.get("moderator", type=int)
    person = next((one for one in board.people if one.id == chosen), None)
    if person is None:
        raise Refused("Choose a moderator")
    new = allocate(current_session(), audit=return_.audit, returns=[return_], moderator=person, by=actor)
    if not new:
        raise Refused(f"{person.name} moderates this return already.")
    flash(f"{person.name} was asked to moderate {row.title}.")
    _tell(return_.audit, {person.id: {return_.id: row.title}})


def _take_back(return_: Return, row: OnBoard, actor: Actor) -> None:
    chosen = request.form.get("take", type=int)
    given = next((one for one in row.given if one.person_id == chosen), None) or abort(404)
    person = current_session().get_one(Person, given.person_id)
    reason = tidy(request.form.get(f"reason-{person.id}", ""))
    if fault := fault_of(reason, _LONGEST_REASON, "The reason"):
        raise Refused(fault)
    name = f"reason-{person.id}"
    if held := held_reasons(return_.id, {name: reason}):
        raise Refused(held[name])
    reason = "" if is_blank(reason) else reason
    take_back(current_session(), return_=return_, moderator=person, reason=reason, by=actor)
    flash(f"{row.title} was taken back from {person.name}. What they judged stays on record.")


def _change_page(return_: Return, board: Board, row: OnBoard, error: tuple[str, str] | None = None) -> str:
    given = {one.person_id for one in row.given}
    free = [one for one in board.people if one.id not in given and Pair(one.id, row.return_id) not in board.barred]
    place, sentence = error or (None, "")
    return render_template(
        "moderation/change_moderators.html",
        return_=return_,
        audit=return_.audit,
        row=row,
        free=free,
        barred=[
            (one.name, board.barred[Pair(one.id, row.return_id)])
            for one in board.people
            if Pair(one.id, row.return_id) in board.barred
        ],
        loads=board.loads,
        typed=request.form,
        errors=[(place if free or place != "moderator" else None, sentence)] if error else [],
    )

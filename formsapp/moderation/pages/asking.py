"""Queries to the author of an answer, from both sides."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.evidence.additions import submitted_evidence
from formsapp.moderation import asking
from formsapp.moderation.asking_emails import tell_asked, tell_replied
from formsapp.moderation.desk import is_not_asked_yet
from formsapp.moderation.forms import AskForm, ReplyForm
from formsapp.moderation.models import AnswerQuery
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.rules import why_not_reply
from formsapp.moderation.second import sees_others
from formsapp.refusals import Refused
from formsapp.returns.guarded_form import holds
from formsapp.returns.loaders import own_return, reviewed_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of
from formsapp.tools.versions import tool_of
from formsapp.ui.formatting import day

Page = str | Response | tuple[str, int]
_SUBJECT = "query"


@pages.route("/returns/<int:return_id>/moderate/questions/<question_key>/ask", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=reviewed_return)
def ask_author(opened: OpenedReturn, question_key: str) -> Page:
    """Ask the author of one answer; what was asked before stands above. No rating is shown: the audit may be blind."""
    asked = opened.tool.questions.get(question_key)
    if asked is None or question_key not in opened.tool.tool.scored_questions:
        abort(404)
    session, form = current_session(), AskForm()
    return_ = session.get_one(Return, opened.id)
    if is_not_asked_yet(session, return_, question_key, by=current_actor()):
        abort(404)
    refusal = asking.why_not_ask_about(session, return_, current_actor())
    if request.method == "GET":
        form.due_on.data = day(today() + timedelta(days=asking.DAYS_TO_REPLY))
    elif form.validate_on_submit() and not holds(form, opened, subject=_SUBJECT):
        try:
            query = asking.ask_author(
                session, return_=return_, question=question_key, text=form.text.data or "", due_on=form.day,
                by=current_actor(),
            )  # fmt: skip
        except Refused as refused:
            form.form_errors.append(refused.sentence)
        else:
            return _asked(opened, query)
    page = render_template(
        "moderation/ask_author.html",
        opened=opened,
        asked=asked,
        answer=answers_of(session, opened.id).get(question_key),
        attached=submitted_evidence(session, opened.id).get(question_key, ""),
        threads=asking.threads_for(session, return_, by=current_actor()).get(question_key, []),
        form=form,
        refusal=refusal,
        is_alone_with_it=not sees_others(session, return_, current_actor().id),
    )
    return (page, 422) if request.method == "POST" else page


def _asked(opened: OpenedReturn, query: AnswerQuery) -> Response:
    current_session().commit()
    not_reached = tell_asked(current_session(), opened, due_on=query.due_on)
    flash(f"Your query was sent to {opened.organisation}.")
    if not_reached:
        flash(f"No e-mail reached {not_reached}. The query waits on their page; you may want to telephone.")
    return redirect(url_for("moderation.ask_author", return_id=opened.id, question_key=query.question), 303)


@pages.post("/returns/<int:return_id>/queries/<int:query_id>/close")
@requires(Permission.RATING_MODERATE, load=reviewed_return)
def close_query(opened: OpenedReturn, query_id: int) -> Response:
    """Close a query: it was answered, or is no longer needed."""
    session = current_session()
    query, return_ = _query(opened, query_id), session.get_one(Return, opened.id)
    if query.asked_by_id != current_actor().id and not sees_others(session, return_, current_actor().id):
        abort(404)
    try:
        asking.close_query(session, return_=return_, query=query, by=current_actor())
    except Refused as refused:
        flash(refused.sentence)
    else:
        flash("The query is closed.")
    return redirect(url_for("moderation.ask_author", return_id=opened.id, question_key=query.question), 303)


@pages.get("/audits/<int:audit_id>/queries")
@requires(Permission.RETURN_REVIEW, load=audit_from_url)
def list_queries(audit: Audit) -> str:
    """Every query about returns in sight, those that wait first; in a blind audit a moderator reads their own words.

    What another asks, and what is replied, can give a rating away.
    """
    session, actor = current_session(), current_actor()
    return render_template(
        "moderation/list_queries.html",
        audit=audit,
        listed=asking.queries_in_sight(session, audit, by=actor),
        actor=actor,
        only_own=why_not_yet(actor, audit, state_of(session, audit)) is not None,
        questions=tool_of(audit.tool_version).questions,
    )


@pages.route("/returns/<int:return_id>/queries", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, changing=Permission.QUERY_REPLY, load=own_return)
def reply_to_queries(opened: OpenedReturn) -> Page:
    """What moderators ask about a return, for its own people, with a box for the reply to each."""
    if request.method == "GET":
        return _own_page(opened, None, ReplyForm(formdata=None))
    query, form = _query(opened, request.form.get("query", type=int) or 0), ReplyForm()
    if not form.validate_on_submit() or holds(form, opened, subject=f"{_SUBJECT} {query.id}"):
        return _own_page(opened, query.id, form), 422
    session = current_session()
    try:
        asking.reply_to_query(
            session,
            return_=session.get_one(Return, opened.id),
            query=query,
            text=form.text.data or "",
            by=current_actor(),
        )
    except Refused as refused:
        return _own_page(opened, query.id, form, refused.sentence), 422
    session.commit()
    tell_replied(session, opened, query)
    flash("Your reply was sent to the moderator. It changes none of your answers.")
    return redirect(url_for("moderation.reply_to_queries", return_id=opened.id), 303)


def _own_page(opened: OpenedReturn, replying: int | None, form: ReplyForm, refusal: str | None = None) -> str:
    session = current_session()
    threads = asking.threads_of(session, opened.id)
    state = state_of(session, session.get_one(Audit, opened.audit_id))
    errors: list[tuple[str | None, Any]] = [(f"text-{replying}", one) for one in form.text.errors]
    if refusal:
        errors = [(None, refusal)]
    return render_template(
        "moderation/reply_to_queries.html",
        opened=opened,
        answers=answers_of(session, opened.id),
        threads=threads,
        form=form,
        replying=replying,
        open_to_replies={
            one.query.id: why_not_reply(state, is_closed=not one.is_open) is None
            for found in threads.values()
            for one in found
        },
        errors=errors,
    )


def _query(opened: OpenedReturn, query_id: int) -> AnswerQuery:
    wanted = select(AnswerQuery).where(AnswerQuery.id == query_id, AnswerQuery.return_id == opened.id)
    return current_session().scalar(wanted) or abort(404)

"""The results of an audit: every figure opens to what it is made of."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.audits.totals import why_no_figures, why_no_totals
from formsapp.database import current_session
from formsapp.moderation.second import sees_others
from formsapp.organisations.words import words_for
from formsapp.results.explained import explained_score
from formsapp.results.queries import is_own, scored_return, settled_of
from formsapp.results.question import question_results
from formsapp.results.reading import results_of
from formsapp.results.returns import return_lines
from formsapp.results.rules import opens_returns, own_people_see_moderated
from formsapp.results.scores import scores_of, scores_of_one
from formsapp.results.spreadsheet import question_rows, return_rows
from formsapp.results.wording import difference, points, weight
from formsapp.tools.versions import tool_of
from formsapp.ui.spreadsheet import as_csv

pages = Blueprint("results", __name__, template_folder="templates")
for shown_as in (difference, points, weight):
    pages.add_app_template_filter(shown_as)


@pages.get("/audits/<int:audit_id>/results")
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def show_results(audit: Audit) -> str:
    """Who returned, the overall and section scores, every question's ratings, groups, and the change since before."""
    session, actor = current_session(), current_actor()
    state = state_of(session, audit)
    if instead := _instead(audit, actor):
        return instead
    results = results_of(session, audit, by=actor, group=request.args.get("by"))
    return render_template(
        "results/show_results.html",
        audit=audit,
        state=state,
        tool=results.scores.tool,
        results=results,
        figures=results.figures,
        opens=opens_returns(actor, audit),
        returns=return_lines(results.scores) if opens_returns(actor, audit) else [],
        words_for=words_for,
    )


@pages.get("/audits/<int:audit_id>/results/questions/<question>")
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def show_question_results(audit: Audit, question: str) -> str:
    """One question: its ratings, what moderation changed, its groups and, for reviewers, every return's rating."""
    session, actor = current_session(), current_actor()
    if question not in tool_of(audit.tool_version).scored_questions:
        abort(404)
    if instead := _instead(audit, actor):
        return instead
    found = question_results(session, audit, question, by=actor, group=request.args.get("by"))
    return render_template("results/show_question_results.html", audit=audit, found=found, words_for=words_for)


@pages.get("/audits/<int:audit_id>/results.csv")
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def download_results(audit: Audit) -> Response:
    """The figures of the page as a table: a row a question or, for reviewers with `?rows=returns`, a row a return."""
    session, actor = current_session(), current_actor()
    if why_no_figures(session, actor, audit, state_of(session, audit)):
        abort(403)
    if request.args.get("rows") != "returns":
        return as_csv(question_rows(results_of(session, audit, by=actor)), f"audit-{audit.id}-questions.csv")
    if not opens_returns(actor, audit):
        abort(403)
    return as_csv(return_rows(scores_of(session, audit, by=actor)), f"audit-{audit.id}-returns.csv")


@pages.get("/returns/<int:return_id>/score")
@requires(Permission.RETURN_VIEW, Permission.RETURN_REVIEW, load=scored_return)
def explain_score(return_: Return) -> str:
    """What the score of one return is made of: for its own people and those who review it; nobody else finds it."""
    session, actor = current_session(), current_actor()
    state, own = state_of(session, return_.audit), is_own(session, return_, actor)
    waits = None if own else why_not_yet(actor, return_.audit, state)
    if waits:
        return render_template("audits/not_yet.html", audit=return_.audit, waits=waits)
    sees_moderated = own_people_see_moderated(state) if own else sees_others(session, return_, actor.id)
    scores = scores_of_one(session, return_, settled_of(session, return_) if sees_moderated else [])
    if scores is None:
        abort(404)
    explained = explained_score(scores, _asked_kind(request.args.get("of")))
    return render_template(
        "results/explain_score.html", return_=return_, own=own, sees_moderated=sees_moderated, explained=explained
    )


def _instead(audit: Audit, actor: Actor) -> str | None:
    """The page shown in place of figures that this person does not see; None where they do."""
    session = current_session()
    if waits := why_not_yet(actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    if closed := why_no_totals(session, actor, audit):
        return render_template("results/closed.html", audit=audit, closed=closed)
    return None


def _asked_kind(asked: str | None) -> Any:
    return asked if asked in {"self", "moderated", "self_on_moderated"} else "effective"

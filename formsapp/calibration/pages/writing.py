"""The worked examples of an audit, for who writes them; the same page lists them for who rates them."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.calibration import commands, queries
from formsapp.calibration.forms import ExampleForm, QuestionForm
from formsapp.calibration.models import WorkedExample
from formsapp.calibration.pages.blueprint import pages
from formsapp.calibration.rules import why_not_change, why_not_write
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tools.versions import tool_of

Page = str | Response | tuple[str, int]


@pages.get("/audits/<int:audit_id>/calibration")
@requires(Permission.CALIBRATION_CHANGE, Permission.RATING_MODERATE, load=audit_from_url)
def list_examples(audit: Audit) -> str:
    """The examples: with their references for who writes them, and for who has rated them."""
    return _list(audit)


@pages.route("/audits/<int:audit_id>/calibration/add", methods=["GET", "POST"])
@requires(Permission.CALIBRATION_CHANGE, load=audit_from_url)
def add_example(audit: Audit) -> Page:
    """Choose the question (`?question=`), then write the example: the levels to choose from follow from it."""
    tool = tool_of(audit.tool_version)
    question = request.args.get("question", "")
    if question not in tool.scored_questions:
        form = QuestionForm(meta={"csrf": False})
        form.offer(tool)
        asked = "question" in request.args
        if asked:
            form.question.errors = ["Choose a question"]
        page = render_template("calibration/choose_question.html", audit=audit, form=form)
        return (page, 422) if asked else page
    return _write(audit, question, None)


@pages.route("/calibration/examples/<int:example_id>/change", methods=["GET", "POST"])
@requires(Permission.CALIBRATION_CHANGE, load=queries.example_from_url)
def change_example(example: WorkedExample) -> Page:
    """Change an example while nobody has rated it."""
    audit = audit_from_url(current_actor(), example.audit_id)
    refusal = why_not_change(ratings=queries.ratings_of(current_session(), [example.id]).get(example.id, 0))
    if refusal and request.method == "GET":
        flash(refusal, "important")
        return redirect(url_for("calibration.list_examples", audit_id=audit.id), 303)
    return _write(audit, example.question, example)


@pages.post("/calibration/examples/<int:example_id>/remove")
@requires(Permission.CALIBRATION_CHANGE, load=queries.example_from_url)
def remove_example(example: WorkedExample) -> Page:
    """Take an example out."""
    audit = audit_from_url(current_actor(), example.audit_id)
    try:
        commands.remove_example(current_session(), audit=audit, example=example, by=current_actor())
    except Refused as refusal:
        return _list(audit, refusal.sentence), 422
    flash("The example is removed. Nobody is asked to rate it any more.")
    return redirect(url_for("calibration.list_examples", audit_id=audit.id), 303)


@pages.post("/audits/<int:audit_id>/calibration/copy")
@requires(Permission.CALIBRATION_CHANGE, load=audit_from_url)
def copy_examples(audit: Audit) -> Page:
    """Copy the examples of an earlier audit of the same tool."""
    session, actor = current_session(), current_actor()
    offered = {one.id: one for one, _ in queries.audits_to_copy_from(session, audit, by=actor)}
    earlier = offered.get(request.form.get("earlier", 0, type=int))
    if earlier is None:
        return _list(audit, "Choose the audit to copy from."), 422
    try:
        found = commands.copy_examples(session, audit=audit, earlier=earlier, by=actor)
    except Refused as refusal:
        return _list(audit, refusal.sentence), 422
    left = f" {found.changed} stayed behind: the question or its levels have changed since." if found.changed else ""
    flash(f"{found.copied} {'example is' if found.copied == 1 else 'examples are'} copied.{left}")
    return redirect(url_for("calibration.list_examples", audit_id=audit.id), 303)


def _write(audit: Audit, question: str, example: WorkedExample | None) -> Page:
    session, tool = current_session(), tool_of(audit.tool_version)
    if question not in tool.scored_questions:
        abort(404)
    form, errors = ExampleForm(), []
    form.offer(tool.scheme_of(question))
    if request.method == "GET" and example is not None:
        form.show(example)
    if form.validate_on_submit():
        try:
            _save(audit, example, form.written(question))
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            return redirect(url_for("calibration.list_examples", audit_id=audit.id), 303)
    page = render_template(
        "calibration/write_example.html",
        audit=audit,
        form=form,
        example=example,
        question=tool.scored_questions[question],
        scheme=tool.scheme_of(question),
        refusal=why_not_write(state_of(session, audit)),
        **({"errors": errors} if errors else {}),
    )
    return (page, 422) if request.method == "POST" else page


def _save(audit: Audit, example: WorkedExample | None, written: commands.Written) -> None:
    session, actor = current_session(), current_actor()
    if example is None:
        commands.add_example(session, audit=audit, written=written, by=actor)
        flash("The example is added. Moderators rate it before they go on.")
    else:
        commands.change_example(session, audit=audit, example=example, written=written, by=actor)
        flash("The example is changed.")


def _list(audit: Audit, problem: str | None = None) -> str:
    session, actor = current_session(), current_actor()
    writes = queries.knows_references(actor, audit)
    return render_template(
        "calibration/list_examples.html",
        audit=audit,
        examples=queries.examples_of(session, audit, by=actor),
        writes=writes,
        refusal=why_not_write(state_of(session, audit)),
        earlier=queries.audits_to_copy_from(session, audit, by=actor) if writes else [],
        distances=queries.distances(session, audit) if can(actor, Permission.DRIFT_VIEW, audit) else None,
        errors=[(None, problem)] if problem else [],
    )

"""The cases of a case-file audit, and the auditor's word that they had no part in one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, return_from_url, state_of
from formsapp.audits.rules import scope_refusal
from formsapp.audits.scope import not_named_sentence, organisations_named, organisations_with
from formsapp.cases import commands, queries
from formsapp.cases.forms import AddCaseForm, IndependenceForm, PartForm
from formsapp.cases.queries import CaseOfAudit, case_from_url
from formsapp.cases.rules import INDEPENDENCE
from formsapp.database import current_session
from formsapp.people.commands import declare_interest
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.tools.versions import tool_of

pages = Blueprint("cases", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def case_audit_from_url(actor: Actor, audit_id: int) -> Audit:
    """An audit of case files in the person's sight."""
    audit = audit_from_url(actor, audit_id)
    return audit if tool_of(audit.tool_version).case is not None else abort(404)


def case_return_from_url(actor: Actor, return_id: int) -> Return:
    """A return about a case."""
    return_ = return_from_url(actor, return_id)
    return return_ if return_.case_id is not None else abort(404)


@pages.get("/audits/<int:audit_id>/cases")
@requires(Permission.AUDIT_VIEW, load=case_audit_from_url)
def list_cases(audit: Audit) -> str:
    """The cases of an audit."""
    session = current_session()
    return render_template(
        "cases/list_cases.html",
        audit=audit,
        cases=queries.list_cases(session, audit, by=current_actor()),
        declared=queries.cases_declared(session, current_actor().id),
        refusal=scope_refusal(state_of(session, audit)),
    )


@pages.route("/audits/<int:audit_id>/cases/add", methods=["GET", "POST"])
@requires(Permission.CASE_CHANGE, load=case_audit_from_url)
def add_case(audit: Audit) -> Page:
    """Add a case and choose who audits it."""
    session, form = current_session(), AddCaseForm()
    definition = tool_of(audit.tool_version).case
    assert definition is not None
    form.offer(session, definition)
    errors: list[tuple[str | None, str]] = []
    if form.validate_on_submit():
        try:
            return _add(form, audit)
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
    page = render_template("cases/add_case.html", form=form, audit=audit, definition=definition, errors=errors)
    return (page, 422) if request.method == "POST" else page


def _add(form: AddCaseForm, audit: Audit) -> Response:
    session = current_session()
    named, missing = organisations_named(session, form.by_hand.data or "")
    if missing:
        raise Refused(f"{not_named_sentence(missing)}.")
    case = commands.add_case(
        session,
        audit=audit,
        code=form.code.data or "",
        theme=form.theme.data if form.theme else None,
        age_band=form.age_band.data if form.age_band else None,
        organisations=[*organisations_with(session, [int(one) for one in form.agencies.data or []]), *named],
        by=current_actor(),
    )
    flash(f"Case {case.code} is added.")
    return redirect(url_for("cases.list_cases", audit_id=audit.id))


@pages.route("/audits/<int:audit_id>/cases/<int:case_id>/part", methods=["GET", "POST"])
@requires(Permission.RETURN_REVIEW, load=case_from_url)
def declare_part(found: CaseOfAudit) -> Page:
    """A reviewer says that they had a part in a case: what is said about it is hidden from them from then on."""
    session, actor, form = current_session(), current_actor(), PartForm()
    if not form.validate_on_submit():
        page = render_template("cases/declare_part.html", form=form, audit=found.audit, case=found.case)
        return (page, 422) if request.method == "POST" else page
    if found.case.id not in queries.cases_declared(session, actor.id):
        declare_interest(
            session, person=session.get_one(Person, actor.id), case=found.case, kind=form.kind.data,
            note=form.note.data or "", by=actor,
        )  # fmt: skip
    flash(f"Declared. What organisations say about case {found.case.code} is hidden from you.")
    return redirect(url_for("cases.list_cases", audit_id=found.audit.id))


@pages.route("/returns/<int:return_id>/independence", methods=["GET", "POST"])
@requires(Permission.RETURN_FILL, load=case_return_from_url)
def confirm_independence(return_: Return) -> Page:
    """The auditor says that they had no part in the case."""
    session, form = current_session(), IndependenceForm()
    if form.validate_on_submit():
        commands.confirm_independence(session, return_=return_, by=current_actor())
        return redirect(url_for("returns.show_return", return_id=return_.id))
    page = render_template(
        "cases/confirm_independence.html",
        form=form,
        return_=return_,
        case=queries.case_of(session, return_),
        statement=INDEPENDENCE,
        confirmed=queries.has_confirmed_independence(session, return_, current_actor()),
    )
    return (page, 422) if request.method == "POST" else page

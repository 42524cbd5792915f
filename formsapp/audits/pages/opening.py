"""Open an audit: describe it and choose who is asked, check the list, open it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits import commands
from formsapp.audits.forms import METHOD_HINTS, MODERATION_HINTS, OpenAuditForm
from formsapp.audits.models import Audit
from formsapp.audits.pages.blueprint import form_page, pages
from formsapp.audits.rules import opening_refusal
from formsapp.audits.scope import not_named_sentence, organisations_like, organisations_named
from formsapp.database import current_session
from formsapp.organisations.models import Organisation
from formsapp.people.commands import give_role
from formsapp.refusals import Refused
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of


@dataclass(frozen=True)
class Plan:
    """An audit as it would be opened."""

    tool_version: ToolVersion
    previous: Audit | None
    organisations: Sequence[Organisation]

    @property
    def not_meant(self) -> list[Organisation]:
        """The organisations of kinds that the tool is not for."""
        kinds = tool_of(self.tool_version).audience.organisation_types
        return [one for one in self.organisations if kinds and one.type not in kinds]


@pages.route("/audits/open", methods=["GET", "POST"])
@requires(Permission.AUDIT_OPEN)
def open_audit() -> str | Response | tuple[str, int]:
    """Describe the audit (step 1), check who is asked (step 2), open it."""
    session = current_session()
    form = OpenAuditForm()
    form.offer(session, by=current_actor())
    if request.form.get("step") == "change":
        return _describe(form)
    if not form.validate_on_submit():
        return form_page("audits/open_audit.html", form=form, **_HINTS)
    plan = _plan(form)
    if isinstance(plan, str):
        return form_page("audits/open_audit.html", form=form, errors=_errors(form, plan), **_HINTS)
    if request.form.get("step") != "open":
        return _check(form, plan)
    return _open(form, plan)


_HINTS = {"method_hints": METHOD_HINTS, "moderation_hints": MODERATION_HINTS}


def _describe(form: OpenAuditForm) -> str:
    return render_template("audits/open_audit.html", form=form, errors=[], **_HINTS)


def _errors(form: OpenAuditForm, sentence: str) -> list[tuple[str | None, str]]:
    return [(str(field.id), str(field.errors[0])) for field in form if field.errors] or [(None, sentence)]


def _plan(form: OpenAuditForm) -> Plan | str:
    """What would be opened, or the sentence that refuses it."""
    session = current_session()
    version = session.get_one(ToolVersion, int(form.tool_version.data))
    previous = session.get(Audit, int(form.previous.data)) if form.previous.data else None
    refusal = opening_refusal(
        title=form.title.data or "", tool_version=version, method=form.method.data, previous=previous,
        opens_on=form.opens_on.data, closes_on=form.closes_on.data, wave=form.wave.data,
    )  # fmt: skip
    if refusal:
        return refusal
    if version.kind == "case_file":
        return Plan(version, previous, [])
    named, missing = organisations_named(session, form.by_hand.data or "")
    if missing:
        form.by_hand.errors = [not_named_sentence(missing)]
        return not_named_sentence(missing)
    like = organisations_like(session, form.chosen)
    every = {one.id: one for one in [*like, *named]}
    if not every:
        form.type.errors = ["Choose who is asked: tick a kind of organisation, or name some"]
        return "Choose who is asked"
    return Plan(version, previous, sorted(every.values(), key=lambda one: one.name.lower()))


def _check(
    form: OpenAuditForm, plan: Plan, errors: Sequence[tuple[str | None, str]] = (), chosen: Sequence[int] | None = None
) -> str:
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CARRIED]
    return render_template(
        "audits/check_audit.html",
        form=form,
        plan=plan,
        typed=typed,
        chosen={one.id for one in plan.organisations} if chosen is None else set(chosen),
        errors=errors,
        chair=_person(form.chair.data),
        moderators=[_person(one) for one in form.moderators.data or []],
    )


_NOT_CARRIED = frozenset({"csrf_token", "step", "organisation"})


def _person(person_id: str | None) -> Person | None:
    return current_session().get(Person, int(person_id)) if person_id else None


def _open(form: OpenAuditForm, plan: Plan) -> Response | tuple[str, int]:
    ticked = {int(one) for one in request.form.getlist("organisation") if one.isascii() and one.isdigit()}
    try:
        audit = commands.open_audit(
            current_session(),
            title=form.title.data or "",
            tool_version=plan.tool_version,
            organisations=[one for one in plan.organisations if one.id in ticked],
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
            terms=form.terms.data or "",
            method=form.method.data,
            blind=form.blind,
            previous=plan.previous,
            wave=form.wave.data,
            by=current_actor(),
        )
        _give_roles(form, audit)
    except Refused as refusal:
        return _check(form, plan, [(None, refusal.sentence)], sorted(ticked)), 422
    flash(f"“{audit.title}” is set up.")
    return redirect(url_for("audits.show_audit", audit_id=audit.id))


def _give_roles(form: OpenAuditForm, audit: Audit) -> None:
    wanted = [("chair", form.chair.data), *(("moderator", one) for one in form.moderators.data or [])]
    for role, person_id in wanted:
        person = _person(person_id)
        if person is not None:
            give_role(current_session(), person=person, role=role, audit=audit, by=current_actor())

"""The panel's meeting: begun, held one exception at a time on a screen that everybody sees, ended, and its minutes."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.moderation.commands import MinorityView
from formsapp.moderation.exhibits import exhibits
from formsapp.moderation.minutes import WHAT_NEXT, minutes_of
from formsapp.moderation.models import Panel
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.pages.meeting_over import meeting_over
from formsapp.moderation.pages.panel_parts import LEFT_OPEN, all_left, names_of, views_of
from formsapp.moderation.panel_forms import JoinForm, PanelForm
from formsapp.moderation.panels import (
    Decision,
    Meeting,
    begin_panel,
    decide,
    end_panel,
    exceptions_of,
    hold,
    join_panel,
    last_talked,
    meeting_of,
    panel_from_url,
    panels_of,
    present_at,
    step_out,
    who_may_come,
)
from formsapp.moderation.waiting import Unsettled, answer_named, exceptions, whole_number
from formsapp.refusals import Refused
from formsapp.returns.fields.wording import LONGEST_COMMENT, fault_of
from formsapp.returns.guarded_form import held_reasons
from formsapp.returns.typed_words import tidied

_OPEN_IN = {AuditState.IN_MODERATION, AuditState.REPORTING}
_FIELDS = ("decision", "how", "reason", "minority", "minority_of")
#: What the organisation, or whoever reads the minutes, is told in words.
_TOLD = ("reason", "minority")


@pages.route("/audits/<int:audit_id>/panels", methods=["GET", "POST"])
@requires(Permission.RETURN_REVIEW, changing=Permission.PANEL_RUN, load=audit_from_url)
def list_panels(audit: Audit) -> str | Response | tuple[str, int]:
    """The meetings of the panel with their minutes, and how to begin one."""
    session, actor = current_session(), current_actor()
    form = PanelForm()
    people = who_may_come(session, audit)
    form.present.choices = [(person.id, person.name) for person in people]
    if request.method == "GET":
        form.present.data = [actor.id]
        return _list_page(audit, form)
    if not form.validate_on_submit():
        return _list_page(audit, form), 422
    try:
        panel = begin_panel(
            session,
            audit=audit,
            held_on=form.held_on.data,
            present=form.present.data or [],
            others=form.others.data or "",
            by=actor,
        )
    except Refused as refusal:
        return _list_page(audit, form, [(None, refusal.sentence)]), 422
    return redirect(url_for("moderation.hold_panel", panel_id=panel.id, _anchor="item"), 303)


def _list_page(audit: Audit, form: PanelForm, errors: list[tuple[str | None, str]] | None = None) -> str:
    session, actor = current_session(), current_actor()
    state = state_of(session, audit)
    if waits := why_not_yet(actor, audit, state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    panels = panels_of(session, audit)
    runs = can(actor, Permission.PANEL_RUN, audit)
    waiting = (exceptions_of if runs else exceptions)(session, audit, by=actor) if state in _OPEN_IN else []
    return render_template(
        "moderation/list_panels.html",
        audit=audit,
        panels=panels,
        names=names_of(session, {one.began_by_id for one in panels}),
        may_begin=runs and state in _OPEN_IN,
        waiting=len(waiting),
        form=form,
        **({"errors": errors} if errors else {}),
    )


@pages.route("/panels/<int:panel_id>", methods=["GET", "POST"])
@requires(Permission.PANEL_RUN, load=panel_from_url)
def hold_panel(panel: Panel) -> str | Response | tuple[str, int]:
    """One exception, in large type; the decision is taken here."""
    session = current_session()
    if request.method == "POST":
        return _held(panel)
    if panel.ended_at is not None:
        return redirect(url_for("moderation.show_minutes", panel_id=panel.id), 303)
    meeting = meeting_of(session, panel, by=current_actor())
    one = meeting.chosen(request.args.get("item", ""))
    return _hold_page(meeting, one, {}, [])


def _held(panel: Panel) -> Response | tuple[str, int]:
    """One decision at a time: the panel before its return, as every other screen of the meeting waits for them."""
    session = current_session()
    try:
        hold(session, panel)
    except Refused as refusal:
        return meeting_over(panel, request.form.get("item", ""), _typed(), refusal.sentence)
    return _decide(meeting_of(session, panel, by=current_actor()))


def _decide(meeting: Meeting) -> Response | tuple[str, int]:
    session, panel = current_session(), meeting.panel
    one = _posted(session, meeting)
    typed = _typed()
    errors = [*_errors(typed), *held_reasons(one.return_.id, {name: typed[name] for name in _TOLD}).items()]
    if not errors:
        following = meeting.after(one) if one in meeting.left else None
        try:
            decide(session, panel=panel, one=one, decision=_decision(session, panel, one, typed), by=current_actor())
        except Refused as refusal:
            errors = [("reason", refusal.sentence)]
        else:
            return redirect(_next_address(panel, one, following), 303)
    return _hold_page(meeting, one, typed, errors), 422


def _typed() -> dict[str, str]:
    return {name: tidied(request.form.get(name)) for name in _FIELDS}


def _posted(session: Session, meeting: Meeting) -> Unsettled:
    """The exception that was posted, also where it was decided meanwhile; 404 where it is out of sight."""
    found = next((one for one in meeting.left if one.key == request.form.get("item")), None)
    if found is not None:
        return found
    audit = session.get_one(Audit, meeting.panel.audit_id)
    return answer_named(session, audit, request.form.get("item", ""), by=current_actor()) or abort(404)


def _errors(typed: Mapping[str, str]) -> list[tuple[str | None, str]]:
    found: list[tuple[str | None, str]] = []
    if not typed["decision"]:
        found.append(("decision", "Choose what the panel decided"))
    elif typed["decision"] != LEFT_OPEN and not typed["how"]:
        found.append(("how", "Say how it was decided"))
    if not typed["reason"]:
        found.append(("reason", "Enter the reason"))
    if bool(typed["minority"]) != bool(typed["minority_of"]):
        where = "minority_of" if typed["minority"] else "minority"
        found.append((where, "A minority view has words, and somebody whose view it is"))
    faults = {name: fault_of(typed[name], LONGEST_COMMENT, "This") for name in _TOLD}
    found += [(name, fault) for name, fault in faults.items() if fault]
    return found


def _decision(session: Session, panel: Panel, one: Unsettled, typed: Mapping[str, str]) -> Decision:
    tokens = {name: request.form.get(name, "") for name in ("seen", "talked")}
    numbers = {name: whole_number(text) for name, text in tokens.items()}
    rating = None if typed["decision"] == LEFT_OPEN else typed["decision"]
    minority = _minority(session, panel, one, typed)
    return Decision(rating, typed["how"], typed["reason"], minority, **numbers)


def _minority(session: Session, panel: Panel, one: Unsettled, typed: Mapping[str, str]) -> MinorityView | None:
    """The view with whose it is; of somebody without an account the name stands before the words."""
    whose = typed["minority_of"]
    if not typed["minority"]:
        return None
    known = dict(views_of(session, panel, one))
    if whose not in known:
        raise Refused("Choose whose view it is from the list.")
    if whose.isdecimal():
        return MinorityView(typed["minority"], int(whose))
    return MinorityView(f"{known[whose]}: {typed['minority']}", None)


def _hold_page(
    meeting: Meeting, one: Unsettled | None, typed: Mapping[str, str], errors: list[tuple[str | None, str]]
) -> str:
    session, panel = current_session(), meeting.panel
    out = step_out(session, panel, one.return_) if one else {}
    are_out = request.values.get("out", "") == str(one.return_.id) if one else False
    following = meeting.after(one) if one in meeting.left else None
    shown: dict[str, Any] = {"exhibit": None, "views": [], "talked": 0}
    if one is not None and (are_out or not out):
        views = views_of(session, panel, one)
        shown = {"exhibit": exhibits(session, [one])[0], "views": views, "talked": last_talked(session, one)}
    return render_template(
        "moderation/hold_panel.html",
        panel=panel,
        audit=session.get_one(Audit, panel.audit_id),
        meeting=meeting,
        one=one,
        place=meeting.place(one) if one in meeting.left else None,
        out=sorted((name, out[person]) for person, name in names_of(session, out).items()),
        skip=_next_address(panel, one, following) if one and following else None,
        show=url_for("moderation.hold_panel", panel_id=panel.id, item=one.key, out=one.return_.id) if one else None,
        typed={name: text.replace("\x00", "\ufffd") for name, text in typed.items()},
        errors=errors,
        left_open=LEFT_OPEN,
        all_left=all_left(session, meeting, one.return_.id if shown["exhibit"] else None) if one else [],
        **shown,
    )


def _next_address(panel: Panel, one: Unsettled, following: Unsettled | None) -> str:
    """The next exception; who stepped out stays out while it is about the same return."""
    if following is None:
        return url_for("moderation.hold_panel", panel_id=panel.id)
    stays = (request.values.get("out") or None) if following.return_.id == one.return_.id else None
    return url_for("moderation.hold_panel", panel_id=panel.id, item=following.key, out=stays, _anchor="item")


@pages.route("/panels/<int:panel_id>/people", methods=["GET", "POST"])
@requires(Permission.PANEL_RUN, load=panel_from_url)
def join_meeting(panel: Panel) -> str | Response | tuple[str, int]:
    """Say who has come since the meeting began."""
    session = current_session()
    audit, there = session.get_one(Audit, panel.audit_id), set(present_at(panel))
    form = JoinForm()
    people = who_may_come(session, audit)
    form.present.choices = [(person.id, person.name) for person in people if person.id not in there]
    errors: list[tuple[str | None, str]] = []
    if form.validate_on_submit():
        here = {"present": form.present.data or [], "others": form.others.data or ""}
        try:
            join_panel(session, panel=panel, by=current_actor(), **here)
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            return redirect(url_for("moderation.hold_panel", panel_id=panel.id, _anchor="item"), 303)
    page = render_template(
        "moderation/join_meeting.html",
        panel=panel,
        audit=audit,
        form=form,
        here=sorted(names_of(session, there).values()),
        **({"errors": errors} if errors else {}),
    )
    return (page, 422) if request.method == "POST" else page


@pages.post("/panels/<int:panel_id>/end")
@requires(Permission.PANEL_RUN, load=panel_from_url)
def end_meeting(panel: Panel) -> Response:
    """End the meeting; its minutes are there at once."""
    if panel.ended_at is None:
        end_panel(current_session(), panel=panel, by=current_actor())
        flash("The meeting has ended. These are its minutes.")
    return redirect(url_for("moderation.show_minutes", panel_id=panel.id), 303)


@pages.get("/panels/<int:panel_id>/minutes")
@requires(Permission.RETURN_REVIEW, load=panel_from_url)
def show_minutes(panel: Panel) -> str:
    """The minutes, as far as the person may read them."""
    session, actor = current_session(), current_actor()
    audit = session.get_one(Audit, panel.audit_id)
    if waits := why_not_yet(actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    return render_template(
        "moderation/show_minutes.html",
        panel=panel,
        audit=audit,
        minutes=minutes_of(session, panel, by=actor),
        what_next=WHAT_NEXT,
        may_hold=can(actor, Permission.PANEL_RUN, panel),
    )

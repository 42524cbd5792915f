"""Reading a return in spite of an interest, and who is told."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url
from formsapp.database import current_session
from formsapp.moderation import break_glass as glass
from formsapp.moderation.break_glass_emails import tell_broken
from formsapp.moderation.pages.blueprint import pages
from formsapp.people.queries import organisations_to_choose
from formsapp.refusals import Refused
from formsapp.returns.queries import latest_submission, open_return
from formsapp.returns.reading import read_sections, submitted_answers, submitted_attributes
from formsapp.returns.typed_words import storable, tidied
from formsapp.tools.versions import tool_of

Page = str | Response | tuple[str, int]


class BreakGlassForm(FlaskForm):
    """Which return, why, and that it is meant."""

    organisation = SelectField("Organisation", validate_choice=False)
    case = StringField("Case code", filters=[tidied], validators=[storable(40, "The case code")])
    reason = TextAreaField(
        "Why can it not wait?",
        description="The chair reads this. Do not name a child.",
        filters=[tidied],
        validators=[storable(glass.LONGEST_REASON, "The reason", needed="Say why it cannot wait")],
    )
    confirmed = BooleanField(
        "I must read this return now, and I know that the chair is told",
        validators=[InputRequired("Confirm that you must read it now")],
    )

    def __init__(self, session: Session, *, has_cases: bool) -> None:
        super().__init__()
        choices = [SelectChoice(str(id_), text) for id_, text in organisations_to_choose(session)]
        self.organisation.choices = [SelectChoice("", "Choose an organisation"), *choices]
        if not has_cases:
            del self.case

    def validate_organisation(self, field: SelectField) -> None:
        """One of the register."""
        if not field.data or field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("Choose an organisation from the list")

    @property
    def wanted(self) -> glass.Wanted:
        """The return that is asked for."""
        return glass.Wanted(int(self.organisation.data), (self.case.data or "") if self.case else "")


@pages.route("/audits/<int:audit_id>/break-glass", methods=["GET", "POST"])
@requires(Permission.GLASS_BREAK, load=audit_from_url)
def break_glass(audit: Audit) -> Page:
    """Say which return cannot wait and why; the answer is that return, once."""
    session, actor = current_session(), current_actor()
    form = BreakGlassForm(session, has_cases=tool_of(audit.tool_version).case is not None)
    if not form.validate_on_submit():
        page = _page(form, audit)
        return (page, 422) if request.method == "POST" else page
    return_ = glass.break_glass(session, audit=audit, wanted=form.wanted, reason=form.reason.data or "", by=actor)
    if return_ is None:
        return _page(form, audit, nothing=True)
    shown, told = _read(session, return_, audit), glass.to_be_told(session, return_, reader_id=actor.id or 0)
    session.commit()
    tell_broken(told, audit, by=actor)
    return shown


def _page(form: BreakGlassForm, audit: Audit, *, nothing: bool = False) -> str:
    return render_template("moderation/break_glass.html", form=form, audit=audit, nothing=nothing)


def _read(session: Session, return_: Return, audit: Audit) -> str:
    submission = latest_submission(session, return_.id)
    opened = open_return(session, return_.id, person_id=current_actor().id)
    assert submission is not None
    assert opened is not None
    answers, attributes = submitted_answers(submission), submitted_attributes(submission)
    return render_template(
        "moderation/glass_broken.html",
        audit=audit,
        return_=return_,
        opened=opened,
        submission=submission,
        sections=read_sections(opened.tool, answers, attributes, opened.wave),
        additions={},
    )


@pages.get("/audits/<int:audit_id>/broken-glass")
@requires(Permission.MODERATORS_ALLOCATE, Permission.RATING_SETTLE, load=audit_from_url)
def list_broken_glass(audit: Audit) -> str:
    """Who opened which return in spite of an interest, of the returns in sight."""
    session, actor = current_session(), current_actor()
    waiting = {one.glass.id for one in glass.not_seen_yet(session, by=actor)}
    broken = glass.broken_in(session, audit, by=actor)
    return render_template("moderation/list_broken_glass.html", audit=audit, broken=broken, waiting=waiting)


def glass_from_url(actor: Actor, glass_id: int) -> glass.Broken:
    """A reading of a return in the person's sight; 404 otherwise."""
    found = glass.readings_of(current_session(), glass_id, by=actor)
    return found[0] if found else abort(404)


@pages.post("/broken-glass/<int:glass_id>/seen")
@requires(Permission.MODERATORS_ALLOCATE, Permission.RATING_SETTLE, load=glass_from_url)
def mark_glass_seen(broken: glass.Broken) -> Response:
    """Say that one has seen it."""
    try:
        glass.mark_seen(current_session(), glass=broken.glass, by=current_actor())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("moderation.list_broken_glass", audit_id=broken.audit.id))

"""The forms of audits."""

from collections.abc import Collection
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.audits.people import AUDIT_ROLES, active_people, likely_moderators
from formsapp.audits.queries import list_audits
from formsapp.audits.rules import METHODS
from formsapp.audits.scope import CHOSEN_BY, choices
from formsapp.clock import today
from formsapp.tools.queries import versions_in_use
from formsapp.tools.versions import tool_of
from formsapp.ui.fields import DayField
from tool_definitions.words import spaced

LONGEST_TITLE = 200
LONGEST_TERMS = 10_000
LONGEST_REASON = 2_000
METHOD_HINTS = {
    "broad": "Every organisation in scope is asked, and a share of returns is moderated",
    "deep_dive": "Fewer organisations or cases, each looked at closely",
}
MODERATION = {"tool": "As the tool says", "open": "Open", "blind": "Blind"}
MODERATION_HINTS = {
    "open": "Moderators see the self rating beside the evidence",
    "blind": "Moderators judge first, and see the self rating afterwards",
}


def reason_field(label: str, missing: str) -> TextAreaField:
    """A box for a reason that is kept."""
    return TextAreaField(label, validators=[InputRequired(missing), Length(max=LONGEST_REASON)])


class DatesForm(FlaskForm):
    """When an audit opens and closes."""

    opens_on = DayField("Opening date", validators=[InputRequired("Enter the opening date")])
    closes_on = DayField("Closing date", validators=[InputRequired("Enter the closing date")])

    def validate_closes_on(self, field: DayField) -> None:
        """A closing date is not before the opening date."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError("The closing date must not be before the opening date")


class OpenAuditForm(DatesForm):
    """Everything an audit is opened with."""

    tool_version = SelectField("Audit tool", validators=[InputRequired("Choose a tool")])
    title = StringField("Title of the audit", validators=[InputRequired("Enter a title"), Length(max=LONGEST_TITLE)])
    terms = TextAreaField("Terms of reference", validators=[Length(max=LONGEST_TERMS)])
    wave = SelectField("Wave", default="")
    method = RadioField("Method", default="broad", choices=[SelectChoice(*one) for one in METHODS.items()])
    moderation = RadioField("Moderation", default="tool", choices=[SelectChoice(*one) for one in MODERATION.items()])
    previous = SelectField("Compare with an earlier audit of the same tool", default="")
    type = SelectMultipleField(CHOSEN_BY["type"])
    phase = SelectMultipleField(CHOSEN_BY["phase"])
    sector = SelectMultipleField(CHOSEN_BY["sector"])
    trust = SelectMultipleField(CHOSEN_BY["trust"])
    by_hand = TextAreaField("Others, by name or URN", validators=[Length(max=100_000)])
    chair = SelectField("Chair", default="")
    moderators = SelectMultipleField("Moderators")

    def offer(self, session: Session, *, by: Actor) -> None:
        """Fill in what can be chosen."""
        versions = versions_in_use(session)
        self.tool_version.choices = [
            SelectChoice("", "Choose a tool"),
            *(SelectChoice(str(one.id), f"{one.title}, version {one.version}") for one in versions),
        ]
        waves = dict.fromkeys(wave for one in versions for wave in tool_of(one).waves)
        self.wave.choices = [
            SelectChoice("", "The tool has no waves"),
            *(SelectChoice(wave, spaced(wave).capitalize()) for wave in waves),
        ]
        self.previous.choices = [
            SelectChoice("", "No comparison"),
            *(
                SelectChoice(str(one.id), f"{one.title} ({one.tool_version.title})")
                for one in list_audits(session, by=by)
            ),
        ]
        for name, values in choices(session).items():
            self[name].choices = [SelectChoice(value, f"{_shown(name, value)} ({number})") for value, number in values]
        self.chair.choices = [SelectChoice("", "Choose later"), *_people(active_people(session))]
        self.moderators.choices = _people(likely_moderators(session))

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What is ticked of the register, by attribute."""
        return {name: self[name].data or [] for name in CHOSEN_BY}

    @property
    def blind(self) -> bool | None:
        """Whether moderation is blind; None for what the tool says."""
        return {"blind": True, "open": False}.get(self.moderation.data)

    def validate_closes_on(self, field: DayField) -> None:
        """A new audit closes in the future."""
        super().validate_closes_on(field)
        if field.data and field.data < today():
            raise ValidationError("The closing date must be today or later")


class ChangeDatesForm(DatesForm):
    """Other dates for an audit."""


class ReasonForm(FlaskForm):
    """A reason that must be given."""

    reason = reason_field("Reason", "Enter the reason")


class ConfirmForm(FlaskForm):
    """A button that confirms."""


class MoveForm(FlaskForm):
    """A reason that may be given; the rules say when it must be."""

    reason = TextAreaField("Reason", validators=[Length(max=LONGEST_REASON)])


class AddOrganisationForm(FlaskForm):
    """Organisations to add to the scope, and why."""

    by_hand = TextAreaField(
        "Organisations to add", validators=[InputRequired("Enter at least one organisation"), Length(max=20_000)]
    )
    reason = reason_field("Why are they added?", "Enter why they are added")


class GiveRoleForm(FlaskForm):
    """A person and a role over an audit."""

    role = RadioField("Role", validators=[InputRequired("Choose a role")])
    person = SelectField("Person", validators=[InputRequired("Choose a person")])

    def offer(self, session: Session, roles: Collection[str] = tuple(AUDIT_ROLES)) -> None:
        """Fill in what can be chosen: the people, and those of the roles that this person may give."""
        self.role.choices = [SelectChoice(key, AUDIT_ROLES[key].title) for key in roles]
        self.person.choices = [SelectChoice("", "Choose a person"), *_people(active_people(session))]


class TrackForm(FlaskForm):
    """What part of the tracker is shown; read from the address."""

    class Meta:
        """Nothing is changed, so no token is needed."""

        csrf = False

    words = StringField("Name, URN or case code", validators=[Length(max=200)])
    state = SelectField("State", default="")
    type = SelectField("Kind", default="")
    phase = SelectField("Phase", default="")


def dates_of(audit: Audit) -> dict[str, Any]:
    """An audit's dates as a form takes them."""
    return {"opens_on": audit.opens_on, "closes_on": audit.closes_on}


def _people(people: Any) -> list[SelectChoice]:
    return [SelectChoice(str(one.id), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in people]


def _shown(name: str, value: str) -> str:
    return value if name == "trust" else value.replace("_", " ").capitalize()

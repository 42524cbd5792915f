"""The small forms of returns; the sections have a form of their own."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.declaration import LONGEST_AGREED
from formsapp.returns.fields.wording import fault_of
from formsapp.returns.sign_off import SignOff
from formsapp.ui.formatting import lower_first

LONGEST_REASON = 5000


def declaration_form(missing: Iterable[SignOff]) -> FlaskForm:
    """The form with which a return is submitted: how each who has not signed agreed, a tick, a name as a signature."""
    fields: dict[str, Any] = {f"agreed-{one.role}": _how_they_agreed(one) for one in missing}
    fields["agrees"] = BooleanField("I agree", validators=[InputRequired("Tick the box to make the declaration")])
    fields["signed"] = StringField(
        "Your full name, as your signature",
        validators=[DataRequired("Enter your full name"), Length(max=200, message="Your name must be shorter")],
    )
    form: FlaskForm = type("DeclarationForm", (FlaskForm,), fields)()
    return form


def _how_they_agreed(one: SignOff) -> TextAreaField:
    who = lower_first(one.title)
    too_long = f"Say how the {who} agreed in at most {LONGEST_AGREED:,} characters"
    return TextAreaField(
        f"How the {who} agreed",
        validators=[
            DataRequired(f"Enter how the {who} agreed, or ask them to sign"),
            Length(max=LONGEST_AGREED, message=too_long),
        ],
    )


def send_back_form(sections: Iterable[AskedSection]) -> FlaskForm:
    """The form with which a return is sent back: a tick and a reason for each section, and words about all of it."""
    fields: dict[str, Any] = {}
    for one in sections:
        fields[f"section-{one.key}"] = BooleanField(f"{one.number}. {one.title}")
        fields[f"reason-{one.key}"] = TextAreaField("What needs to be done here, and why", validators=[_can_be_stored])
    fields["reason"] = TextAreaField("About the whole return", validators=[_can_be_stored])
    form: FlaskForm = type("SendBackForm", (FlaskForm,), fields)()
    return form


def _can_be_stored(_form: FlaskForm, field: Field) -> None:
    """A text that is not too long and holds no character that cannot be stored."""
    if fault := fault_of((field.data or "").replace("\r\n", "\n"), LONGEST_REASON, "The reason"):
        raise ValidationError(fault)


class ReasonForm(FlaskForm):
    """Why a return is opened for answers again."""

    reason = TextAreaField(
        "What needs to be done, and why",
        validators=[DataRequired("Enter what needs to be done, and why"), _can_be_stored],
    )

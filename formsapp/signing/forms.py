"""Asking for a signature, and giving one."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from formsapp.people.rules import LONGEST_EMAIL, LONGEST_NAME
from formsapp.returns.sign_off import SignOff


class AskForm(FlaskForm):
    """Who is asked to sign, and as what."""

    role = RadioField("They sign as", validators=[DataRequired("Choose what they sign as")])
    name = StringField(
        "Their full name",
        validators=[DataRequired("Enter their full name"), Length(max=LONGEST_NAME, message="The name is too long")],
    )
    email = EmailField(
        "Their email address",
        validators=[
            DataRequired("Enter their email address"),
            Length(max=LONGEST_EMAIL, message="The email address is too long"),
        ],
    )

    def __init__(self, offs: Sequence[SignOff]) -> None:
        super().__init__()
        self.role.choices = [(one.role, one.title) for one in offs if not one.holds]


class SignForm(FlaskForm):
    """A tick under the words, and a name as a signature. `digest` is that of the answers that were shown."""

    agrees = BooleanField("I agree with this statement", validators=[InputRequired("Tick the box if you agree")])
    signed = StringField(
        "Your full name, as your signature",
        validators=[
            DataRequired("Enter your full name"),
            Length(max=LONGEST_NAME, message=f"Your name must be {LONGEST_NAME} characters or fewer"),
        ],
    )
    digest = HiddenField()


class ConfirmForm(FlaskForm):
    """A button."""

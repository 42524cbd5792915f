"""The forms of a panel's meeting: begun, and joined later."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired

from formsapp.clock import today
from formsapp.returns.fields.wording import LONGEST_COMMENT
from formsapp.returns.typed_words import storable, tidied
from formsapp.ui.fields import DayField

_OTHERS = "A line each: name and role. They are named in the minutes."


def _here(label: str) -> Any:
    return SelectMultipleField(label, coerce=int)


def _others(label: str) -> Any:
    return TextAreaField(
        label, description=_OTHERS, filters=[tidied], validators=[storable(LONGEST_COMMENT, "The list of others")]
    )


class PanelForm(FlaskForm):
    """Begin a meeting: its date and who is there."""

    held_on = DayField(
        "Date of the meeting", validators=[InputRequired("Enter the date of the meeting")], default=today
    )
    present = _here("Who is there?")
    others = _others("Others who are there, without an account")


class JoinForm(FlaskForm):
    """Say who came later."""

    present = _here("Who has come?")
    others = _others("Others who have come, without an account")

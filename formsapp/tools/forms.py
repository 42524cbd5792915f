"""The forms of tools."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from formsapp.ui.fields import DayField


class RatifyForm(FlaskForm):
    """Which meeting ratified a version, and when."""

    meeting = StringField(
        "Which meeting ratified this version?",
        validators=[InputRequired("Enter the meeting that ratified it"), Length(max=200)],
    )
    on = DayField("Date of the meeting", validators=[InputRequired("Enter the date of the meeting")])
    #: Of what was shown: a proposal can be taken back and proposed with other content while this page stands open.
    fingerprint = HiddenField()


class RetireForm(FlaskForm):
    """Why a version is no longer used."""

    reason = TextAreaField(
        "Why is this version retired?",
        validators=[InputRequired("Say why this version is retired"), Length(max=1000)],
    )

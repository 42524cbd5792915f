"""The form with which a chair publishes."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

FOR_A_YEAR, WITHOUT_END = "year", "always"


class PublishForm(FlaskForm):
    """How long the report is shown, and that the chair means it."""

    shown_for = RadioField(
        "How long should the report be shown?",
        choices=[SelectChoice(FOR_A_YEAR, "For 12 months"), SelectChoice(WITHOUT_END, "Without an end")],
        default=FOR_A_YEAR,
        validators=[InputRequired("Choose how long the report should be shown")],
    )
    sure = BooleanField(
        "I have read the report and it can be published",
        validators=[InputRequired("Confirm that you have read the report")],
    )

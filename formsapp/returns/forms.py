"""The small forms of returns; the sections have a form of their own."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length


class DeclarationForm(FlaskForm):
    """The declaration with which a return is submitted: a name as a signature, and a tick."""

    agrees = BooleanField("I agree", validators=[InputRequired("Tick the box to make the declaration")])
    signed = StringField(
        "Your full name, as your signature",
        validators=[DataRequired("Enter your full name"), Length(max=200, message="Your name must be shorter")],
    )


class ReasonForm(FlaskForm):
    """Why a return is opened for answers again."""

    reason = TextAreaField(
        "What needs to be done, and why",
        validators=[
            DataRequired("Enter what needs to be done, and why"),
            Length(max=5000, message="The reason must be 5,000 characters or fewer"),
        ],
    )

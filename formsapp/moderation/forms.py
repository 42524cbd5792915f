"""The forms of moderation."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired


class AllocateForm(FlaskForm):
    """Ask one moderator to moderate the returns that are ticked."""

    moderator = SelectField("Moderator", coerce=int, validators=[InputRequired("Choose a moderator")])

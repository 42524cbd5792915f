"""The forms of renaming and removing what questions know by name."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from tool_definitions.values import LONGEST_KEY


class RenameForm(FlaskForm):
    """The new name."""

    name = StringField(
        "New name",
        validators=[DataRequired("Enter the new name"), Length(max=LONGEST_KEY, message="Keep it to 100 characters")],
    )


class RemoveForm(FlaskForm):
    """Only the button, and what guards it."""

"""The forms of what a question or a section is: its key, and a question's type."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from tool_definitions.words import TYPES


class KeyForm(FlaskForm):
    """Another key."""

    key = StringField(
        "Key",
        filters=[lambda text: text.strip() if text else text],
        validators=[DataRequired("Enter a key")],
        description="Lower-case letters, digits, dots, hyphens and underscores.",
    )


class TypeForm(FlaskForm):
    """Another way of answering."""

    type = RadioField(
        "How is it answered?",
        choices=[SelectChoice(name, words) for name, words in TYPES.items()],
        validators=[InputRequired("Choose how it is answered")],
    )

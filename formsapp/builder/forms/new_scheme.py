"""The forms that add a rating scheme."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tool_definitions.shipped import shipped_schemes
from tool_definitions.values import LONGEST_LINE


class ShippedSchemeForm(FlaskForm):
    """One of the schemes that come with the service."""

    shipped = SelectField("Scheme", validators=[InputRequired("Choose a scheme")])

    def __init__(self, formdata: object = ..., **kwargs: object) -> None:
        super().__init__(**({} if formdata is ... else {"formdata": formdata}), **kwargs)
        offered = [SelectChoice(key, _described(key)) for key in shipped_schemes()]
        self.shipped.choices = [SelectChoice("", "Choose a scheme"), *offered]


class NewSchemeForm(FlaskForm):
    """A scheme of the tool's own."""

    title = StringField(
        "Title",
        validators=[DataRequired("Enter a title for the scheme"), Length(max=LONGEST_LINE)],
        description="What people call it, such as How well it is embedded",
    )


def _described(key: str) -> str:
    scheme = shipped_schemes()[key]
    return f"{scheme.title}: {', '.join(level.label for level in scheme.shown_levels)}"

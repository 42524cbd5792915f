"""The forms of what is new: a title, and of a question its type."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tool_definitions.values import LONGEST_LINE
from tool_definitions.words import TYPES

TYPE_HINTS = {
    "rating": "One level of a rating scheme, with what each level looks like. It is scored.",
    "yes_no": "Can be scored, where a scheme has the levels yes and no.",
    "choice": "Can be scored, where a scheme has the choices as levels.",
    "choices": "As many as apply.",
    "text": "An answer in the respondent’s own words.",
    "number": "Such as how many people were trained.",
    "date": "A day.",
    "table": "Rows and columns to fill in.",
    "evidence": "Documents: what they are, where they are kept, their date.",
}


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class NewSectionForm(FlaskForm):
    """A new section."""

    title = StringField(
        "Title",
        filters=[_one_line],
        validators=[DataRequired("Enter the title of the section"), Length(max=LONGEST_LINE)],
    )


class NewQuestionForm(FlaskForm):
    """A new question."""

    type = RadioField(
        "How is it answered?",
        choices=[SelectChoice(name, words) for name, words in TYPES.items()],
        validators=[InputRequired("Choose how it is answered")],
    )
    title = StringField(
        "The question, or the statement that is rated",
        filters=[_one_line],
        validators=[DataRequired("Enter the question"), Length(max=LONGEST_LINE)],
    )

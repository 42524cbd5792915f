"""The forms of moderation."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from formsapp.moderation.reasons import ABOUT, LONGEST
from formsapp.returns.fields.days import fault_of_day, read_day
from formsapp.returns.fields.wording import LONGEST_COMMENT
from formsapp.returns.typed_words import storable, tidied


class KeepReasonForm(FlaskForm):
    """A reason that moderators can begin from."""

    about = SelectField("What it is about", choices=[SelectChoice(about, words) for about, words in ABOUT.items()])
    text = TextAreaField(
        "The reason",
        filters=[tidied],
        validators=[storable(LONGEST, "The reason", needed="Enter the reason")],
    )


class AskForm(FlaskForm):
    """What a moderator asks the author of an answer, and by when the reply is wanted."""

    text = TextAreaField(
        "What do you ask?",
        description="Ask for what you need to judge. Do not say what you think of the rating, and do not name a child.",
        filters=[tidied],
        validators=[storable(LONGEST_COMMENT, "What you ask", needed="Enter what you ask")],
    )
    due_on = StringField("Reply by", description="For example, 28 2 2027", filters=[tidied])

    def validate_due_on(self, field: Field) -> None:
        """A day; the command says which days will do."""
        if fault_of_day(read_day(field.data or "")):
            field.data = (field.data or "").replace("\x00", "\ufffd")
            raise ValidationError("Enter the day by which you need the reply, like 28 2 2027")

    @property
    def day(self) -> date:
        """The day by which the reply is wanted."""
        return date.fromisoformat(read_day(self.due_on.data or ""))

    @property
    def texts(self) -> dict[str, str]:
        """What is typed in words."""
        return {"text": self.text.data or ""}


class ReplyForm(FlaskForm):
    """What somebody of the organisation replies."""

    text = TextAreaField(
        "Your reply",
        filters=[tidied],
        validators=[storable(LONGEST_COMMENT, "Your reply", needed="Enter your reply")],
    )

    @property
    def texts(self) -> dict[str, str]:
        """What is typed in words."""
        return {"text": self.text.data or ""}

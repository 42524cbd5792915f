"""The forms of worked examples."""

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from formsapp.calibration.commands import Written
from formsapp.calibration.models import WorkedExample
from formsapp.calibration.rules import LONGEST_TEXT, identifies
from formsapp.clock import today
from formsapp.returns.typed_words import storable, tidied
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool


def _invented(_form: FlaskForm, field: Field) -> None:
    if fault := identifies(field.data or "", today().year):
        raise ValidationError(fault)


class QuestionForm(FlaskForm):
    """Which question an example answers: its levels follow from it."""

    question = SelectField("Question", validators=[InputRequired("Choose a question")])

    def offer(self, tool: Tool) -> None:
        """The rated questions, under their sections."""
        self.question.choices = [SelectChoice("", "Choose a question")] + [
            SelectChoice(question.key, f"{section.title}: {question.title}")
            for section in tool.sections
            for question in section.questions
            if question.key in tool.scored_questions
        ]


class ExampleForm(FlaskForm):
    """What an invented organisation said and showed, and what it should be rated."""

    comment = TextAreaField(
        "What the organisation says",
        filters=[tidied],
        validators=[storable(LONGEST_TEXT, "What the organisation says", needed="Write what it says"), _invented],
    )
    evidence = TextAreaField(
        "What it shows",
        description="The evidence it names. Leave it empty if it names none",
        filters=[tidied],
        validators=[storable(LONGEST_TEXT, "What it shows"), _invented],
    )
    reference = RadioField("The reference rating", validators=[InputRequired("Choose the reference rating")])
    why = TextAreaField(
        "Why this level, and not the one above or below",
        filters=[tidied],
        validators=[storable(LONGEST_TEXT, "Why", needed="Write why this level is right"), _invented],
    )

    def offer(self, scheme: RatingScheme) -> None:
        """The levels of the question."""
        self.reference.choices = [SelectChoice(one.value, one.label) for one in scheme.shown_levels]

    def show(self, example: WorkedExample) -> None:
        """The example in the boxes."""
        self.comment.data, self.evidence.data = example.comment, example.evidence
        self.reference.data, self.why.data = example.reference, example.why

    def written(self, question: str) -> Written:
        """The example as typed."""
        return Written(
            question=question,
            comment=self.comment.data or "",
            evidence=self.evidence.data or "",
            reference=self.reference.data or "",
            why=self.why.data or "",
        )


class RateForm(FlaskForm):
    """A moderator's own rating of an example, with the reason."""

    rating = RadioField("Your rating", validators=[InputRequired("Choose a level")])
    reason = TextAreaField(
        "The reason for your rating",
        filters=[tidied],
        validators=[storable(LONGEST_TEXT, "The reason", needed="Give the reason for your rating"), _invented],
    )

    def offer(self, scheme: RatingScheme) -> None:
        """The levels of the question."""
        self.rating.choices = [SelectChoice(one.value, one.label) for one in scheme.shown_levels]

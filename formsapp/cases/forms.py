"""The forms of cases."""

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from formsapp.cases.queries import agencies
from formsapp.cases.rules import code_refusal
from formsapp.people.rules import LONGEST_NOTE, PARTS_IN_A_CASE
from tool_definitions.tool import Case as CaseDefinition


class AddCaseForm(FlaskForm):
    """A case by its code, and who audits it."""

    code = StringField("Case code", validators=[Length(max=40)])
    theme = SelectField("Theme")
    age_band = SelectField("Age of the child")
    agencies = SelectMultipleField("Agencies")
    by_hand = TextAreaField("Schools and others, by name or URN", validators=[Length(max=20_000)])

    def offer(self, session: Session, definition: CaseDefinition) -> None:
        """Fill in what the tool and the register let one choose."""
        self.definition = definition
        self.theme.choices = _choices("Choose a theme", definition.themes)
        self.age_band.choices = _choices("Choose an age band", definition.age_bands)
        if not definition.themes:
            del self.theme
        if not definition.age_bands:
            del self.age_band
        self.agencies.choices = [SelectChoice(str(one.id), one.name) for one in agencies(session)]

    def validate_code(self, field: StringField) -> None:
        """The code says nothing about the child."""
        if refusal := code_refusal(field.data or "", example=self.definition.code_example):
            raise ValidationError(refusal)

    def validate_theme(self, field: SelectField) -> None:
        """A theme is chosen where the tool has themes."""
        if not field.data:
            raise ValidationError("Choose a theme")

    def validate_age_band(self, field: SelectField) -> None:
        """An age band is chosen where the tool has age bands."""
        if not field.data:
            raise ValidationError("Choose an age band")


class PartForm(FlaskForm):
    """What part a reviewer had in a case."""

    kind = RadioField("What is your part?", validate_choice=False,
                      choices=[SelectChoice(key, PARTS_IN_A_CASE[key]) for key in PARTS_IN_A_CASE])  # fmt: skip
    note = TextAreaField(
        "Anything to add (optional)",
        validators=[Length(max=LONGEST_NOTE, message=f"Keep it to at most {LONGEST_NOTE} characters")],
        description="Do not name a child",
    )

    def validate_kind(self, field: RadioField) -> None:
        """One of the list."""
        if field.data not in PARTS_IN_A_CASE:
            raise ValidationError("Choose what your part was")


class IndependenceForm(FlaskForm):
    """What an auditor confirms."""

    confirmed = BooleanField(
        "I confirm this",
        validators=[InputRequired("Confirm that you had no part in the case, or ask for another auditor")],
    )


def _choices(first: str, values: tuple[str, ...]) -> list[SelectChoice]:
    return [SelectChoice("", first), *(SelectChoice(value, value) for value in values)]

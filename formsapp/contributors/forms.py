"""The forms of asking somebody to help."""

from collections.abc import Iterable, Iterator

from flask_wtf import FlaskForm
from wtforms import EmailField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from formsapp.access.actor import Actor
from formsapp.contributors import rules
from formsapp.contributors.board import questions_left
from formsapp.returns.progress import SectionProgress
from formsapp.sign_in.forms import ChoosePasswordForm
from formsapp.ui.formatting import count

WHOLE, SOME = "whole", "some"


class SectionsForm(FlaskForm):
    """The whole return, or some of its sections."""

    part = RadioField(
        "What should they help with?",
        choices=[SelectChoice(SOME, "Only the sections ticked below"), SelectChoice(WHOLE, "The whole return")],
        validate_choice=False,
        default=SOME,
    )
    sections = SelectMultipleField("Sections", validate_choice=False)

    def offer(self, progress: Iterable[SectionProgress]) -> None:
        """The sections that are asked."""
        self.sections.choices = [SelectChoice(one.section.key, _title(one)) for one in progress]

    @property
    def chosen(self) -> frozenset[str] | None:
        """The sections that were chosen; None for the whole return."""
        return None if self.part.data == WHOLE else frozenset(self.sections.data or ())

    def validate_part(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in {WHOLE, SOME}:
            raise ValidationError("Choose whether they help with the whole return or with some sections")

    def validate_sections(self, field: SelectMultipleField) -> None:
        """At least one, and only those offered."""
        offered = frozenset(choice.value for choice in field.choices)
        if self.part.data == SOME and (refusal := rules.sections_refusal(self.chosen, offered)):
            raise ValidationError(refusal)


class AskForm(SectionsForm):
    """Somebody to ask, and for what."""

    name = StringField("Their name")
    email = EmailField("Their email address")
    message = TextAreaField("A message to them (optional)", description="It goes into the email. Do not name a child.")

    def __init__(self, by: Actor) -> None:
        super().__init__()
        self._by = by

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order in which the page asks them."""
        return iter([self.name, self.email, self.part, self.sections, self.message, self.csrf_token])

    def validate_name(self, field: StringField) -> None:
        """Somebody."""
        _hold(rules.name_refusal(" ".join((field.data or "").split())))

    def validate_email(self, field: EmailField) -> None:
        """Something that can be an address, and not one's own."""
        _hold(rules.email_refusal((field.data or "").strip().lower(), self._by))

    def validate_message(self, field: TextAreaField) -> None:
        """Short."""
        _hold(rules.message_refusal((field.data or "").strip()))


class StartForm(ChoosePasswordForm):
    """The name somebody goes by here, and their new password."""

    name = StringField("Your name")

    def __iter__(self) -> Iterator[Field]:
        """The name first."""
        return iter([self.name, self.password, self.again, self.csrf_token])

    def validate_name(self, field: StringField) -> None:
        """A name."""
        if rules.name_refusal(" ".join((field.data or "").split())):
            raise ValidationError("Enter your name")


def _title(progress: SectionProgress) -> str:
    left = questions_left(progress)
    title = f"{progress.section.number}. {progress.section.title}"
    return f"{title} ({count(left, 'needed question')} left)" if left else title


def _hold(refusal: str | None) -> None:
    if refusal is not None:
        raise ValidationError(refusal)

"""The form with which a rating is challenged."""

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import ValidationError

from formsapp.feedback.challenges import LONGEST_REASON
from formsapp.returns.typed_words import storable, tidied
from tool_definitions.scheme import RatingScheme


def _chosen(form: FlaskForm, field: RadioField) -> None:  # noqa: ARG001  WTForms' signature
    if field.data not in {value for value, _ in field.choices or ()}:
        raise ValidationError("Choose the level you think right")


class ChallengeForm(FlaskForm):
    """The level thought right, why, and what shows it."""

    rating = RadioField("Which level do you think right?", validate_choice=False, validators=[_chosen])
    reason = TextAreaField(
        "Why do you think so?",
        description="Say what the moderators may have missed or read otherwise. Do not name a child.",
        filters=[tidied],
        validators=[storable(LONGEST_REASON, "Your reason", needed="Say why you think another level right")],
    )
    evidence = TextAreaField(
        "What shows it, and where can it be seen? (optional)",
        description="For example, the training log in the school office, entries of March to July.",
        filters=[tidied],
        validators=[storable(LONGEST_REASON, "What shows it")],
    )

    def offer(self, scheme: RatingScheme, moderated: str) -> None:
        """Every level but the moderated one."""
        levels = [(one.value, one.label) for one in scheme.shown_levels]
        none = scheme.not_applicable
        self.rating.choices = [one for one in [*levels, (none.value, none.label)] if one[0] != moderated]

    @property
    def texts(self) -> dict[str, str]:
        """What is typed in words."""
        return {"reason": self.reason.data or "", "evidence": self.evidence.data or ""}

    @property
    def said(self) -> dict[str, str]:
        """The challenge as it is stored."""
        return {"rating": self.rating.data or "", **self.texts}

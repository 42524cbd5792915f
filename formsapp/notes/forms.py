"""The form of a private note."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import ValidationError

from formsapp.identifiers import label_of
from formsapp.notes import rules


class NoteForm(FlaskForm):
    """A note, whether it is to do, and that words which may identify a child are meant to stay."""

    text = TextAreaField("Write a private note", description="Do not name a child")
    is_to_do = BooleanField("To do: remind us of this before we submit")
    keep = BooleanField("Keep it: it identifies no child")
    #: Whether the page offers to keep words that were held back.
    is_held = False

    def validate_text(self, field: TextAreaField) -> None:
        """Something, short; and nothing that may identify a child unless somebody looked at it again."""
        text = (field.data or "").strip()
        if refusal := rules.text_refusal(text):
            raise ValidationError(refusal)
        if not (found := rules.may_identify(text)):
            return
        self.is_held = True
        if not self.keep.data:
            labels = " and ".join(dict.fromkeys(label_of(one.kind) for one in found))
            raise ValidationError(f"This looks like {labels}. Take it out, or tick that it identifies no child")

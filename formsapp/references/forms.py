"""The forms of the register of law and guidance."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, InputRequired, Length

from formsapp.tool_drafts.first_text import key_from
from formsapp.ui.fields import DayField
from tool_definitions.values import LONGEST_LINE, LONGEST_TEXT

_LINE = Length(max=LONGEST_LINE, message=f"Keep it to at most {LONGEST_LINE} characters")
_TEXT = Length(max=LONGEST_TEXT, message=f"Keep it to at most {LONGEST_TEXT:,} characters")


class InstrumentForm(FlaskForm):
    """What is said of a law or guidance that stands in the register already."""

    title = StringField(
        "Title", validators=[DataRequired("Enter the title of the law or guidance"), _LINE],
        description="Without the year of the edition, such as Working Together to Safeguard Children",
    )  # fmt: skip
    publisher = StringField("Publisher", validators=[_LINE], description="Such as Department for Education")
    url = URLField("Web address", validators=[_LINE], description="The page where its latest edition is found")
    note = TextAreaField("Note", validators=[_TEXT], description="For whoever keeps the register")

    def given(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: (self[name].data or "").strip() for name in ("title", "publisher", "url", "note")}


class NewInstrumentForm(InstrumentForm):
    """A law or guidance that is added."""

    key = StringField(
        "Short name", validators=[_LINE],
        description="What tool files call it, such as working-together. Left empty, it is made of the title",
    )  # fmt: skip
    edition = DayField("Date of the latest edition", description="Left empty, you can add editions afterwards")

    def given(self) -> dict[str, str]:
        """What was typed, by field, with the short name made of the title where none was given."""
        said = super().given()
        return {**said, "key": (self.key.data or "").strip() or key_from(said["title"])}


class EditionForm(FlaskForm):
    """One edition."""

    edition = DayField(
        "Date of the edition", validators=[InputRequired("Enter the date of the edition")],
        description="The day it was made or published, such as 1 9 2026",
    )  # fmt: skip
    title = StringField("Title of this edition", validators=[_LINE], description="Only where it is not the usual one")
    url = URLField("Web address of this edition", validators=[_LINE], description="Only where it has one of its own")
    in_force_from = DayField("In force from", description="Only where it takes effect on another day")

    def given(self) -> dict[str, Any]:
        """What was typed, by field."""
        typed = {name: (self[name].data or "").strip() for name in ("title", "url")}
        return {**typed, "edition": self.edition.data, "in_force_from": self.in_force_from.data}

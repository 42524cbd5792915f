"""Every component on one page, in the application's own layout: for looking at, and for checking in a browser."""

from pathlib import Path
from types import SimpleNamespace

from flask import Flask, flash, g, render_template_string
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from formsapp.access.actor import Actor, Holds
from formsapp.ui.fields import DayField

LEVELS = [SelectChoice("0", "Not met"), SelectChoice("1", "Partly met"), SelectChoice("2", "Met")]
HINTS = {
    "0": "Nothing is written down.",
    "1": "There is a policy, and some staff know it.",
    "2": "All staff follow it.",
}
ASKED = {"description": "A few words that help", "validators": [InputRequired("Enter what is asked")]}


class GalleryForm(FlaskForm):
    """A field of every kind."""

    name = StringField("Full name", **ASKED)
    email = EmailField("Email address", **ASKED)
    password = PasswordField("Password", **ASKED)
    places = IntegerField("How many places", **ASKED)
    words = TextAreaField("What would make this better", **ASKED)
    limited = TextAreaField("In no more than 200 characters", **ASKED)
    kind = SelectField(
        "Kind of organisation", choices=[SelectChoice("school", "School"), SelectChoice("agency", "Agency")]
    )
    level = RadioField("Staff know how to make a referral", choices=LEVELS, **ASKED)
    yes_no = RadioField("Was a parent told?", choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")], **ASKED)
    themes = SelectMultipleField("Themes", choices=LEVELS, description="Choose all that apply")
    agree = BooleanField(
        "I have read the terms of reference", validators=[InputRequired("Say that you have read them")]
    )
    evidence = FileField("Evidence", description="A PDF, Word or Excel file")
    closes = DayField("Closing day", **ASKED)


def gallery(*, with_errors: bool) -> str:
    """The page, as it opens or as it comes back with errors."""
    g.actor = Actor(1, "Samira Okafor-Wren", roles=(Holds("partnership_officer"),))
    form = GalleryForm(meta={"csrf": False})
    if with_errors:
        form.validate()
    else:
        flash("Saved. Three sections are left.")
    page = SimpleNamespace(number=5, pages=9, url_for=lambda number: f"?page={number}")
    template = (Path(__file__).parent / "gallery.html").read_text()
    return render_template_string(template, form=form, page=page, hints=HINTS)


def add_gallery(app: Flask) -> None:
    """Two addresses that only tests have."""
    app.add_url_rule("/gallery", "gallery", lambda: gallery(with_errors=False))
    app.add_url_rule("/gallery/errors", "gallery_errors", lambda: gallery(with_errors=True))

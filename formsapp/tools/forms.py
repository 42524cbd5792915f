"""The forms of tools."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from formsapp.tools.queries import shipped_sources
from formsapp.ui.fields import DayField

LARGEST_FILE = 1024 * 1024


class AddToolVersionForm(FlaskForm):
    """A tool file from the shipped ones, uploaded or pasted: exactly one of them."""

    shipped = SelectField("A tool that comes with this service", default="")
    file = FileField("A tool file (YAML)")
    pasted = TextAreaField("The text of a tool file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [SelectChoice(key, title) for key, (title, _path) in shipped_sources().items()]
        self.shipped.choices = [SelectChoice("", "Choose a tool"), *offered]

    def source(self) -> tuple[str, str] | None:
        """The file's name and text; None, with the error in place, where there is none that can be read."""
        given = [self.shipped.data, self.file.data, (self.pasted.data or "").strip()]
        if sum(bool(one) for one in given) != 1:
            problem = "Choose one way only" if any(given) else "Choose a tool, a file, or paste the text of one"
            self.shipped.errors = [*self.shipped.errors, problem]
            return None
        if self.shipped.data:
            path = shipped_sources()[self.shipped.data][1]
            return path.name, path.read_text(encoding="utf-8")
        return self._uploaded() if self.file.data else ("pasted text", self.pasted.data or "")

    def _uploaded(self) -> tuple[str, str] | None:
        content = self.file.data.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            self.file.errors = ["The file is larger than 1 MB, which no tool needs"]
            return None
        try:
            return self.file.data.filename or "tool.yaml", content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.file.errors = ["The file is not text in UTF-8. Save it as UTF-8 and try again"]
            return None


class RatifyForm(FlaskForm):
    """Which meeting ratified a version, and when."""

    meeting = StringField(
        "Which meeting ratified this version?",
        validators=[InputRequired("Enter the meeting that ratified it"), Length(max=200)],
    )
    on = DayField("Date of the meeting", validators=[InputRequired("Enter the date of the meeting")])

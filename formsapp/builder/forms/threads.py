"""The forms of the themes that run through a tool."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from formsapp.builder.fields import CannotBeSaved, Form, Group, Line
from formsapp.builder.part import EditedPart
from formsapp.builder.places import names_in
from tool_definitions.values import LONGEST_LINE


class NeededLine(Line):
    """A line that cannot be left empty: what it names is removed on a page that shows what uses it."""

    def after(self) -> Any:
        """What was typed."""
        if self.is_set and not self.is_odd and not self.error and not self.typed.strip():
            raise CannotBeSaved("Enter what people call it, or remove it with its button")
        return super().after()


class NewThreadForm(FlaskForm):
    """A thread that is added."""

    label = StringField(
        "New thread",
        validators=[DataRequired("Enter what people call the thread"), Length(max=LONGEST_LINE)],
        description="Such as Lived experience of children",
    )


def threads_part() -> EditedPart:
    """What people call each thread."""
    return EditedPart("threads", "threads", lambda _data: (), _form, holds=lambda name: name == "threads")


def _form(data: dict[str, Any]) -> Form:
    return Form(Group("threads", "Threads", [NeededLine(key, key) for key in names_in(data, "threads")]))

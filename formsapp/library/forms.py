"""The forms of the library."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from formsapp.library.destinations import Destination


class CopyForm(FlaskForm):
    """Where a copy goes."""

    into = SelectField("Copy it into", validators=[InputRequired("Choose where the copy goes")], default="")

    def __init__(self, *args: Any, destinations: Sequence[Destination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._destinations = {one.value: one for one in destinations}
        offered = [SelectChoice(value, one.words) for value, one in self._destinations.items()]
        self.into.choices = [SelectChoice("", "Choose a draft"), *offered]

    @property
    def destination(self) -> Destination:
        """What was chosen."""
        return self._destinations[self.into.data]

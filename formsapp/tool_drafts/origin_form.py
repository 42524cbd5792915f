"""The form in which an officer says where a question comes from."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from formsapp.tool_drafts.relations import Relations
from tool_definitions.changes import Origin

_LONGEST_TITLE = 90
#: So many origins can be chosen, or as many as there are already.
_FEWEST = 3


class OriginForm(FlaskForm):
    """A relation, and the question or questions of the version before that it is to."""

    relation = RadioField(
        "What is it?",
        choices=[
            SelectChoice("same", "The same question as before"),
            SelectChoice("reworded", "The same question in other words"),
            SelectChoice("split", "A part of a question that was split"),
            SelectChoice("merged", "Several questions merged into one"),
            SelectChoice("new", "A new question"),
        ],
    )
    origins = FieldList(SelectField())
    #: What stood there when the form was opened.
    base = HiddenField()

    def __init__(self, relations: Relations, key: str, *, base: str, **given: Any) -> None:
        origin = relations.origin(key)
        keys = [*origin.keys, *[""] * (_FEWEST - len(origin.keys))]
        super().__init__(relation=origin.relation, base=base, origins=keys, **given)
        while len(self.origins) < len(keys):
            self.origins.append_entry("")
        offered = [
            SelectChoice(old, f"{relations.old_numbers[old]} {_shortened(question.title)}")
            for old, question in relations.before.questions.items()
        ]
        for place, field in enumerate(self.origins):
            field.label.text = "Question before" if place == 0 else f"Question {place + 1}, where several were merged"
            field.choices = [SelectChoice("", "None"), *offered]

    @property
    def origin(self) -> Origin:
        """What was chosen."""
        chosen = [field.data for field in self.origins if field.data]
        return Origin(() if self.relation.data == "new" else tuple(dict.fromkeys(chosen)), self.relation.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """As many questions must be chosen as the relation is to."""
        if not super().validate(extra_validators):
            return False
        number = len(self.origin.keys)
        if self.relation.data == "merged" and number < 2:
            return self._refuse(1, "Choose at least two questions, or another relation")
        if self.relation.data in {"same", "reworded", "split"} and number == 0:
            return self._refuse(0, "Choose the question before")
        if self.relation.data in {"same", "reworded", "split"} and number > 1:
            return self._refuse(1, "Only a merged question comes from several: choose None, or that it was merged")
        return True

    def _refuse(self, place: int, message: str) -> bool:
        self.origins[place].errors = self.origins.errors = [message]
        return False


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"

"""The form in which an officer says where a question comes from."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from formsapp.tool_drafts.relations import Relations
from tool_definitions.changes import Origin

_LONGEST_TITLE = 90


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
    first = SelectField("Question before")
    second = SelectField("Second question, where several were merged")
    third = SelectField("Third question")
    #: What stood there when the form was opened.
    base = HiddenField()

    def __init__(self, relations: Relations, key: str, *, base: str, **given: Any) -> None:
        origin = relations.origin(key)
        standing = dict(zip(("first", "second", "third"), origin.keys, strict=False))
        super().__init__(relation=origin.relation, base=base, **standing, **given)
        offered = [
            SelectChoice(old, f"{relations.old_numbers[old]} {_shortened(question.title)}")
            for old, question in relations.before.questions.items()
        ]
        for field in self._fields_of_origin:
            field.choices = [SelectChoice("", "None"), *offered]

    @property
    def _fields_of_origin(self) -> tuple[SelectField, SelectField, SelectField]:
        return self.first, self.second, self.third

    @property
    def origin(self) -> Origin:
        """What was chosen."""
        keys = (
            ()
            if self.relation.data == "new"
            else tuple(dict.fromkeys(f.data for f in self._fields_of_origin if f.data))
        )
        return Origin(keys, self.relation.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """As many questions must be chosen as the relation is to."""
        if not super().validate(extra_validators):
            return False
        number = len(self.origin.keys)
        if self.relation.data == "merged" and number < 2:
            self.second.errors = ["Choose at least two questions, or another relation"]
        elif self.relation.data in {"same", "reworded", "split"} and number == 0:
            self.first.errors = ["Choose the question before"]
        elif self.relation.data in {"same", "reworded", "split"} and number > 1:
            self.second.errors = ["Only a merged question comes from several: choose None, or that it was merged"]
        return not self.errors


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"

"""Which component shows which form field, and the errors of a form as its summary lists them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import wtforms
from wtforms.fields.choices import SelectFieldBase

from formsapp.ui.fields import DayField

Errors = list[tuple[str | None, str]]


@dataclass(frozen=True)
class Component:
    """A component's name, and what its kind of field asks of it."""

    name: str
    type: str = "text"
    inputmode: str | None = None
    width: int | None = None
    spellcheck: bool | None = None
    multiple: bool = False


#: The first that fits counts: subclasses stand before what they are made of.
_COMPONENTS: list[tuple[type[wtforms.Field], Component]] = [
    (DayField, Component("day")),
    (wtforms.HiddenField, Component("hidden")),
    (wtforms.PasswordField, Component("password")),
    (wtforms.TextAreaField, Component("textarea")),
    (wtforms.EmailField, Component("input", type="email", spellcheck=False)),
    (wtforms.TelField, Component("input", type="tel", width=20)),
    (wtforms.URLField, Component("input", type="url", spellcheck=False)),
    (wtforms.SearchField, Component("input", type="search")),
    (wtforms.IntegerField, Component("input", inputmode="numeric", width=5)),
    (wtforms.DecimalField, Component("input", inputmode="decimal", width=5)),
    (wtforms.FloatField, Component("input", inputmode="decimal", width=5)),
    (wtforms.BooleanField, Component("checkbox")),
    (wtforms.RadioField, Component("radios")),
    (wtforms.SelectMultipleField, Component("checkboxes")),
    (wtforms.SelectField, Component("select")),
    (wtforms.MultipleFileField, Component("file", multiple=True)),
    (wtforms.FileField, Component("file")),
    (wtforms.StringField, Component("input")),
]


def component_of(field: wtforms.Field) -> Component:
    """The component for a field; raises TypeError for a kind of field that pages cannot show."""
    for kind, component in _COMPONENTS:
        if isinstance(field, kind):
            return component
    raise TypeError(f"no component shows a {type(field).__name__} ({field.name})")


def choices_of(field: SelectFieldBase, hints: Mapping[Any, str]) -> list[tuple[str, str, str | None]]:
    """The value, text and hint of each choice."""
    return [(choice.value, choice.label, hints.get(choice.value)) for choice in field.iter_choices()]


def chosen_of(field: SelectFieldBase) -> Any:
    """What is chosen: a list of values where there may be several, a value or None elsewhere."""
    chosen = [choice.value for choice in field.iter_choices() if choice.selected]
    if isinstance(field, wtforms.SelectMultipleField):
        return chosen
    return chosen[0] if chosen else None


def form_errors(form: Any) -> Errors:
    """The first error of each field with the id it links to; what concerns the whole form has no id."""
    if not isinstance(form, wtforms.form.BaseForm) or not form.errors:
        return []
    return [(None, str(message)) for message in form.form_errors] + list(_errors_of_fields(form))


def _errors_of_fields(form: wtforms.form.BaseForm) -> Iterator[tuple[str | None, str]]:
    for field in form:
        if isinstance(field, wtforms.FormField):
            yield from _errors_of_fields(field.form)
        elif isinstance(field, wtforms.FieldList):
            for entry in field.entries:
                yield from _errors_of_fields([entry])  # type: ignore[arg-type]  # a list of fields iterates as a form does
        elif field.errors:
            yield _target_of(field), str(field.errors[0])


def _target_of(field: wtforms.Field) -> str | None:
    if isinstance(field, wtforms.HiddenField):
        return None
    return field.first_wrong_id if isinstance(field, DayField) else str(field.id)

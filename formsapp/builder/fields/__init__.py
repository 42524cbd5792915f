"""The fields of the builder's forms: each shows a part of a tool's data and gives it back."""

from formsapp.builder.fields.choice import Choice, Option, Tick, Ticks
from formsapp.builder.fields.field import ABSENT, CannotBeSaved, Field, Posted
from formsapp.builder.fields.group import Form, Group, Row, Rows
from formsapp.builder.fields.text import Line, Lines, Number, Words

__all__ = [
    "ABSENT",
    "CannotBeSaved",
    "Choice",
    "Field",
    "Form",
    "Group",
    "Line",
    "Lines",
    "Number",
    "Option",
    "Posted",
    "Row",
    "Rows",
    "Tick",
    "Ticks",
    "Words",
]

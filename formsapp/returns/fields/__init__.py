"""How each type of question is asked, read, checked, stored and shown: one module a type, found in this registry."""

from typing import Any

from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.choice import Choice
from formsapp.returns.fields.choices import Choices
from formsapp.returns.fields.date import Date
from formsapp.returns.fields.evidence import Evidence
from formsapp.returns.fields.number import Number
from formsapp.returns.fields.rating import Rating
from formsapp.returns.fields.table import Table
from formsapp.returns.fields.text import Text
from formsapp.returns.fields.yes_no import YesNo

#: The type of a question in a tool file -> how it is asked.
FIELD_TYPES: dict[str, type[Asked[Any]]] = {
    "rating": Rating,
    "yes_no": YesNo,
    "choice": Choice,
    "choices": Choices,
    "text": Text,
    "number": Number,
    "date": Date,
    "table": Table,
    "evidence": Evidence,
}

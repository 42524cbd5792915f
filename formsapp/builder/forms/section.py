"""The form of a section."""

from typing import Any

from formsapp.builder.fields import Form, Line, Number, Words
from formsapp.builder.fields.judged import Recommended
from formsapp.builder.fields.organisations import AppliesTo
from formsapp.builder.part import EditedPart
from formsapp.builder.places import section_path


def section_part(key: str) -> EditedPart:
    """A section without its questions, which have pages of their own."""
    return EditedPart(
        f"section {key}",
        key,
        lambda data: section_path(data, key),
        _form,
        holds=lambda name: name != "questions",
    )


def _form(data: dict[str, Any]) -> Form:
    weight = "How much the section counts in the overall score. 0 counts nothing."
    who = "Nothing chosen: everybody. Of what is chosen, all must match."
    return Form(
        Line("title", "Title"),
        Words("guidance", "Guidance", hint="What to have in mind when answering this section."),
        Number("weight", "Weight", default="1", hint=weight),
        AppliesTo("applies_to", "Asked of", data, hint=who),
        Recommended(),
    )

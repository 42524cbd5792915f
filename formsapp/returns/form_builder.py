"""Section + answers -> form: one field a question, which reads all the boxes of its question."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, Form
from wtforms.utils import UnsetValue, unset_value

from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import NOTHING, Given
from tool_definitions.visibility import Attributes


class QuestionField(Field):
    """One question: its rating or value, and the boxes that go with it."""

    data: Given

    def __init__(self, asked: Asked[Any], **kwargs: Any) -> None:
        super().__init__(asked.question.title, **kwargs)
        self.asked = asked
        self.faults: Faults = {}

    def process(
        self, formdata: FormData | None, data: Given | UnsetValue = unset_value, extra_filters: object = None
    ) -> None:
        """Read the answer from the form; what the form does not hold stays as it is stored."""
        del extra_filters
        before = data if isinstance(data, Given) else NOTHING
        self.data = self.asked.read(formdata, before) if formdata else before

    def validate(self, form: "SectionForm", extra_validators: Iterable[Any] = ()) -> bool:  # type: ignore[override]  # a narrower form
        """Whether the answer can be stored."""
        del extra_validators
        self.faults = self.asked.faults(self.data, form.organisation)
        self.errors = list(self.faults.values())
        return not self.faults


class SectionForm(Form):
    """The form of one section. The token against forged requests is checked for every form by the application."""

    def __init__(
        self, formdata: FormData | None, answers: Mapping[str, Given], organisation: Attributes | None
    ) -> None:
        self.organisation = organisation
        super().__init__(formdata, data=answers)


def section_form_class(questions: Iterable[Asked[Any]]) -> type[SectionForm]:
    """The form class of a section: made once per tool version and kept by its `AskedSection`."""
    return type("SectionForm", (SectionForm,), {asked.name: QuestionField(asked) for asked in questions})


def build_section_form(
    section: Any, answers: Mapping[str, Given], *, organisation: Attributes | None, formdata: FormData | None = None
) -> SectionForm:
    """The form of an `AskedSection` with its stored answers (by question key), and what was posted on top of them."""
    named = {asked.name: answers[asked.key] for asked in section.questions if asked.key in answers}
    form: SectionForm = section.form_class(formdata, named, organisation)
    return form

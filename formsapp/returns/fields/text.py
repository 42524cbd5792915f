"""Words."""

from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import ONLY_SPACES, fault_of, tidy
from tool_definitions.question import TextQuestion
from tool_definitions.visibility import Attributes


class Text(Asked[TextQuestion]):
    """Words, as long as the tool allows."""

    template = "returns/fields/text.html"

    def read(self, form: FormData, before: Given) -> Given:
        """The words typed."""
        return before._replace(value=tidy(form[self.name]) or None) if self.name in form else before

    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:  # noqa: ARG002  the same for all
        """Why the answer cannot be stored."""
        if given.value == ONLY_SPACES:
            return {"value": "Enter your answer in words"} if self.question.required else {}
        fault = fault_of(given.value or "", self.question.maximum_length, "Your answer")
        return {"value": fault} if fault else {}

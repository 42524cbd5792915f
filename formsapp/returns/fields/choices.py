"""Any number of several."""

import json

from formsapp.returns.fields.asked import CHOOSE, Asked, Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.judged import Choosable, inline
from tool_definitions.question import ChoicesQuestion
from tool_definitions.tool import Tool
from tool_definitions.visibility import Attributes


class Choices(Asked[ChoicesQuestion]):
    """Several options, stored as a JSON list in the order of the tool."""

    template = "returns/fields/choices.html"
    read_template = "returns/read/choices.html"

    def __init__(self, question: ChoicesQuestion, tool: Tool, number: str) -> None:
        super().__init__(question, tool, number)
        self.options = tuple(Choosable(one.value, one.label, inline(one.hint)) for one in question.options)
        self.labels = {one.value: one.label for one in question.options}
        self.repeated = frozenset({self.name})

    def read(self, form: FormData, before: Given) -> Given:
        """The boxes ticked. A hidden empty value travels with them: none ticked is not the same as not asked."""
        if self.name not in form:
            return before
        ticked = set(form.getlist(self.name)) - {""}
        known = [value for value in self.labels if value in ticked]
        return before._replace(value=json.dumps(known + sorted(ticked - set(known))) if ticked else None)

    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:  # noqa: ARG002  the same for all
        """Why the answer cannot be stored."""
        return {} if set(self.chosen(given)) <= self.labels.keys() else {"value": CHOOSE}

    def chosen(self, given: Given) -> tuple[str, ...]:
        """The values ticked."""
        return self.condition_value(given.value) or ()

    def condition_value(self, value: str | None) -> tuple[str, ...] | None:
        """The values, in the order of the tool."""
        return tuple(json.loads(value)) if value else None

    def words(self, value: str) -> str:
        """The labels, one a line."""
        return "\n".join(self.labels.get(one, one) for one in json.loads(value))

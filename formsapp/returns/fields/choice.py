"""One of several."""

from formsapp.returns.fields.judged import Choosable, Judged, inline
from tool_definitions.question import ChoiceQuestion


class Choice(Judged[ChoiceQuestion]):
    """One option."""

    template = "returns/fields/choice.html"

    def _options(self) -> tuple[Choosable, ...]:
        return tuple(Choosable(one.value, one.label, inline(one.hint)) for one in self.question.options)

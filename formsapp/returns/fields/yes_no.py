"""Yes or no."""

from formsapp.returns.fields.judged import Choosable, Judged, levels_shown
from tool_definitions.question import YesNoQuestion


class YesNo(Judged[YesNoQuestion]):
    """Yes or no; where the question is scored, the levels of its scheme."""

    template = "returns/fields/yes_no.html"

    def _options(self) -> tuple[Choosable, ...]:
        if self.scheme is not None:
            return levels_shown(self.scheme, {})
        return (Choosable("yes", "Yes"), Choosable("no", "No"))

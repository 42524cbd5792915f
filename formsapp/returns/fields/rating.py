"""A rating on a scheme, with what each level looks like for this question beside the choice."""

from formsapp.returns.fields.judged import Choosable, Judged, levels_shown
from tool_definitions.question import RatingQuestion


class Rating(Judged[RatingQuestion]):
    """One level of a rating scheme."""

    template = "returns/fields/rating.html"
    choose = "Choose a level from the list"
    unanswered = "Choose a level"

    def _options(self) -> tuple[Choosable, ...]:
        scheme = self.tool.rating_schemes[self.question.scheme]
        return levels_shown(scheme, self.question.levels)

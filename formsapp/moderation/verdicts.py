"""What a judgement says of the self rating, in words."""

from typing import NamedTuple

from formsapp.ui.formatting import count
from tool_definitions.scheme import RatingScheme


class Verdict(NamedTuple):
    """A verdict: its key, which reasons are grouped by, and its words."""

    key: str
    words: str


def label_of(scheme: RatingScheme, rating: str | None) -> str:
    """A rating as people read it; nothing for an answer that was not given."""
    if rating is None:
        return "Not answered"
    return scheme.level(rating).label if rating in scheme.ranks else scheme.not_applicable.label


def judged_label(scheme: RatingScheme, rating: str | None) -> str:
    """A moderator's rating as people read it."""
    return "Cannot judge" if rating is None else label_of(scheme, rating)


def verdict_of(scheme: RatingScheme, self_rating: str | None, rating: str | None) -> Verdict:
    """What a moderator's rating says of the self rating."""
    label = judged_label(scheme, rating)
    if rating is None:
        return Verdict("cannot_judge", label)
    if rating == self_rating:
        return Verdict("agree", f"Agrees: {label}")
    if self_rating == scheme.not_applicable.value:
        return Verdict("reject_not_applicable", f"Rejects not applicable: {label}")
    if self_rating not in scheme.ranks or rating not in scheme.ranks:
        return Verdict("other", f"Proposes {label}")
    steps = scheme.ranks[rating] - scheme.ranks[self_rating]
    key, way = ("raise", "higher") if steps > 0 else ("lower", "lower")
    return Verdict(key, f"Proposes {label}, {count(abs(steps), 'level')} {way}")

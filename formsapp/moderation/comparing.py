"""How the ratings of one answer lie to each other, in words: how far apart, raised or lowered, why it is to settle."""

from collections.abc import Collection
from enum import StrEnum

from formsapp.moderation.queries import QuestionRecord
from tool_definitions.question import JudgedQuestion
from tool_definitions.scheme import RatingScheme

HOW_SETTLED = {
    "upheld": "upheld",
    "agreed": "agreed after discussion",
    "chair_settled": "settled by the chair",
}


class Kind(StrEnum):
    """Why an answer is an exception, in the order in which it matters."""

    LIMIT = "limit"
    STALE = "stale"
    REJECTED = "rejected"
    DIFFER = "differ"
    CHANGED = "changed"
    CANNOT = "cannot"

    @property
    def words(self) -> str:
        """The exception as a mark on a page."""
        return _WORDS[self]


_WORDS = {
    Kind.LIMIT: "Limits the band",
    Kind.STALE: "Answer changed since it was settled",
    Kind.REJECTED: "Not applicable rejected",
    Kind.DIFFER: "Moderators differ",
    Kind.CHANGED: "Change proposed",
    Kind.CANNOT: "Cannot be judged",
}


def words_of(scheme: RatingScheme, rating: str | None, *, nothing: str = "Cannot judge") -> str:
    """A rating in words."""
    if rating is None:
        return nothing
    if rating == scheme.not_applicable.value:
        return scheme.not_applicable.label
    return scheme.level(rating).label if rating in scheme.ranks else rating


def distance(scheme: RatingScheme, one: str | None, other: str | None) -> int | None:
    """How many levels lie between two ratings; None where one of them is no level."""
    ranks = scheme.ranks
    if one is None or other is None or one not in ranks or other not in ranks:
        return None
    return abs(ranks[one] - ranks[other])


def apart(scheme: RatingScheme, ratings: Collection[str | None]) -> str:
    """How far these ratings lie apart, in words: "2 levels apart"."""
    different = set(ratings)
    if len(different) < 2:
        return "The same rating" if None not in different else "Not judged"
    ranks = [scheme.ranks[rating] for rating in different if rating in scheme.ranks]
    if len(ranks) < len(different):
        return "Not on the same scale: " + " and ".join(sorted(words_of(scheme, one).lower() for one in different))
    levels = max(ranks) - min(ranks)
    return f"{levels} {'level' if levels == 1 else 'levels'} apart"


def change(scheme: RatingScheme, self_rating: str | None, rating: str | None) -> str:
    """What a rating does to the self rating, in words: "raises it by 1 level"; empty where nothing can be said."""
    if rating == self_rating:
        return "keeps it"
    levels = distance(scheme, self_rating, rating)
    if levels is None or self_rating is None or rating is None:
        return ""
    verb = "raises" if scheme.ranks[rating] > scheme.ranks[self_rating] else "lowers"
    return f"{verb} it by {levels} {'level' if levels == 1 else 'levels'}"


def kinds_of(question: JudgedQuestion, scheme: RatingScheme, record: QuestionRecord) -> tuple[Kind, ...]:
    """Why the panel should look at this answer; nothing where it was decided and has not changed since."""
    if record.is_decided:
        return ()
    judged = [one.rating for one in record.judged]
    levels = {one for one in judged if one is not None}
    not_applicable = scheme.not_applicable.value
    found = {
        Kind.STALE: record.is_stale,
        Kind.LIMIT: _limits(question, scheme, {record.self_rating, *levels}) and bool(judged or record.settled),
        Kind.REJECTED: record.self_rating == not_applicable and bool(levels - {not_applicable}),
        Kind.DIFFER: len(set(judged)) > 1,
        Kind.CHANGED: bool(levels - {record.self_rating}),
        Kind.CANNOT: None in judged,
    }
    return tuple(kind for kind in Kind if found[kind])


def _limits(question: JudgedQuestion, scheme: RatingScheme, ratings: Collection[str | None]) -> bool:
    if question.limit is None:
        return False
    highest = scheme.ranks[question.limit.at_or_below]
    return any(scheme.ranks[rating] <= highest for rating in ratings if rating in scheme.ranks)

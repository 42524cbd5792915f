"""What is odd in a return: for the eye of a person, never a verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scoring.change import NotComparable, match_question
from scoring.ratings import Ratings
from scoring.score import Scores

#: A return finished in fewer minutes than this was hardly read.
FEWEST_MINUTES = 10
#: A comment shorter than this is said alike by many for good reason ("Yes, in place.").
SHORTEST_COPIED = 28
#: In so many organisations' returns the same comment is odd: two neighbours may have written theirs together.
SEVERAL = 3


@dataclass(frozen=True)
class Oddity:
    """Something in one return that a moderator may want to look at: its kind, the question if it is one, the words."""

    return_id: str
    kind: str
    text: str
    question: str | None = None


def oddities(
    scores: Scores, previous: Scores | None = None, minutes: Mapping[str, float] | None = None
) -> tuple[Oddity, ...]:
    """What is odd in each return, in the order of the returns.

    `previous` gives last year's answers by organisation; `minutes` how long each return took, by return id.
    What is not known is not looked for: comments, evidence, `previous`, `minutes`.
    """
    found = [*_top_without_words(scores), *_copied(scores.ratings), *_all_alike(scores)]
    if previous is not None:
        found += _unchanged(scores, previous)
    found += _quick(scores.ratings, minutes or {})
    order = {return_id: row for row, return_id in enumerate(scores.ratings.return_ids)}
    return tuple(sorted(found, key=lambda oddity: order[oddity.return_id]))


def oddities_of_return(
    scores: Scores, previous: Scores | None = None, *, minutes: float | None = None
) -> tuple[Oddity, ...]:
    """What is odd in one return as it stands: what its own people may be told before they submit.

    `scores` holds that return alone, `previous` what the same organisation gave last time (under whatever tool it had
    then), and `minutes` is the time from the first save to the last. Source: scoring.md, section 3, *Oddities*. What
    several organisations say word for word is no matter for one of them: `oddities` finds it over a whole audit.
    Raises ValueError where there is not exactly one return.
    """
    if len(scores.ratings) != 1:
        raise ValueError(f"one return is looked at here, not {len(scores.ratings)}")
    return oddities(scores, previous, {} if minutes is None else {scores.ratings.return_ids[0]: minutes})


def _top_without_words(scores: Scores) -> Iterator[Oddity]:
    ratings = scores.ratings
    if ratings.comments is None:
        return
    evidence = ratings.evidence or frozenset()
    for column, key in enumerate(scores.columns.keys):
        top = len(scores.tool.scheme_of(key).levels) - 1
        for row in np.flatnonzero(ratings.codes[:, column] == top).tolist():
            cell = (ratings.return_ids[row], key)
            if not ratings.comments.get(cell, "").strip() and cell not in evidence:
                yield Oddity(
                    cell[0], "top_without_evidence", "has the top rating with neither comment nor evidence", key
                )


def _copied(ratings: Ratings) -> Iterator[Oddity]:
    organisation = dict(zip(ratings.return_ids, ratings.organisation_ids, strict=True))
    said: dict[str, list[tuple[str, str]]] = {}
    for cell, comment in (ratings.comments or {}).items():
        words = " ".join(comment.split())
        if len(words) >= SHORTEST_COPIED and cell[0] in organisation:
            said.setdefault(words, []).append(cell)
    for cells in said.values():
        others = len({organisation[return_id] for return_id, _ in cells}) - 1
        if others + 1 >= SEVERAL:
            text = f"has the same comment, word for word, as {others} other organisations"
            yield from (Oddity(return_id, "copied_comment", text, key) for return_id, key in cells)


def _all_alike(scores: Scores) -> Iterator[Oddity]:
    for row, return_id in enumerate(scores.ratings.return_ids):
        codes = scores.ratings.codes[row]
        rated = [
            scores.tool.scheme_of(scores.columns.keys[c]).levels[codes[c]].value for c in np.flatnonzero(codes >= 0)
        ]
        if len(rated) > 2 and all(one == other for one, other in pairwise(rated)):
            yield Oddity(return_id, "all_alike", f"rates all {len(rated)} questions alike")


def _unchanged(scores: Scores, previous: Scores) -> Iterator[Oddity]:
    pairs = []
    for column, key in enumerate(scores.columns.keys):
        match = match_question(scores.tool, previous.tool, key)
        if not isinstance(match, NotComparable):
            pairs.append((column, previous.columns.keys.index(match[0])))
    before = {organisation: row for row, organisation in enumerate(previous.ratings.organisation_ids)}
    for row, organisation in enumerate(scores.ratings.organisation_ids):
        if organisation in before and pairs and _same(scores, row, previous, before[organisation], pairs):
            yield Oddity(scores.ratings.return_ids[row], "unchanged", "gives the same answers as last time throughout")


def _same(scores: Scores, row: int, previous: Scores, before: int, pairs: list[tuple[int, int]]) -> bool:
    now_codes, then_codes = scores.ratings.codes[row], previous.ratings.codes[before]
    return all(now_codes[now] == then_codes[then] for now, then in pairs)


def _quick(ratings: Ratings, minutes: Mapping[str, float]) -> Iterator[Oddity]:
    for return_id in ratings.return_ids:
        if return_id in minutes and minutes[return_id] < FEWEST_MINUTES:
            yield Oddity(return_id, "quick", f"was finished in {minutes[return_id]:.0f} minutes")

"""The signs of risk that a return's own ratings show: what risk picks are made by. `docs/scoring.md`, section 4."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from scoring.change import NotComparable, match_question
from scoring.packed import HIDDEN, UNANSWERED, Codes
from scoring.ratings import Ratings
from scoring.score import TOLERANCE, Scores
from scoring.scored_columns import Floats
from scoring.shown import counted, listed, rounded

#: An overall score that moved by as many points since last year is a sign of risk, up or down.
JUMP_POINTS = 20.0
_NO_LAST_YEAR = -1

Signs = dict[str, dict[str, str]]


def signs_of_risk(scores: Scores, previous: Scores | None = None) -> Signs:
    """For each return that has any, its signs of risk in words: `critical`, `jump`, `all_top`.

    All three look at the organisation's own ratings, never at moderated ones. `jump` compares with the same
    organisation's return in `previous`, over the questions that may be compared; where an organisation has several
    returns on either side there is nothing to compare.
    """
    found: Signs = {}
    looked_for = [("critical", _critical(scores)), ("all_top", _all_top(scores))]
    if previous is not None:
        looked_for.insert(1, ("jump", _jump(scores, previous)))
    for sign, rows in looked_for:
        for row, words in rows:
            found.setdefault(scores.ratings.return_ids[row], {})[sign] = words
    return found


def _critical(scores: Scores) -> Iterator[tuple[int, str]]:
    breached: dict[int, list[str]] = {}
    for limit in scores.columns.limits:
        codes = scores.ratings.codes[:, limit.column]
        key = scores.columns.keys[limit.column]
        levels = scores.tool.scheme_of(key).levels
        for row in np.flatnonzero((codes >= 0) & (codes <= limit.at_or_below)).tolist():
            breached.setdefault(row, []).append(f"{key} ({levels[codes[row]].label})")
    for row, cells in sorted(breached.items()):
        limit_words = "its limit" if len(cells) == 1 else "their limits"
        yield row, f"rates {counted(len(cells), 'critical question')} at or below {limit_words}: {listed(cells)}"


def _all_top(scores: Scores) -> Iterator[tuple[int, str]]:
    top = np.array([len(scores.tool.scheme_of(key).levels) - 1 for key in scores.columns.keys])
    codes = scores.ratings.codes
    rated = codes >= 0
    for row in np.flatnonzero(rated.any(axis=1) & ((codes == top) | ~rated).all(axis=1)).tolist():
        number = int(rated[row].sum())
        yield (
            row,
            "gives the top level to the only question it rated"
            if number == 1
            else (f"gives the top level to every one of the {number} questions it rated"),
        )


def _jump(scores: Scores, previous: Scores) -> Iterator[tuple[int, str]]:
    pairs = _comparable(scores, previous)
    if not pairs:
        return
    before_rows = _rows_of_last_year(scores.ratings, previous.ratings)
    now, before = _compared_codes(scores, previous, before_rows, pairs)
    now_score, before_score = (_own_overall(scores, codes) for codes in (now, before))
    over = "" if len(pairs) == len(scores.columns.keys) else f" over the {len(pairs)} questions that can be compared"
    moved = now_score - before_score
    for row in np.flatnonzero(np.nan_to_num(np.abs(moved)) >= JUMP_POINTS - TOLERANCE).tolist():
        way = "rose" if moved[row] > 0 else "fell"
        points = rounded(abs(float(moved[row])))
        was, is_now = rounded(float(before_score[row])), rounded(float(now_score[row]))
        yield row, f"its own overall score {way} by {points} points since last year{over}, from {was} to {is_now}"


def _comparable(scores: Scores, previous: Scores) -> list[tuple[int, int]]:
    """The columns of now and of last year that hold the same question."""
    places = {key: place for place, key in enumerate(previous.columns.keys)}
    pairs = []
    for column, key in enumerate(scores.columns.keys):
        match = match_question(scores.tool, previous.tool, key)
        if not isinstance(match, NotComparable):
            pairs.append((column, places[match[0]]))
    return pairs


def _rows_of_last_year(now: Ratings, before: Ratings) -> list[int]:
    """For each return the row of its organisation's return last year."""
    returns_now, returns_before = Counter(now.organisation_ids), Counter(before.organisation_ids)
    rows = {organisation: row for row, organisation in enumerate(before.organisation_ids)}
    return [
        rows[one] if returns_now[one] == 1 and returns_before[one] == 1 else _NO_LAST_YEAR
        for one in now.organisation_ids
    ]


def _compared_codes(
    scores: Scores, previous: Scores, before_rows: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> tuple[Codes, Codes]:
    """The own ratings of now and of last year, both in the columns of now; HIDDEN where nothing can be compared."""
    now = np.full_like(scores.ratings.codes, HIDDEN)
    before = np.full_like(scores.ratings.codes, HIDDEN)
    here, there = (list(columns) for columns in zip(*pairs, strict=True))
    now[:, here] = scores.ratings.codes[:, here]
    rows = np.array(before_rows, dtype=np.intp)
    has_before = rows != _NO_LAST_YEAR
    before[np.ix_(has_before, here)] = previous.ratings.codes[np.ix_(rows[has_before], there)]
    before[~has_before] = UNANSWERED
    return now, before


def _own_overall(scores: Scores, codes: Codes) -> Floats:
    ids = scores.ratings.return_ids
    return Scores(scores.tool, Ratings(ids, ids, codes)).part("self").overall

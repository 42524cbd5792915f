"""How fast 24,000 returns of 200 questions are scored, against the plain numpy sums in the same run.

Goals: a wide frame in memory at most 5 times the matrix computation of the same sums, a long one at most 15 times;
packed rows from SQLite to section scores in at most 0.2 s. Times are of the processor, so that other work on the
machine counts less. Prints the ratios; exits 1 if any is missed.
Run with: python tests/bench/scoring_speed.py
"""

import sqlite3
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from scoring import Ratings, Scores, pack, score_returns
from tool_definitions.tool import Tool

RETURNS, QUESTIONS, SECTIONS, ROUNDS = 24_000, 200, 10, 7


def bench_tool() -> Tool:
    stances = ("concern", "concern", "adequate", "strength")
    levels = [{"value": str(n), "label": f"L{n}", "score": n, "stance": stance} for n, stance in enumerate(stances)]
    per_section = QUESTIONS // SECTIONS
    sections = [
        {
            "key": f"s{s}",
            "title": f"Section {s}",
            "weight": 1 + s % 3,
            "questions": [
                {"key": f"s{s}.q{q}", "title": f"Q {q}", "type": "rating", "scheme": "four", "weight": 1 + q % 2}
                for q in range(per_section)
            ],
        }
        for s in range(SECTIONS)
    ]
    scheme = {"key": "four", "title": "Four", "levels": levels}
    document = {"key": "bench", "version": "1", "title": "Bench", "kind": "self_assessment"}
    return Tool.model_validate({**document, "rating_schemes": {"four": scheme}, "sections": sections})


def plain_numpy(codes: np.ndarray, spread: np.ndarray, section_weights: np.ndarray) -> np.ndarray:
    """The same sums with nothing around them, 128 rows at a time (far faster than all at once): section scores,
    coverage, overall.
    """
    table = np.zeros(256)
    table[:4] = np.arange(4) * (100 / 3)
    found = np.empty((len(codes), 2 * spread.shape[1] + 1))
    for start in range(0, len(codes), 128):
        chunk = codes[start : start + 128]
        sections = (table[chunk.view(np.uint8)] @ spread) / ((chunk >= 0).astype(float) @ spread)
        coverage = 1 - ((chunk == -1).astype(float) @ spread) / spread.sum(axis=0)
        overall = (sections * section_weights).sum(axis=1) / section_weights.sum()
        found[start : start + 128] = np.column_stack([sections, coverage, overall])
    return found


def best_of(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def computed(scores: Scores) -> Scores:
    """Everything the plain sums give, and the bands."""
    assert scores.part("effective").overall.shape == (RETURNS,)
    assert scores.coverage_sections.shape == (RETURNS, SECTIONS)
    return scores


def main() -> int:
    tool = bench_tool()
    random = np.random.default_rng(1)
    codes = random.choice(
        np.array([0, 1, 2, 3, -2, -1], dtype=np.int8), (RETURNS, QUESTIONS), p=[0.1, 0.2, 0.4, 0.2, 0.05, 0.05]
    )
    ids = [f"r{n}" for n in range(RETURNS)]
    base_scores = computed(score_returns(tool, Ratings(tuple(ids), tuple(ids), codes)))
    spread, section_weights = base_scores.columns.spread, base_scores.columns.section_weights
    plain = best_of(lambda: plain_numpy(codes, spread, section_weights))
    expected = plain_numpy(codes, spread, section_weights)[:, -1]
    wide, long = frames(codes, ids, list(tool.scored_questions))
    measured = {
        "matrices already made": (best_of(lambda: computed(Scores(tool, base_scores.ratings))), None),
        "wide frame, categories": (best_of(lambda: computed(score_returns(tool, wide))), 5.0),
        "long frame, categories": (best_of(lambda: computed(score_returns(tool, long))), 15.0),
    }
    for frame in (wide, long):
        scores = score_returns(tool, frame)
        rows = [int(return_id[1:]) for return_id in scores.ratings.return_ids]
        assert np.abs(scores.part("self").overall - expected[rows]).max() < 1e-9
    print(f"plain numpy, the same sums: {plain:.4f} s")
    failed = False
    for name, (seconds, goal) in measured.items():
        ratio = seconds / plain
        missed = goal is not None and ratio > goal
        failed |= missed
        print(
            f"{name}: {seconds:.4f} s, {ratio:.1f} x plain"
            + (f" (goal {goal:.0f}){' MISSED' if missed else ''}" if goal else "")
        )
    texts = {"wide frame, text": wide.astype("str"), "long frame, text": long.astype("str")}
    for name, frame in texts.items():
        start = time.process_time()
        computed(score_returns(tool, frame))
        print(f"{name}: {time.process_time() - start:.3f} s (no goal)")
    stored = from_storage(tool, codes, ids)
    print(f"packed rows in SQLite to section scores: {stored:.4f} s (goal 0.2){' MISSED' if stored > 0.2 else ''}")
    return int(failed or stored > 0.2)


def frames(codes: np.ndarray, ids: list[str], keys: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    values = ["0", "1", "2", "3", "not_applicable"]
    places = np.where(codes == -2, 4, codes)
    kind = pd.CategoricalDtype(values)
    wide = pd.DataFrame(
        {"return_id": ids, **{key: pd.Categorical.from_codes(places[:, n], dtype=kind) for n, key in enumerate(keys)}}
    )
    order = np.random.default_rng(2).permutation(codes.size)
    returns, questions = np.divmod(order, QUESTIONS)
    long = pd.DataFrame(
        {
            "return_id": pd.Categorical.from_codes(returns, categories=ids),
            "question": pd.Categorical.from_codes(questions, categories=keys),
            "rating": pd.Categorical.from_codes(places.ravel()[order], dtype=kind),
        }
    )
    return wide, long


def from_storage(tool: Tool, codes: np.ndarray, ids: list[str]) -> float:
    database = sqlite3.connect(":memory:")
    database.execute("create table packed (return_id text primary key, organisation_id text, ratings blob)")
    rows = ((return_id, return_id, pack(row)) for return_id, row in zip(ids, codes, strict=True))
    database.executemany("insert into packed values (?, ?, ?)", rows)

    def score() -> None:
        found = database.execute("select return_id, organisation_id, ratings from packed").fetchall()
        computed(score_returns(tool, Ratings.from_packed(tool, *map(list, zip(*found, strict=True)))))

    return best_of(score)


if __name__ == "__main__":
    sys.exit(main())

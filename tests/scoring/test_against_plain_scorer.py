"""Random tools, conditions, organisations and ratings: the fast code agrees with the slow one to 1e-9."""

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scoring import Ratings, Scores, codes_of, explain, pack, score_returns, unpack
from scoring.documents import scores_document
from scoring.score import KINDS
from tests import strategies
from tests.scoring.plain_scorer import PlainScorer, Row
from tool_definitions.tool import Tool

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def audits(draw: st.DrawFn) -> tuple[Tool, list[Row], dict[str, dict[str, str | None]] | None]:
    tool = draw(strategies.tools())
    rows = draw(strategies.rating_rows(tool))
    assume(rows)
    ids = list(dict.fromkeys(row["return_id"] for row in rows))
    known = draw(st.booleans())
    return tool, rows, {key: draw(strategies.organisations()) for key in ids} if known else None


def frame_of(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame([{name: text or "" for name, text in row.items()} for row in rows])


def organisations_frame(organisations: dict[str, dict[str, str | None]] | None) -> pd.DataFrame | None:
    if organisations is None:
        return None
    rows = [
        {"organisation_id": key, "phase": known.get("phase") or "", "sector": known.get("sector") or ""}
        for key, known in organisations.items()
    ]
    return pd.DataFrame(rows)


def scored(tool: Tool, rows: list[Row], organisations: Any = None) -> Scores:
    return score_returns(tool, frame_of(rows), organisations_frame(organisations))


def same(found: Any, expected: Any, where: str = "") -> None:
    """Equal, and numbers to 1e-9."""
    if isinstance(expected, dict):
        assert list(found) == list(expected), where
        for key, value in expected.items():
            same(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for number, value in enumerate(expected):
            same(found[number], value, f"{where}[{number}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, abs=1e-9), where
    else:
        assert found == expected, where


@SLOW
@given(audits())
def test_scores_agree_with_the_plain_scorer(audit):
    tool, rows, organisations = audit
    same(scores_document(scored(tool, rows, organisations)), PlainScorer(tool, rows, organisations).document())


@SLOW
@given(audits(), st.sampled_from(KINDS))
def test_contributions_sum_to_every_score(audit, kind):
    tool, rows, organisations = audit
    scores = scored(tool, rows, organisations)
    for return_id in scores.ratings.return_ids:
        opened = explain(tool, scores.ratings, return_id, kind)
        if opened.score is not None:
            assert sum(line.to_overall for line in opened.contributions) == pytest.approx(opened.score, abs=1e-9)
        for section in opened.sections:
            if section.score is not None:
                points = sum(line.to_section for line in section.contributions)
                assert points == pytest.approx(section.score, abs=1e-9)
        assert len(opened.contributions) + len(opened.left_out) == len(tool.scored_questions)


@SLOW
@given(audits(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(audit, shuffler):
    tool, rows, organisations = audit
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    one, other = (scores_document(scored(tool, some, organisations)) for some in (rows, shuffled))
    by_id = {document["return_id"]: document for document in other["returns"]}
    same([by_id[document["return_id"]] for document in one["returns"]], one["returns"])
    same(other["audit"], one["audit"])


@SLOW
@given(audits())
def test_shares_and_scores_stay_within_their_bounds(audit):
    scores = scored(*audit)
    for shares in (scores.coverage, scores.coverage_sections, scores.share_moderated, scores.share_moderated_sections):
        known = shares[~np.isnan(shares)]
        assert ((known >= 0) & (known <= 1 + 1e-12)).all()
    for kind in KINDS:
        known = scores.part(kind).overall[~np.isnan(scores.part(kind).overall)]
        assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all()


@SLOW
@given(audits())
def test_an_effective_section_score_lies_between_its_moderated_and_its_unmoderated_ratings(audit):
    scores = scored(*audit)
    ratings = scores.ratings
    left = Ratings(
        ratings.return_ids, ratings.organisation_ids, np.where(scores.was_moderated, np.int8(-1), ratings.codes)
    )
    rest = Scores(scores.tool, left).part("self").sections
    moderated, effective = scores.part("moderated").sections, scores.part("effective").sections
    both = ~np.isnan(rest) & ~np.isnan(moderated)
    low, high = np.minimum(rest, moderated)[both], np.maximum(rest, moderated)[both]
    assert ((effective[both] >= low - 1e-9) & (effective[both] <= high + 1e-9)).all()


@SLOW
@given(audits())
def test_a_wide_table_scores_as_a_long_one(audit):
    tool, rows, organisations = audit
    plain = [{**row, "moderated_rating": None} for row in rows]
    cells = frame_of(plain).set_index(["return_id", "question"])["rating"]
    wide = cells.unstack(fill_value="").reset_index()  # noqa: PD010 (text: there is nothing to aggregate)
    one = score_returns(tool, wide, organisations_frame(organisations))
    other = scored(tool, plain, organisations)
    by_id = {document["return_id"]: document for document in scores_document(one)["returns"]}
    same([by_id[each["return_id"]] for each in scores_document(other)["returns"]], scores_document(other)["returns"])


@SLOW
@given(audits())
def test_a_return_read_alone_has_the_codes_it_has_among_all(audit):
    """The rule on whole columns and the rule of the model are one rule."""
    tool, rows, organisations = audit
    scores = scored(tool, rows, organisations)
    for place, return_id in enumerate(scores.ratings.return_ids):
        given = {row["question"]: row["rating"] for row in rows if row["return_id"] == return_id}
        answers = {
            key: tuple(text.split(";")) if text and tool.questions[key].type == "choices" else text
            for key, text in given.items()
        }
        codes = codes_of(tool, answers, None if organisations is None else organisations[return_id])
        assert codes.tolist() == scores.ratings.codes[place].tolist()


@SLOW
@given(audits())
def test_packed_rows_score_as_what_they_were_packed_from(audit):
    scores = scored(*audit)
    ratings = scores.ratings
    rows = [pack(row) for row in ratings.codes]
    moderated = None if ratings.moderated is None else [pack(row) for row in ratings.moderated]
    again = Ratings.from_packed(scores.tool, ratings.return_ids, ratings.organisation_ids, rows, moderated)
    assert [unpack(row).tolist() for row in rows] == ratings.codes.tolist()
    same(scores_document(Scores(scores.tool, again)), scores_document(scores))


def test_an_audit_of_a_hundred_returns_agrees_to_1e_9(practice_tool):
    rows = hundred_returns(practice_tool)
    organisations = {f"R{n}": {"phase": ("primary", "secondary")[n % 2]} for n in range(100)}
    same(
        scores_document(scored(practice_tool, rows, organisations)),
        PlainScorer(practice_tool, rows, organisations).document(),
    )


def hundred_returns(tool: Tool) -> list[Row]:
    chance = random.Random(11)
    rows = []
    for number in range(100):
        for key in tool.questions:
            if key not in tool.scored_questions:
                rating, moderated = chance.choice(["yes", "no"]), None
            else:
                values = list(tool.scheme_of(key).ranks)
                rating = chance.choice([*values, *values, "not_applicable", None])
                moderated = chance.choice([*values, *[None] * 9, "not_applicable"])
            row = {"return_id": f"R{number}", "question": key, "rating": rating, "moderated_rating": moderated}
            rows.append(row)
    return rows

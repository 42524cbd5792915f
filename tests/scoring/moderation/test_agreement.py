"""Agreement between moderators: published values, cases worked by hand, and what has no value."""

import csv
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest

from scoring.moderation import agreement, gwet_ac2, krippendorff_alpha, weighted_kappa
from scoring.moderation.bootstrap import with_interval
from scoring.moderation.statistic import students_t

Units = dict[str, dict[str, int | None]]


def published_example() -> Units:
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C: four coders, twelve units, gaps.

    Gwet's irrCAC has the same ratings as `cac.raw4raters`.
    """
    with (Path(__file__).parent / "agreement-published-example.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["unit"]: {rater: int(row[rater]) - 1 if row[rater] else None for rater in "ABCD"} for row in rows}


def units_of_table(table: list[list[int]]) -> Units:
    """Units of two raters from the counts: row the level of the one, column of the other."""
    cells = [(row, column) for row, counts in enumerate(table) for column, n in enumerate(counts) for _ in range(n)]
    return {str(place): {"first": row, "second": column} for place, (row, column) in enumerate(cells)}


def units_of_counts(rows: list[list[int]]) -> Units:
    """Units from how many raters chose each level."""
    levels = [[level for level, n in enumerate(row) for _ in repeat(None, n)] for row in rows]
    return {str(place): {f"r{n}": level for n, level in enumerate(given)} for place, given in enumerate(levels)}


def alike(units: int, first: int, second: int) -> Units:
    return {str(place): {"first": first, "second": second} for place in range(units)}


# irrCAC, cont3x3abstractors: two raters, 100 subjects.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
# irrCAC, distrib.6raters: six raters, 15 subjects, after Fleiss (1971).
SIX_RATERS = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_is_as_published_for_every_metric(metric, published):
    # Krippendorff (2011), example C: .743 nominal, .815 ordinal, .849 interval, .797 ratio.
    assert krippendorff_alpha(published_example(), levels=5, metric=metric).value == pytest.approx(published, abs=5e-4)


# Gwet's own output: AC1 from the overview, AC2 from the weighting vignette of irrCAC for R,
# https://cran.r-project.org/web/packages/irrCAC/vignettes/overview.html and .../weighting.html
# (github.com/kgwet/irrCAC, README.md and inst/doc/weighting.html): value, standard error, interval.
# The last two: tests of its port to Python, github.com/afergadis/irrCAC, test/unit/irrCAC/table/test_gwet.py, of the
# table cont4x4diagnosis, 223 subjects.
DIAGNOSIS = [[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]]


@pytest.mark.parametrize(
    ("units", "levels", "weights", "published"),
    [
        (published_example(), 5, "identity", (0.77544, 0.14295, 0.461, 1)),
        (published_example(), 5, "quadratic", (0.914, 0.10396, 0.685, 1)),
        (units_of_counts(SIX_RATERS), 5, "identity", (0.4448007, 0.08418757, 0.264, 0.625)),
        (units_of_counts(SIX_RATERS), 5, "quadratic", (0.4837438, 0.1058227, 0.257, 0.711)),
    ],
)
def test_ac1_and_ac2_and_their_intervals_are_as_published(units, levels, weights, published):
    found = gwet_ac2(units, levels=levels, weights=weights)
    value, error, low, high = published
    assert found.value == pytest.approx(value, abs=5e-6)
    assert (found.value - found.low) / students_t(len(units) - 1) == pytest.approx(error, abs=5e-6)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


@pytest.mark.parametrize(
    ("table", "weights", "published", "within"),
    [
        (ABSTRACTORS, "identity", (0.8493305, 0.04321747), 5e-8),
        (ABSTRACTORS, "quadratic", (0.9402369, 0.01792019), 5e-8),
        (DIAGNOSIS, "identity", (0.456, 0.043), 5e-4),
        (DIAGNOSIS, "quadratic", (0.299, 0.075), 5e-4),
    ],
)
def test_ac1_and_ac2_of_tables_are_as_published(table, weights, published, within):
    # For tables irrCAC divides the variance by n, for raw ratings and everywhere here by n - 1: hence the last factor.
    units = units_of_table(table)
    found = gwet_ac2(units, levels=len(table), weights=weights)
    error = (found.value - found.low) / students_t(len(units) - 1) * (1 - 1 / len(units)) ** 0.5
    assert (found.value, error) == (pytest.approx(published[0], abs=within), pytest.approx(published[1], abs=within))


def test_weighted_kappa_and_alpha_of_tables_are_as_published():
    # irrCAC weighting vignette: kappa2.table and krippen2.table with quadratic weights; overview: krippen.alpha.dist.
    assert weighted_kappa(units_of_table(ABSTRACTORS), levels=3).value == pytest.approx(0.8921569, abs=5e-8)
    interval = krippendorff_alpha(units_of_table(ABSTRACTORS), levels=3, metric="interval")
    assert interval.value == pytest.approx(0.8926487, abs=5e-8)
    nominal = krippendorff_alpha(units_of_counts(SIX_RATERS), levels=5, metric="nominal")
    assert nominal.value == pytest.approx(0.4204384, abs=5e-8)


def test_every_figure_of_a_small_table_is_as_worked_by_hand():
    # Six answers, three levels. First 0 0 1 1 2 2, second 0 1 1 2 2 0.
    units = {str(n): {"a": a, "b": b} for n, (a, b) in enumerate([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)])}
    found = agreement(units, levels=3, seed=1)
    # Alike on 3 of 6; one apart on 2, two apart on 1.
    assert (found.exact.agreed, found.within_one.agreed, found.exact.of, found.distances) == (3, 5, 6, (3, 2, 1))
    # kappa: squared distances seen 2*1 + 1*4 = 6 of 6; both use each level twice, so by luck 6 * (4*1 + 2*4)/9 = 8.
    # 1 - 6/8.
    assert found.kappa.value == pytest.approx(0.25)
    # alpha: each level 4 times of 12. Middle ranks 2, 6, 10: distances 16, 16, 64. Seen, each pair both ways:
    # 2*(2*16 + 64) = 192; by luck (2*4*4*16 + 2*4*4*16 + 2*4*4*64)/11 = 3072/11. 1 - 192*11/3072.
    assert found.alpha.value == pytest.approx(0.3125)
    # AC2: weights 1, 3/4, 0. Seen (3 + 2*3/4)/6 = 3/4; weights sum to 6, over 3*2 = 1; by luck 3 * 1/3 * 2/3 = 2/3.
    # (3/4 - 2/3)/(1/3).
    assert found.ac2.value == pytest.approx(0.25)
    # Its error: each unit's own chance is 2/3 as well, so what is left is (seen - 2/3)/(1/3): 1 for alike (three), 1/4
    # (two), -2 (one). Around 1/4: 3 * 9/16 + 0 + 81/16 = 108/16 = 6.75, over 6*5 = 0.225. t(0.975, 5) = 2.570582.
    assert found.ac2.low == pytest.approx(0.25 - 2.570582 * 0.225**0.5)
    assert found.ac2.high == 1


def test_the_number_of_levels_is_the_declared_one():
    # Levels 0 and 1 of a scheme of two, and of four: a step weighs 1 in the one, 1/9 in the other.
    units = {str(n): {"a": n % 2, "b": int(n in {1, 2})} for n in range(8)}
    two, four = (gwet_ac2(units, levels=levels).value for levels in (2, 4))
    # Eight units, alike on 0, 1, 4, 6: 4. Use of level 1 is (4 + 2)/16 = 3/8, so sum use(1 - use) = 15/32.
    # Two levels: (1/2 - 15/32)/(17/32) = 1/17. Four: seen 1/2 + 1/2 * 8/9 = 17/18; the weights sum to
    # 16 - (6*1 + 4*4 + 2*9)/9 = 104/9, over 12 = 26/27; by luck 26/27 * 15/32 = 65/144; (136 - 65)/(144 - 65).
    assert two == pytest.approx(1 / 17)
    assert four == pytest.approx(71 / 79)


def test_all_ratings_alike_have_no_kappa_and_no_alpha_but_an_ac2_of_one():
    found = agreement(alike(30, 2, 2), levels=4, seed=1)
    for none in (found.kappa, found.alpha):
        assert (none.value, none.low, none.high, none.why) == (None, None, None, "no variation")
    assert (found.ac2.value, found.ac2.low, found.ac2.high) == (1, 1, 1)
    assert found.sentence.startswith("The same level was given on 30 of 30 answers (100%); every rating is one and the")
    assert "not defined" in found.sentence


def test_raters_who_never_vary_but_differ_have_a_kappa_of_nothing():
    found = agreement(alike(30, 2, 1), levels=4, seed=1)
    # Each draw of thirty units that are all alike gives the same: no width is not certainty.
    assert (found.kappa.value, found.kappa.low, found.kappa.why) == (0, None, "too alike for an interval")
    assert (found.exact.value, found.within_one.value) == (0, 1)
    assert "cannot be told from ratings so alike" in found.sentence


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ({}, "Agreement needs two raters"),
        ({"1": {"a": 1}, "2": {"a": 2}, "3": {"b": None}}, "Agreement needs two raters"),
        ({str(n): {"a": -2, "b": -2} for n in range(5)}, "Agreement needs two raters"),
        ({"1": {"a": 1, "b": 1}, "2": {"a": 2}}, "Only one answer"),
    ],
)
def test_fewer_than_two_units_are_too_few_for_any_figure(units, said):
    found = agreement(units, levels=3, seed=1)
    figures = (found.kappa, found.alpha, found.ac2, found.exact, found.within_one)
    assert [(figure.value, figure.why) for figure in figures] == [(None, "too few")] * 5
    assert found.sentence.startswith(said)


def test_kappa_is_for_two_raters_alone():
    units = {"1": {"a": 0, "b": 1}, "2": {"a": 2, "c": 2}, "3": {"b": 1, "c": 0}}
    found = agreement(units, levels=3, seed=1)
    assert (found.kappa.value, found.kappa.why, found.raters) == (None, "more than two raters", 3)
    assert found.alpha.value is not None
    # A third person who rated nothing that anybody else rated does not stand in the way.
    two = agreement({"1": {"a": 0, "b": 1}, "2": {"a": 2, "b": 2}, "3": {"c": 0}}, levels=3, seed=1)
    assert two.kappa.value is not None


def test_missing_ratings_are_left_out_and_counted():
    # A rater withdrawn for a conflict (S11): their ratings go, and the numbers show it.
    units = {str(n): {"a": n % 3, "b": (n + n // 5) % 3} for n in range(12)}
    units["0"]["b"], units["1"]["b"], units["2"] = None, -1, {"a": -2, "b": None}
    found = agreement(units, levels=3, seed=1)
    assert (found.units, found.rated_once, found.exact.of) == (9, 2, 9)
    kept = {unit: given for unit, given in units.items() if int(unit) > 2}
    assert found.alpha == agreement(kept, levels=3, seed=1).alpha


def test_rows_and_raters_in_another_order_give_the_same_to_the_last_digit():
    units = published_example()
    shuffled = {unit: dict(reversed(units[unit].items())) for unit in sorted(units, reverse=True)}
    renamed = {f"x{unit}": {rater * 2: code for rater, code in given.items()} for unit, given in shuffled.items()}
    found = agreement(units, levels=5, seed=7)
    assert found == agreement(shuffled, levels=5, seed=7) == agreement(renamed, levels=5, seed=7)
    table = units_of_table(DIAGNOSIS)
    swapped = {unit: {"first": given["second"], "second": given["first"]} for unit, given in table.items()}
    assert agreement(table, levels=4, seed=7) == agreement(swapped, levels=4, seed=7)
    assert agreement(table, levels=4, seed=7).kappa != agreement(table, levels=4, seed=8).kappa


def test_the_bootstrap_interval_is_near_the_analytic_one():
    # irrCAC weighting vignette, abstractors, quadratic: kappa (0.822, 0.962), alpha (interval) (0.822, 0.963).
    kappa = weighted_kappa(units_of_table(ABSTRACTORS), levels=3, seed=3)
    alpha = krippendorff_alpha(units_of_table(ABSTRACTORS), levels=3, metric="interval", seed=3)
    for found in (kappa, alpha):
        assert (found.low, found.high) == pytest.approx((0.82, 0.955), abs=0.02)


def test_the_bootstrap_takes_two_and_a_half_per_cent_off_either_end():
    # 30 of 100 units: the 2.5% and 97.5% points of the binomial distribution are 21 and 39.
    found = with_interval(0.3, np.array([30, 70]), lambda draws: draws[:, 0] / 100, seed=5)
    assert (found.low, found.high) == pytest.approx((0.21, 0.39))


def test_ratings_nearly_all_alike_have_no_bootstrap_interval():
    units = {**alike(20, 2, 2), "odd": {"first": 1, "second": 2}}
    # The one odd unit is missing from (20/21)^21, over a third, of the draws.
    found = agreement(units, levels=4, seed=1)
    assert found.alpha.value is not None
    assert (found.alpha.low, found.alpha.high, found.alpha.why) == (None, None, "too alike for an interval")
    assert found.sentence.endswith("so this mostly shows agreement on that level and says little about the others.")


@pytest.mark.parametrize("wrong", [4, -5, 1.5, float("nan"), "2"])
def test_a_code_outside_the_scheme_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=r"u1: .* of Ines"):
        agreement({"u1": {"Ines": wrong, "Rufus": 1}}, levels=4, seed=1)


def test_a_wrong_metric_weight_or_number_of_levels_is_refused():
    units = alike(3, 0, 1)
    with pytest.raises(ValueError, match="none of nominal"):
        krippendorff_alpha(units, levels=3, metric="euclid")
    with pytest.raises(ValueError, match="none of quadratic"):
        gwet_ac2(units, levels=3, weights="linear")
    with pytest.raises(ValueError, match="3 levels but 2 values"):
        krippendorff_alpha(units, levels=3, metric="ratio", values=[1, 2])
    with pytest.raises(ValueError, match="at least two levels"):
        agreement(units, levels=1, seed=1)


def spread(same: int, one: int, two: int) -> Units:
    """Pairs on four levels, evenly used: so many alike, one and two levels apart."""
    pairs = [(n % 4, n % 4) for n in range(same)]
    pairs += [(n % 3, n % 3 + 1) if n % 2 else (n % 3 + 1, n % 3) for n in range(one)]
    pairs += [(n % 2, n % 2 + 2) if n % 4 < 2 else (n % 2 + 2, n % 2) for n in range(two)]
    return {str(n): {"a": a, "b": b} for n, (a, b) in enumerate(pairs)}


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (spread(9, 2, 0), "with only 11 rated twice that is a first impression"),
        (spread(190, 10, 0), "ratings mean much the same whoever gives them"),
        (spread(150, 50, 10), "good enough for careful conclusions"),
        (spread(20, 8, 2), "cannot tell whether it is enough to rely on"),
        (spread(60, 60, 80), "too little to rely on the rating of one person alone"),
        (spread(8, 8, 10), "cannot tell whether that is more than luck"),
    ],
)
def test_the_sentence_claims_what_the_lower_end_of_the_interval_bears(units, said):
    found = agreement(units, levels=4, seed=1)
    assert said in found.sentence, (found.sentence, found.alpha, found.ac2)
    assert found.sentence.count(". ") == 0


def test_a_share_is_a_hundred_per_cent_only_where_it_is_all():
    assert "399 of 400 answers (over 99%)" in agreement(spread(399, 1, 0), levels=4, seed=1).sentence

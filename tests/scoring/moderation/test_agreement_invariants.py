"""What must hold of agreement for any ratings at all."""

import math
import warnings

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.moderation import Statistic, agreement, gwet_ac2, krippendorff_alpha, weighted_kappa

LEVELS = 4
codes = st.one_of(st.none(), st.integers(0, LEVELS - 1))
several_raters = st.lists(st.lists(codes, min_size=1, max_size=4), max_size=12).map(
    lambda rows: {f"u{n}": {f"r{rater}": code for rater, code in enumerate(row)} for n, row in enumerate(rows)}
)
pairs = st.lists(st.tuples(st.integers(0, LEVELS - 1), st.integers(0, LEVELS - 1)), min_size=2, max_size=25).map(
    lambda rows: {f"u{n}": {"a": a, "b": b} for n, (a, b) in enumerate(rows)}
)


def figures(units):
    return {
        "kappa": weighted_kappa(units, levels=LEVELS),
        "ac2": gwet_ac2(units, levels=LEVELS),
        **{
            metric: krippendorff_alpha(units, levels=LEVELS, metric=metric)
            for metric in ("nominal", "ordinal", "interval")
        },
    }


@settings(max_examples=60, deadline=None)
@given(several_raters)
def test_no_figure_is_nan_warns_or_leaves_its_bounds(units):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = agreement(units, levels=LEVELS, seed=1)
    for figure in (found.kappa, found.alpha, found.ac2):
        numbers = [one for one in (figure.value, figure.low, figure.high) if one is not None]
        assert all(math.isfinite(one) and one <= 1 + 1e-12 for one in numbers)
        assert (figure.value is None) <= bool(figure.why)
        assert (figure.low is None) == (figure.high is None) == bool(figure.why)
        assert figure.low is None or figure.low <= figure.high
    assert found.kappa.value is None or found.kappa.value >= -1 - 1e-12
    assert found.ac2.low is None or found.ac2.low >= min(found.ac2.value, -1)
    if found.exact.value is not None:
        assert 0 <= found.exact.value <= found.within_one.value <= 1
    assert found.sentence.endswith(".")


@settings(max_examples=60, deadline=None)
@given(several_raters, st.randoms(use_true_random=False))
def test_order_and_names_make_no_difference(units, random):
    keys = list(units)
    random.shuffle(keys)
    names = ["r0", "r1", "r2", "r3"]
    random.shuffle(names)
    other = {f"x{key}": {names[int(rater[1])]: units[key][rater] for rater in units[key]} for key in keys}
    assert agreement(units, levels=LEVELS, seed=5) == agreement(other, levels=LEVELS, seed=5)


@settings(max_examples=60, deadline=None)
@given(pairs)
def test_levels_counted_from_the_other_end_give_the_same(units):
    mirrored = {unit: {rater: LEVELS - 1 - code for rater, code in one.items()} for unit, one in units.items()}
    for name, figure in figures(units).items():
        other = figures(mirrored)[name]
        assert (figure.why, figure.value) == (other.why, pytest.approx(other.value, abs=1e-12))


@settings(max_examples=60, deadline=None)
@given(pairs, st.integers(2, 4))
def test_every_unit_several_times_over_changes_no_kappa_and_no_ac2_and_narrows_its_interval(units, times):
    again = {f"{unit}.{n}": one for unit, one in units.items() for n in range(times)}
    once, more = figures(units), figures(again)
    for name in ("kappa", "ac2"):
        assert (more[name].why, more[name].value) == (once[name].why, pytest.approx(once[name].value, abs=1e-12))
    reach = once["ac2"].value - once["ac2"].low
    assert more["ac2"].value - more["ac2"].low <= reach + 1e-9
    # Alpha expects disagreement of N ratings drawn without replacement, N/(N - 1) of that with replacement; so with
    # N' ratings 1 - alpha is N (N' - 1) / ((N - 1) N') times as large.
    assume(once["nominal"].value is not None)
    n, n_more = 2 * len(units), 2 * len(again)
    expected = (1 - once["nominal"].value) * n * (n_more - 1) / ((n - 1) * n_more)
    assert 1 - more["nominal"].value == pytest.approx(expected, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(several_raters)
def test_units_without_a_rating_change_nothing(units):
    empty = {**units, "none": {"r0": None, "r1": -1}, "empty": {}}
    assert agreement(units, levels=LEVELS, seed=2) == agreement(empty, levels=LEVELS, seed=2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, LEVELS - 1), min_size=2, max_size=20))
def test_raters_who_agree_throughout_have_one_or_nothing(levels):
    units = {f"u{n}": {"a": code, "b": code} for n, code in enumerate(levels)}
    none = Statistic(None, None, None, "no variation")
    for name, figure in figures(units).items():
        if name != "ac2" and len(set(levels)) == 1:
            assert figure == none
        else:
            assert figure.value == pytest.approx(1)

"""What moderation changed: counted by hand, in whatever order, and never more than is known."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Ratings, Scores, distributions
from scoring.moderation import Changed, FirstRating, drift, moderation_effect
from tests.scoring.conftest import rated, tool_of

NOT_APPLICABLE = -2


@pytest.fixture
def tool():
    """Section a: a1, a2 on four levels (a step is 33.3 points); section b: b1 on two (a step is 100)."""
    return tool_of([rated("a1"), rated("a2")], [rated("b1", scheme="two")])


@pytest.fixture
def changes():
    return [
        Changed("r1", "a1", 3, 1, group="primary", pick="random", moderators=("ines",)),
        Changed("r1", "a2", 2, 2, group="primary", pick="random", moderators=("ines", "rufus")),
        Changed("r1", "b1", 0, 1, group="primary", pick="random", moderators=("rufus",)),
        Changed("r2", "a1", 3, 3, group="secondary", pick="must_include", moderators=("ines",)),
        Changed("r2", "a2", 2, NOT_APPLICABLE, group="secondary", pick="must_include", moderators=("ines",)),
        Changed("r3", "a1", 1, 0, pick="risk", organisation="north school"),
        Changed("r3", "a2", NOT_APPLICABLE, 0, pick="risk", organisation="north school"),
        Changed("r3", "b1", 1, None, pick="risk", organisation="north school"),
    ]


def test_one_of_four_hundred_is_not_called_none_nor_the_rest_all(tool):
    changes = [Changed(f"r{one}", "a1", 2, 3 if one == 0 else 2) for one in range(400)]
    assert moderation_effect(tool, changes).whole.sentence == (
        "Of 400 moderated ratings, 399 (over 99%) were upheld, 1 (under 1%) raised and 0 (0%) lowered; on average "
        "moderated ratings were 0.1 points above self ratings."
    )
    more = [Changed(f"s{one}", "a1", 2, 2) for one in range(600)]
    assert moderation_effect(tool, changes + more).whole.sentence.endswith("they moved by less than 0.1 points.")


def test_counts_shares_and_shifts_are_as_counted_by_hand(tool, changes):
    whole = moderation_effect(tool, changes).whole
    # Seven moderated (b1 of r3 was not); upheld a2 of r1, a1 of r2; raised b1; lowered a1 of r1, a1 of r3.
    assert (whole.n, whole.upheld, whole.raised, whole.lowered) == (7, 2, 1, 2)
    # The two others are in n alone: one became not applicable, one not-applicable was rejected.
    assert (whole.not_applicable, whole.newly_rated, whole.compared) == (1, 1, 5)
    assert (whole.upheld_share, whole.raised_share, whole.lowered_share) == (2 / 7, 1 / 7, 2 / 7)
    # Levels -2, 0, +1, 0, -1 over five; points -66.67, 0, +100, 0, -33.33.
    assert whole.mean_levels == pytest.approx(-2 / 5)
    assert whole.mean_points == pytest.approx(0)
    assert whole.sentence == (
        "Of seven moderated ratings, 2 (29%) were upheld, 1 (14%) raised and 2 (29%) lowered (the other 2, with no "
        "level before or after, are not compared); on average they went neither up nor down."
    )


def test_every_part_has_its_own_moves(tool, changes):
    effect = moderation_effect(tool, changes)
    assert {key: (m.n, m.upheld, m.raised, m.lowered) for key, m in effect.questions.items()} == {
        "a1": (3, 1, 0, 2), "a2": (3, 1, 0, 0), "b1": (1, 0, 1, 0)
    }  # fmt: skip
    assert list(effect.sections) == ["a", "b"]
    assert effect.sections["a"].mean_points == pytest.approx(-100 / 4)
    assert {key: m.n for key, m in effect.organisations.items()} == {"north school": 2, "r1": 3, "r2": 2}
    assert {key: m.n for key, m in effect.groups.items()} == {"primary": 3, "secondary": 2}
    # A rating on which two worked counts for both.
    assert {key: m.n for key, m in effect.moderators.items()} == {"ines": 4, "rufus": 2}


def test_random_and_judgement_picks_stand_apart(tool, changes):
    effect = moderation_effect(tool, changes)
    assert (effect.random.whole.n, effect.judgement.whole.n) == (3, 4)
    assert effect.random.questions["a1"].lowered == effect.judgement.questions["a1"].lowered == 1
    assert list(effect.judgement.questions) == ["a1", "a2"]
    without_picks = moderation_effect(tool, [Changed("r1", "a1", 3, 1)])
    assert (without_picks.whole.n, without_picks.random.whole.n, without_picks.judgement.whole.n) == (1, 0, 0)
    assert without_picks.random.whole.sentence == "No ratings have been moderated."


def test_the_matrix_shows_self_against_moderated_for_each_scheme(tool, changes):
    matrices = moderation_effect(tool, changes).matrices
    assert list(matrices) == ["four", "two"]
    assert matrices["four"].values == ("0", "1", "2", "3")
    # Rows self, columns moderated: 1 to 0, 2 to 2, 3 to 1, 3 to 3.
    assert matrices["four"].counts == ((0, 0, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 1))
    assert matrices["two"].counts == ((0, 1), (0, 0))


def test_not_applicable_throughout_counts_and_moves_nothing(tool):
    whole = moderation_effect(tool, [Changed(f"r{n}", "a1", NOT_APPLICABLE, NOT_APPLICABLE) for n in range(3)]).whole
    assert (whole.n, whole.not_applicable, whole.compared, whole.mean_points) == (3, 3, 0, None)
    assert whole.sentence.endswith("lowered (the other 3, with no level before or after, are not compared).")


def test_nothing_moderated_has_no_share_and_no_shift(tool):
    whole = moderation_effect(tool, []).whole
    assert (whole.n, whole.upheld_share, whole.raised_share, whole.lowered_share) == (0, None, None, None)
    assert (whole.mean_levels, whole.mean_points) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([Changed("r1", "nowhere", 1, 1)], "r1: 'nowhere' is not a scored question"),
        ([Changed("r1", "b1", 1, 2)], "r1: 2 is not a level of the scheme of b1"),
        ([Changed("r1", "a1", 1.5, 2)], "r1: 1.5 is not a level"),
        ([Changed("r1", "a1", 1, 1, pick="favourite")], "r1: 'favourite' is none of random"),
        ([Changed("r1", "a1", 1, 1), Changed("r1", "a1", 1, 2)], "r1: a1 is there twice"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(tool, wrong, said):
    with pytest.raises(ValueError, match=said):
        moderation_effect(tool, wrong)


codes = st.integers(-4, 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_order_makes_no_difference_and_the_scores_of_the_audit_say_the_same(rows, random):
    tool = tool_of([rated("a1")])
    changes = [Changed(f"r{place}", "a1", own, moderated) for place, (own, moderated) in enumerate(rows)]
    effect = moderation_effect(tool, changes)
    random.shuffle(changes)
    assert moderation_effect(tool, changes) == effect
    ids = tuple(f"r{place}" for place in range(len(rows)))
    own, moderated = (np.array(column, dtype=np.int8)[:, None] for column in zip(*rows, strict=True))
    moves = distributions(Scores(tool, Ratings(ids, ids, own, moderated))).audit.questions["a1"].moderated
    found = effect.whole
    assert (found.n, found.upheld, found.raised, found.lowered) == (moves.n, moves.upheld, moves.raised, moves.lowered)
    assert found.mean_points == pytest.approx(moves.mean_shift)
    assert found.n == found.compared + found.not_applicable + found.newly_rated


def test_drift_is_each_moderators_mean_shift_with_its_interval(tool):
    firsts = [
        # ines: -2, 0, -1, -1 levels: mean -1, s^2 = 2/3, t(0.975, 3) = 3.182446.
        FirstRating("ines", "r1", "a1", 3, 1),
        FirstRating("ines", "r1", "a2", 2, 2),
        FirstRating("ines", "r2", "a1", 2, 1),
        FirstRating("ines", "r2", "a2", 3, 2),
        # Neither cannot judge nor not applicable is a shift.
        FirstRating("ines", "r3", "a1", 3, None),
        FirstRating("ines", "r3", "a2", 3, NOT_APPLICABLE),
        FirstRating("rufus", "r1", "a1", 3, 3),
        FirstRating("rufus", "r2", "a1", 1, 1),
        FirstRating("celandine", "r1", "a1", 3, 0),
    ]
    found = drift(tool, reversed(firsts))
    assert list(found) == ["celandine", "ines", "rufus"]
    ines = found["ines"]
    assert (ines.n, ines.upheld, ines.raised, ines.lowered) == (4, 1, 0, 3)
    reach = 3.182446 * math.sqrt(2 / 3 / 4)
    assert (ines.levels.value, ines.levels.low, ines.levels.high) == pytest.approx(
        (-1, -1 - reach, -1 + reach), abs=1e-5
    )
    assert (ines.points.value, ines.points.low) == pytest.approx((-100 / 3, (-1 - reach) * 100 / 3), abs=1e-4)
    # All alike: how far others might be is not known. One: not even a mean.
    assert (found["rufus"].levels.value, found["rufus"].levels.low, found["rufus"].levels.why) == (
        0,
        None,
        "no variation",
    )
    assert (found["celandine"].n, found["celandine"].points.value, found["celandine"].points.why) == (
        1,
        None,
        "too few",
    )


def test_equal_shifts_in_points_have_no_interval_made_of_rounding(tool):
    # A step is 33.3 points wherever it is taken, but for the last digits.
    firsts = [FirstRating("ines", f"r{own}", "a1", own, own - 1) for own in (1, 2, 3)]
    assert drift(tool, firsts)["ines"].points.why == "no variation"


def test_a_moderator_has_one_first_rating_of_an_answer(tool):
    with pytest.raises(ValueError, match="r1: a1 is there twice"):
        drift(tool, [FirstRating("ines", "r1", "a1", 3, 1), FirstRating("ines", "r1", "a1", 3, 2)])

"""The experiments on saving, in short: each on both databases, and each catches a bug put in on purpose."""

import pytest

from tests.faults.cut_connection import cut
from tests.faults.double_submit import SEEDED_BUG as FORGETFUL
from tests.faults.double_submit import submit_at_once
from tests.faults.kill_storm import SEEDED_BUG as LYING
from tests.faults.kill_storm import storm

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(engine):
    figures = storm(engine, cycles=3, writers=4, longest=1.0)
    assert figures.acknowledged > 0
    assert (figures.lost, figures.mixed, figures.refused) == ([], [], [])


def test_a_server_that_answers_before_it_saves_is_caught():
    assert storm("sqlite", cycles=2, writers=4, longest=1.0, application=LYING).lost


@pytest.mark.parametrize("engine", ENGINES)
def test_a_connection_that_breaks_ends_with_the_last_words_typed(engine):
    figures = cut(engine, saves=60)
    assert sum(number for where, number in figures.cuts.items() if where != "nowhere") > 10
    assert figures.is_clean, figures


def test_a_connection_that_lies_is_caught():
    assert not cut("sqlite", saves=40, lies=True).is_clean


@pytest.mark.parametrize("engine", ENGINES)
def test_fifty_submissions_at_once_are_one(engine):
    assert submit_at_once(engine, posts=50).is_one


def test_a_server_that_forgets_a_submission_is_caught():
    assert not submit_at_once("sqlite", posts=8, application=FORGETFUL).is_one

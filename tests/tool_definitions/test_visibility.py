"""Which questions a return is asked: conditions in three-valued logic, worked by hand."""

import pytest

from tool_definitions.loader import load_tool_text
from tool_definitions.visibility import Visibility, applies, visibility

SHOWN, HIDDEN = Visibility.SHOWN, Visibility.HIDDEN
UNKNOWN, ELSEWHERE = Visibility.NOT_YET_KNOWN, Visibility.DOES_NOT_APPLY

TOOL = """\
key: example
version: "1"
title: An example
kind: self_assessment
rating_schemes: {{practice: {{use: four-levels-of-practice}}}}
sections:
  - key: a
    title: A
    questions:
      - {{key: nursery, type: yes_no, title: Is there a nursery?}}
      - {{key: boarding, type: yes_no, title: Is there boarding?}}
      - {{key: rated, type: rating, scheme: practice, title: How well?}}
      - {{key: ages, type: choices, title: Ages?, options: [{{value: young, label: Y}}, {{value: old, label: O}}]}}
      - {{key: asked, type: text, title: Asked, show_if: {condition}}}
"""
NURSERY = "{question: nursery, is: [yes]}"
BOARDING = "{question: boarding, is: [yes]}"


def asked(condition, **answers):
    tool = load_tool_text(TOOL.format(condition=condition))
    return visibility(tool, answers)["asked"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"nursery": "yes"}, SHOWN), ({"nursery": "no"}, HIDDEN), ({}, UNKNOWN), ({"nursery": None}, UNKNOWN)],
)
def test_is(answers, expected):
    assert asked(NURSERY, **answers) is expected


def test_is_of_several_choices_means_any_of_them():
    assert asked("{question: ages, is: [old]}", ages=("young", "old")) is SHOWN
    assert asked("{question: ages, is: [old]}", ages=("young",)) is HIDDEN
    assert asked("{question: ages, is: [old]}", ages=()) is UNKNOWN


@pytest.mark.parametrize(
    ("condition", "rating", "expected"),
    [
        # Worst first: not_met, partly_met, met, embedded.
        ("at_or_below: partly_met", "not_met", SHOWN),
        ("at_or_below: partly_met", "partly_met", SHOWN),
        ("at_or_below: partly_met", "met", HIDDEN),
        ("at_or_above: met", "partly_met", HIDDEN),
        ("at_or_above: met", "met", SHOWN),
        ("at_or_above: met", "embedded", SHOWN),
        # Not applicable is no level: neither below nor above.
        ("at_or_below: partly_met", "not_applicable", HIDDEN),
        ("at_or_above: met", "not_applicable", HIDDEN),
        ("is: [not_applicable]", "not_applicable", SHOWN),
        ("at_or_below: partly_met", None, UNKNOWN),
    ],
)
def test_levels(condition, rating, expected):
    assert asked(f"{{question: rated, {condition}}}", rated=rating) is expected


def test_answered_is_always_known():
    assert asked("{question: rated, answered: true}", rated="met") is SHOWN
    assert asked("{question: rated, answered: true}") is HIDDEN
    assert asked("{question: rated, answered: false}") is SHOWN
    assert asked("{question: rated, answered: false}", rated="met") is HIDDEN


YES, NO, BLANK = "yes", "no", None


@pytest.mark.parametrize(
    ("nursery", "boarding", "both", "either"),
    [
        # Kleene's tables: false decides `all`, true decides `any`, the unknown decides nothing.
        (YES, YES, SHOWN, SHOWN),
        (YES, NO, HIDDEN, SHOWN),
        (YES, BLANK, UNKNOWN, SHOWN),
        (NO, YES, HIDDEN, SHOWN),
        (NO, NO, HIDDEN, HIDDEN),
        (NO, BLANK, HIDDEN, UNKNOWN),
        (BLANK, YES, UNKNOWN, SHOWN),
        (BLANK, NO, HIDDEN, UNKNOWN),
        (BLANK, BLANK, UNKNOWN, UNKNOWN),
    ],
)
def test_all_and_any(nursery, boarding, both, either):
    answers = {"nursery": nursery, "boarding": boarding}
    assert asked(f"{{all: [{NURSERY}, {BOARDING}]}}", **answers) is both
    assert asked(f"{{any: [{NURSERY}, {BOARDING}]}}", **answers) is either
    # De Morgan: neither is not either; and the unknown stays unknown.
    turned = {SHOWN: HIDDEN, HIDDEN: SHOWN, UNKNOWN: UNKNOWN}
    assert asked(f"{{not: {{any: [{NURSERY}, {BOARDING}]}}}}", **answers) is turned[either]
    assert asked(f"{{all: [{{not: {NURSERY}}}, {{not: {BOARDING}}}]}}", **answers) is turned[either]


CHAIN = """\
key: example
version: "1"
title: An example
kind: self_assessment
sections:
  - key: a
    title: A
    questions:
      - {key: one, type: yes_no, title: One}
      - {key: two, type: yes_no, title: Two, show_if: {question: one, is: [yes]}}
      - {key: three, type: text, title: Three, show_if: {question: two, is: [yes]}}
      - {key: four, type: text, title: Four, show_if: {not: {question: two, is: [yes]}}}
      - {key: five, type: text, title: Five, show_if: {question: two, answered: false}}
  - key: b
    title: B
    applies_to: {phase: [primary]}
    questions:
      - {key: six, type: yes_no, title: Six}
      - {key: seven, type: text, title: Seven, applies_to: {has_nursery: [yes]}}
  - key: c
    title: C
    questions:
      - {key: eight, type: text, title: Eight, show_if: {question: six, is: [yes]}}
"""


def states(answers, organisation=None):
    return list(visibility(load_tool_text(CHAIN), answers, organisation).values())


def test_a_condition_on_a_hidden_question_does_not_hold():
    # `two` is hidden, so its old answer counts for nothing: three hidden, four shown; five asks of `two` and is hidden.
    assert states({"one": "no", "two": "yes"})[:5] == [SHOWN, HIDDEN, HIDDEN, SHOWN, HIDDEN]


def test_the_unknown_travels_down_a_chain():
    # Whether `two` is asked is not known, so nothing that asks of `two` is, whatever `two` once held.
    assert states({"two": "yes"})[:5] == [SHOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]


def test_a_chain_that_holds():
    assert states({"one": "yes", "two": "yes"})[:5] == [SHOWN, SHOWN, SHOWN, HIDDEN, HIDDEN]
    assert states({"one": "yes"})[:5] == [SHOWN, SHOWN, UNKNOWN, UNKNOWN, SHOWN]


def test_what_does_not_apply():
    secondary = {"phase": "secondary", "has_nursery": "yes"}
    assert states({"six": "yes"}, secondary)[5:] == [ELSEWHERE, ELSEWHERE, HIDDEN]
    primary = {"phase": "primary", "has_nursery": "no"}
    assert states({"six": "yes"}, primary)[5:] == [SHOWN, ELSEWHERE, SHOWN]
    assert states({}, {"phase": "primary", "has_nursery": "yes"})[5:] == [SHOWN, SHOWN, UNKNOWN]


def test_every_attribute_must_match_and_a_blank_one_does_not():
    wanted = {"phase": ("primary", "all-through"), "sector": ("academy",)}
    assert applies(wanted, {"phase": "primary", "sector": "academy"})
    assert not applies(wanted, {"phase": "primary", "sector": "maintained"})
    assert not applies(wanted, {"phase": "primary", "sector": None})
    assert not applies(wanted, {"phase": "primary"})
    assert applies({}, {})
    assert applies(wanted, None)

"""Yes or no, one of several, any of several."""

import pytest
from werkzeug.datastructures import MultiDict

from formsapp.returns.fields.given import NOTHING, Given

OPTIONS = [{"value": "b", "label": "Bee", "hint": "buzz"}, {"value": "a", "label": "Ay"}]


def test_yes_no(ask):
    asked = ask(type="yes_no")
    assert [option.label for option in asked.options] == ["Yes", "No"]
    assert asked.faults(Given("yes")) == {}
    assert asked.faults(Given("maybe")) == {"value": "Choose an answer from the list"}
    assert asked.faults(Given("not_applicable")) == {"value": "Choose an answer from the list"}
    assert asked.gaps(NOTHING) == {"value": "Choose an answer"}
    assert asked.words("no") == "No"
    assert asked.condition_value("yes") == "yes"


def test_choice(ask):
    asked = ask(type="choice", options=OPTIONS)
    assert asked.faults(Given("a")) == {}
    assert asked.faults(Given("c")) == {"value": "Choose an answer from the list"}
    assert asked.words("b") == "Bee"


@pytest.mark.parametrize(
    ("ticked", "stored"),
    [(["", "a", "b"], '["b", "a"]'), (["", "a"], '["a"]'), ([""], None), (["", "a", "a"], '["a"]')],
)
def test_choices_are_stored_in_the_order_of_the_tool(ask, ticked, stored):
    asked = ask(type="choices", options=OPTIONS)
    assert asked.read(MultiDict([("q-s.q", one) for one in ticked]), Given('["b"]')).value == stored


def test_choices(ask):
    asked = ask(type="choices", options=OPTIONS)
    unknown = asked.read(MultiDict([("q-s.q", "a"), ("q-s.q", "z")]), NOTHING)
    assert asked.faults(unknown) == {"value": "Choose an answer from the list"}
    assert asked.condition_value('["b", "a"]') == ("b", "a")
    assert asked.condition_value(None) is None
    assert asked.words('["b", "a"]') == "Bee\nAy"
    assert asked.repeated == {"q-s.q"}

"""As whom a tool is seen: what there is to choose, and how it is said."""

import pytest

from formsapp.previews.seen_as import audience_words, printed_for, seen_as
from formsapp.previews.wording import duration
from tests.builders import rating, tool_document
from tool_definitions.length import Respondent
from tool_definitions.tool import Tool

APPLIES = {
    "phase": ["secondary", "primary"],
    "boarding": ["yes"],
    "has_nursery": ["no"],
    "sector": ["academy"],
    "trust": ["Wex Trust"],
}
TOOL = Tool.model_validate(
    tool_document(
        {"a": [rating("a.a", applies_to=APPLIES), rating("a.b", waves=["three_months"])]},
        audience={"organisation_types": ["school", "college"]},
        waves=["before", "three_months"],
    )
)


def offered(name, seen):
    return next([words for _, words in one.options] for one in seen.choices if one.name == name)


def test_what_there_is_to_choose_is_what_the_tool_names_in_the_order_of_the_register():
    seen = seen_as(TOOL, {})
    assert [one.label for one in seen.choices] == [
        "Type", "Phase", "Boarding", "Nursery", "Sector", "Trust", "Wave"
    ]  # fmt: skip
    assert offered("type", seen) == ["School", "College"]
    assert offered("phase", seen) == ["Primary", "Secondary", "Another"]
    assert offered("boarding", seen) == ["Yes", "No"]
    assert offered("has_nursery", seen) == ["No", "Yes"]
    assert offered("sector", seen) == ["Academy or free school", "Another"]
    assert offered("trust", seen) == ["Wex Trust", "None of these"]
    assert offered("wave", seen) == ["Before", "Three months"]
    assert offered("phase", printed_for(TOOL, {})) == ["Any", "Primary", "Secondary", "Another"]


def test_who_it_is_said_in_one_line_and_nothing_is_left_open():
    chosen = {"phase": "primary", "boarding": "yes", "has_nursery": "no", "wave": "three_months"}
    seen = seen_as(TOOL, chosen)
    assert seen.words == "School, primary, boarding, no nursery, three months"
    assert seen.respondent == Respondent(
        {
            "type": "school",
            "phase": "primary",
            "boarding": "yes",
            "has_nursery": "no",
            "sector": None,
            "trust": None,
        },
        "three_months",
    )


def test_the_name_of_a_trust_stays_a_name():
    assert seen_as(TOOL, {"phase": "", "trust": "Wex Trust"}).words == "School, Wex Trust, before"


def test_paper_leaves_open_what_is_not_chosen():
    assert printed_for(TOOL, {}).respondent == Respondent({}, None)
    assert printed_for(TOOL, {"phase": "", "sector": "academy"}).respondent == Respondent(
        {"phase": None, "sector": "academy"}, None
    )


def test_audiences_are_named():
    assert audience_words(Respondent({"type": "school", "phase": "all_through"}, "before")) == (
        "School, all-through, before"
    )
    assert audience_words(Respondent({"type": "agency", "phase": None, "sector": None})) == "Agency, another sector"
    assert audience_words(Respondent()) == "Everybody"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "5 minutes"),
        (7.4, "5 minutes"),
        (57, "55 minutes"),
        (59, "1 hour"),
        (66, "1 hour"),
        (83, "1½ hours"),
        (105, "1¾ hours"),
        (119, "2 hours"),
        (375, "6¼ hours"),
    ],
)
def test_time_is_said_as_people_say_it(minutes, words):
    assert duration(minutes).replace("\N{NO-BREAK SPACE}", " ") == words

"""A rating: levels, not applicable, comment, evidence, action; and the design system's own radios."""

import html5lib
import pytest
from jinja2 import Environment, PackageLoader

from formsapp.returns.fields.given import NOTHING, Given
from tests.returns.fields.browser import XHTML

DEMANDING = {
    "type": "rating",
    "scheme": "practice",
    "comment": "required_at_or_below partly_met",
    "evidence": "required_at_or_above embedded",
    "action_at_or_below": "not_met",
}


def test_levels_stand_in_the_order_of_the_scheme_with_the_words_of_the_question(ask):
    asked = ask(type="rating", scheme="practice", levels={"met": "We do *this*.", "not_met": "One\n\nTwo"})
    assert [option.value for option in asked.options] == ["embedded", "met", "partly_met", "not_met"]
    hints = {option.value: str(option.hint) for option in asked.options}
    assert hints["met"] == "We do <em>this</em>."
    assert "<p" in hints["not_met"]
    assert hints["embedded"] == ""


@pytest.mark.parametrize("value", ["excellent", "Met", "0", "yes"])
def test_a_level_that_is_not_in_the_list(ask, value):
    assert ask(**DEMANDING).faults(Given(value)) == {"value": "Choose a level from the list"}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (NOTHING, {"value"}),
        (Given("not_met"), {"comment", "action", "who", "by"}),
        (Given("partly_met"), {"comment"}),
        (Given("met"), set()),
        (Given("embedded"), {"evidence"}),
        (Given("embedded", evidence="Minutes, May"), set()),
        (Given("not_applicable"), {"reason"}),
        (Given("not_applicable", "No pupils board here"), set()),
    ],
)
def test_what_is_missing(ask, given, missing):
    assert set(ask(**DEMANDING).gaps(given)) == missing


def test_a_question_that_is_not_required_may_stay_open(ask):
    assert ask(type="rating", scheme="practice", required=False).gaps(NOTHING) == {}


@pytest.mark.parametrize("policy", ["never", {"only_for": {"phase": ["nursery"]}}])
def test_not_applicable_is_only_for_those_it_is_for(ask, policy):
    asked = ask(type="rating", scheme="practice", not_applicable=policy)
    primary, nursery = {"phase": "primary"}, {"phase": "nursery"}
    given = Given("not_applicable", "Because")
    assert asked.faults(given, primary) == {"value": "Choose a level from the list"}
    assert asked.may_be_not_applicable(nursery) is (policy != "never")
    assert bool(asked.faults(given, nursery)) is (policy == "never")


def test_not_applicable_without_a_reason_where_none_is_asked(ask):
    assert ask(type="rating", scheme="practice", not_applicable="allowed").gaps(Given("not_applicable")) == {}


@pytest.mark.parametrize("spaces", ["   ", "\u200b", "\r\n\t", "\u2060\u00a0"])
def test_spaces_are_no_comment_where_one_is_needed(ask, read, spaces):
    asked = ask(**DEMANDING)
    given = read(asked, {"q-s.q": "partly_met", "q-s.q:comment": spaces})
    assert asked.faults(given) == {"comment": "Enter a comment: “Partly met” needs one"}
    fine = read(asked, {"q-s.q": "met", "q-s.q:comment": spaces})
    assert asked.faults(fine) == {}
    assert asked.settled(fine) == Given("met")


def test_a_top_rating_with_nothing_beside_it_is_odd(ask):
    asked = ask(type="rating", scheme="practice")
    assert list(asked.oddities(Given("embedded"))) == ["“Embedded” with neither a comment nor evidence"]
    assert list(asked.oddities(Given("embedded", comment="Yes"))) == []
    assert list(asked.oddities(Given("met"))) == []


def test_the_limit_is_said(ask):
    asked = ask(type="rating", scheme="practice", limit={"at_or_below": "not_met", "overall": "Low"})
    assert asked.limit_words == "If this is rated “Not met”, the overall result can be no better than “Low”."
    higher = ask(type="rating", scheme="practice", limit={"at_or_below": "partly_met", "overall": "Low"})
    assert higher.limit_words.startswith("If this is rated “Partly met” or lower, ")


def test_what_is_needed_is_said(ask):
    words = ask(**DEMANDING).needs_words
    assert words["comment"] == "Needed if you choose Partly met or Not met."
    assert words["evidence"] == "Needed if you choose Embedded."
    assert ask(type="rating", scheme="practice", comment="required").needs_words["comment"] == "Needed."


def test_faults_are_shown_beside_their_boxes(ask, browser):
    asked = ask(**DEMANDING)
    page = browser.rendered(asked, Given("bad", comment="Kept"), {"value": "Choose", "comment": "Too long"})
    assert 'id="q-s.q-error"' in page
    assert 'id="q-s.q:comment-error"' in page
    assert 'aria-describedby="h1.1:comment q-s.q:comment-error"' in page
    assert "Kept" in page


def radios_of(html: str):
    tree = html5lib.parse(html, treebuilder="etree")
    return next(node for node in tree.iter(f"{XHTML}div") if "govuk-radios" in (node.get("class") or "").split())


def shape(node) -> object:
    """An element as its name, its attributes and its children; our own class for the layout apart."""
    attributes = dict(node.attrib)
    classes = sorted(one for one in attributes.pop("class", "").split() if one != "app-levels")
    text = " ".join((node.text or "").split())
    children = [] if node.tag == f"{XHTML}textarea" else [shape(child) for child in node]
    return (node.tag, classes, attributes, text, children)


@pytest.mark.parametrize("value", [None, "met", "not_applicable"])
def test_the_radios_are_those_of_the_design_system(ask, browser, value):
    asked = ask(type="rating", scheme="practice", levels={"met": "We do this."})
    ours = radios_of(browser.html(asked, Given(value)))
    conditional = next(node for node in ours if "govuk-radios__conditional" in (node.get("class") or ""))
    inner = "".join(html5lib.serialize(child, tree="etree", quote_attr_values="always") for child in conditional)
    items = [
        {
            "value": one.value,
            "text": one.label,
            **({"id": f"o{asked.number}-{place}"} if place > 1 else {}),
            **({"hint": {"html": str(one.hint)}} if one.hint else {}),
        }
        for place, one in enumerate(asked.options, start=1)
    ]
    last = {
        "value": "not_applicable",
        "id": f"o{asked.number}-{len(items) + 2}",
        "text": "Not applicable",
        "conditional": {"html": inner},
    }
    environment = Environment(loader=PackageLoader("govuk_frontend_jinja", "templates"), autoescape=True)
    macros = PackageLoader("govuk_frontend_jinja", "templates")
    from jinja2 import ChoiceLoader, PrefixLoader

    environment.loader = ChoiceLoader([macros, PrefixLoader({"govuk_frontend_jinja": macros})])
    template = environment.from_string(
        '{% from "govuk_frontend_jinja/components/radios/macro.html" import govukRadios %}{{ govukRadios(params) }}'
    )
    params = {"name": "q-s.q", "value": value, "items": [*items, {"divider": "or"}, last]}
    reference = radios_of(template.render(params=params))
    assert shape(ours) == shape(reference)

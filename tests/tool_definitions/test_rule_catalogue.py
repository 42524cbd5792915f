"""The catalogue of rules says everything, and the documentation is made from it."""

import pytest

from tool_definitions.checks import CHECKS
from tool_definitions.rule_pages import EXAMPLES, INDEX, PAGES, index_text, page_text
from tool_definitions.rules import FAMILIES, RULES


def test_the_index_is_current():
    assert INDEX.read_text(encoding="utf-8") == index_text(), "run python -m tool_definitions.rule_pages"


@pytest.mark.parametrize("code", RULES)
def test_the_page_of_a_rule_is_current(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page == page_text(code), "run python -m tool_definitions.rule_pages"


def test_there_is_no_page_of_a_rule_that_is_no_more():
    assert {page.stem for page in PAGES.glob("*.md")} == set(RULES)


def test_every_page_shows_the_example_and_what_the_checker_says():
    for example in EXAMPLES.glob("*.yaml"):
        if example.stem in RULES:
            page = page_text(example.stem)
            severity = "warning" if RULES[example.stem].is_warning else "error"
            assert f"    {severity} {example.stem} " in page, example
            assert "# expect" not in page
            assert "```yaml\n\n" not in page
            assert "```yaml\n```" not in page


def test_no_code_is_in_two_families():
    assert sum(len(family.rules) for family in FAMILIES) == len(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_why_and_how_to_mend(code):
    rule = RULES[code]
    assert rule.family in {family.title for family in FAMILIES}
    assert not rule.sentence.endswith(".")
    for words in (rule.why, rule.mend):
        assert words[0].isupper()
        assert words.endswith((".", "?'", "!"))
    assert rule.remedy
    assert not rule.remedy.endswith(".")


def test_every_check_says_what_it_holds():
    assert all((check.__doc__ or "").strip().endswith(".") for check in CHECKS)
    assert len(set(CHECKS)) == len(CHECKS)

"""The documentation lists every rule of the checker, and no other."""

import re
from pathlib import Path

from tool_definitions.checks import CHECKS
from tool_definitions.rules import RULES

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "tool-checks.md"
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (.+) \|$", re.MULTILINE)


def documented():
    text = DOCUMENTATION.read_text(encoding="utf-8")
    errors, warnings = text.split("## What makes a good tool")
    return [(*row, False) for row in ROW.findall(errors)] + [(*row, True) for row in ROW.findall(warnings)]


def test_the_same_codes_in_the_same_order():
    assert [code for code, _, _ in documented()] == list(RULES)


def test_the_same_sentences_and_severities():
    written = {code: (sentence.rstrip(".").casefold(), is_warning) for code, sentence, is_warning in documented()}
    assert written == {code: (rule.sentence.casefold(), rule.is_warning) for code, rule in RULES.items()}


def test_every_check_says_what_it_holds():
    assert all((check.__doc__ or "").strip().endswith(".") for check in CHECKS)
    assert len(set(CHECKS)) == len(CHECKS)

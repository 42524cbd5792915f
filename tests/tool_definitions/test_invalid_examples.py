"""One small invalid tool a rule: the comments in the files say which problem is expected, and where.

`# expect: CODE, CODE` expects problems on that line; `# expect on line N: CODE`, `# expect on the next line: CODE`
and `# expect on the line before: CODE` on another.
"""

import re
from pathlib import Path

import pytest

from tool_definitions.checker import check_tool
from tool_definitions.loader import ToolError, load_tool
from tool_definitions.rules import RULES

EXAMPLES = sorted((Path(__file__).parent / "invalid").glob("*.yaml"))
EXPECTED = re.compile(r"# expect(?: on ([a-z0-9 ]+))?: ([a-z0-9, -]+)$")
#: What nearly every small example lacks: looked for where expected, else passed over.
OF_WHOLE_TOOLS = {"no-reflection", "no-factors", "no-outcomes", "no-lived-experience", "ratings-only", "words-only"}
#: Rules whose examples are not YAML text alone: they are made in the other tests of this folder.
MADE_ELSEWHERE = {
    "unreadable-file",
    "too-large",
    "not-utf-8",
    "control-character",
    "empty-file",
    "too-deep",
    "unknown-from",
    "version-ratified",
    "other-tool",
    "too-many-ratings",
}


def _line_meant(where: str | None, here: int) -> int:
    match (where or "").split():
        case ["line", number]:
            return int(number)
        case ["the", "next", "line"]:
            return here + 1
        case ["the", "line", "before"]:
            return here - 1
    return here


def expected(path: Path) -> set[tuple[int, str]]:
    found = set()
    for here, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if match := EXPECTED.search(line):
            found |= {(_line_meant(match[1], here), code.strip()) for code in match[2].split(",")}
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_problem_is_found_at_its_line_and_no_other(path):
    wanted = expected(path)
    found = {(problem.line, problem.code): problem for problem in check_tool(path)}
    assert wanted, "the example expects nothing"
    unexpected = [str(found[each]) for each in found if each not in wanted and each[1] not in OF_WHOLE_TOOLS]
    assert unexpected == []
    assert wanted - set(found) == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_tool_with_an_error_does_not_load_and_one_with_warnings_does(path):
    if all(RULES[code].is_warning for _, code in expected(path)):
        assert load_tool(path).key == "example"
    else:
        with pytest.raises(ToolError) as refusal:
            load_tool(path)
        assert list(refusal.value.problems) == check_tool(path)


def test_every_rule_has_an_example():
    shown = {code for path in EXAMPLES for _, code in expected(path)}
    assert set(RULES) - shown - MADE_ELSEWHERE == {"bad-value"}
    assert shown <= set(RULES)
    assert not shown & MADE_ELSEWHERE

"""One small invalid tool a rule: the comments in the files say which problem is expected, and where.

`# expect: CODE, CODE` expects problems on that line; `# expect on line N: CODE`, `# expect on the next line: CODE`
and `# expect on the line before: CODE` on another. `# earlier: FILE` names the version before. `# instead: TEXT` is
how the line above is put right.
"""

import re
from pathlib import Path

import pytest

from tool_definitions.checker import check_tool, check_tool_text
from tool_definitions.loader import ToolError, load_tool
from tool_definitions.problems import has_errors
from tool_definitions.rules import RULES
from tool_definitions.tool import Tool

EXAMPLES = sorted((Path(__file__).parent / "invalid").glob("*.yaml"))
EXPECTED = re.compile(r"# expect(?: on ([a-z0-9 ]+))?: ([a-z0-9, -]+)$")
#: What nearly every small example lacks: looked for where expected, else passed over.
OF_WHOLE_TOOLS = {
    "limit-escaped",
    "no-bands",
    "no-equality",
    "no-evidence-asked",
    "no-factors",
    "no-feedback",
    "no-good-practice",
    "no-guidance",
    "no-lived-experience",
    "no-naming-advice",
    "no-outcomes",
    "no-purpose",
    "no-recommendation",
    "no-references",
    "no-reflection",
    "no-sign-off",
    "not-a-question",
    "not-fitted",
    "number-without-minimum",
    "number-without-unit",
    "ratings-only",
    "section-without-guidance",
    "unused-reference",
    "unused-scheme",
    "unused-thread",
    "words-only",
}
#: Rules whose examples are not YAML text: they are made in the other tests of this folder.
MADE_ELSEWHERE = {"unreadable-file", "too-large", "not-utf-8"}
EARLIER = re.compile(r"^# earlier: (\S+)$", re.MULTILINE)
INSTEAD = re.compile(r"# instead: (.*)$")


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


def earlier_of(path: Path) -> list[Tool]:
    named = EARLIER.findall(path.read_text(encoding="utf-8"))
    return [load_tool(path.parents[1] / name) for name in named]


def mended(text: str) -> str:
    """The example with each line put right for which it says how."""
    lines = []
    for line in text.splitlines():
        if match := INSTEAD.search(line):
            lines[-1] = line[: match.start()] + match[1]
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_problem_is_found_at_its_line_and_no_other(path):
    wanted = expected(path)
    found = {(problem.line, problem.code): problem for problem in check_tool(path, earlier=earlier_of(path))}
    assert wanted, "the example expects nothing"
    unexpected = [str(found[each]) for each in found if each not in wanted and each[1] not in OF_WHOLE_TOOLS]
    assert unexpected == []
    assert wanted - set(found) == set()


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.stem in RULES], ids=lambda path: path.stem)
def test_the_example_named_after_a_rule_breaks_it(path):
    assert path.stem in {code for _, code in expected(path)}


@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if "# instead: " in path.read_text("utf-8")], ids=lambda path: path.stem
)
def test_what_the_example_says_instead_puts_it_right(path):
    text = mended(path.read_text(encoding="utf-8"))
    before = sum(found.code == path.stem for found in check_tool(path, earlier=earlier_of(path)))
    after = sum(found.code == path.stem for found in check_tool_text(text, earlier=earlier_of(path)))
    assert after < before
    assert not has_errors([each for each in check_tool_text(text) if each.code == path.stem])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_tool_with_an_error_does_not_load_and_one_with_warnings_does(path):
    if all(RULES[code].is_warning or RULES[code].family == "Versions" for _, code in expected(path)):
        assert load_tool(path).key.startswith("example")
    else:
        with pytest.raises(ToolError) as refusal:
            load_tool(path)
        assert list(refusal.value.problems) == check_tool(path)


def test_every_rule_has_an_example_of_its_own():
    named = {path.stem for path in EXAMPLES}
    shown = {code for path in EXAMPLES for _, code in expected(path)}
    assert set(RULES) - named - MADE_ELSEWHERE == {"bad-value"}
    assert shown <= set(RULES)
    assert not shown & MADE_ELSEWHERE


def test_every_problem_points_to_its_place_and_says_how_to_mend_it():
    for path in EXAMPLES:
        for found in check_tool(path, earlier=earlier_of(path)):
            assert found.remedy, found
            assert isinstance(found.place, tuple)

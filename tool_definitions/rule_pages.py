"""The pages on the checker's rules, made from the catalogue and the invalid examples.

`python -m tool_definitions.rule_pages`, in the repository, writes `docs/tool-checks.md` and a page a rule beside it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tool_definitions.checker import check_tool
from tool_definitions.loader import load_tool
from tool_definitions.problems import Problem
from tool_definitions.rules import FAMILIES, RULES, Rule

ROOT = Path(__file__).parents[1]
INDEX = ROOT / "docs" / "tool-checks.md"
PAGES = ROOT / "docs" / "tool-checks"
EXAMPLES = ROOT / "tests" / "tool_definitions" / "invalid"
LONGEST_EXAMPLE = 24
START_OF_EXAMPLE = 10
_MARKS = re.compile(r"  # expect[^#]*$|^\s*# (expect|earlier|instead).*$")
_INSTEAD = re.compile(r"# instead: (.*)$")
_EARLIER = re.compile(r"^# earlier: (\S+)$", re.MULTILINE)
_PREAMBLE = re.compile(r"^(key|version|title|kind): ")
_START_OF_PART = re.compile(r"^(\S|  - |      - )")

_INTRODUCTION = """\
# What the checker says

`formsapp tools check PATH...` reads tool files (and rating scheme files) and reports every problem at once, one a line:

    FILE:LINE: error|warning CODE message – remedy

It ends with 0 where there are no errors, 1 where there is any, and 2 where it was called wrongly. A tool with an error
cannot be used; a warning is for you to judge. The builder shows the same problems beside the fields they are about. The
codes do not change from one release to the next.

`formsapp tools check --earlier LAST-YEAR.yaml THIS-YEAR.yaml` also compares with versions already ratified: give
several oldest first.

The checker prefers silence to a false alarm. `never-shown`, for one, follows conditions on yes/no, choice and rated
questions through every question they depend on, but it does not follow several choices, free text, or more than 64 ways
to the same question.

There are {count} rules: {errors} errors and {warnings} warnings. Each code leads to a page with the reason, an
example and the remedy. This page and those are made from the catalogue by `python -m tool_definitions.rule_pages`.
"""


def index_text() -> str:
    """The page that lists every rule."""
    warnings = sum(rule.is_warning for rule in RULES.values())
    counts = {"count": len(RULES), "errors": len(RULES) - warnings, "warnings": warnings}
    parts = [_INTRODUCTION.format(**counts)]
    for family in FAMILIES:
        rows = [_row(code, rule) for code, rule in family.rules.items()]
        table = ["| code | | what it says |", "| --- | --- | --- |", *rows]
        parts.append(f"## {family.title}\n\n{family.about}\n\n" + "\n".join(table) + "\n")
    return "\n".join(parts)


def _row(code: str, rule: Rule) -> str:
    return f"| [`{code}`](tool-checks/{code}.md) | {_severity(rule)} | {_sentence(rule.sentence)} |"


def _severity(rule: Rule) -> str:
    return "warning" if rule.is_warning else "error"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def page_text(code: str) -> str:
    """The page of one rule."""
    rule = RULES[code]
    parts = [
        f"# `{code}`",
        f"{_severity(rule).capitalize()} · {rule.family}",
        f"**{_sentence(rule.sentence)}**",
        rule.why,
        f"**How to put it right.** {rule.mend}",
    ]
    example = EXAMPLES / f"{code}.yaml"
    if example.exists():
        parts += _example(code, example)
    parts.append("[All the rules](../tool-checks.md)")
    return "\n\n".join(parts) + "\n"


def _example(code: str, example: Path) -> Iterator[str]:
    text = example.read_text(encoding="utf-8")
    earlier = [load_tool(EXAMPLES.parent / name) for name in _EARLIER.findall(text)]
    found = [problem for problem in check_tool(example, earlier=earlier) if problem.code == code]
    lines = text.split("\n")
    yield "## For example"
    yield "```yaml\n" + "\n".join(_cut(lines, {problem.line for problem in found})) + "\n```"
    yield "The checker says:"
    yield "\n".join(f"    {_said(problem)}" for problem in found[:3])
    if instead := [match[1] for line in lines if (match := _INSTEAD.search(line))]:
        yield "Put right:"
        yield "```yaml\n" + "\n".join(instead) + "\n```"


def _cut(lines: list[str], at_fault: set[int]) -> Iterator[str]:
    """The lines to show, with a mark where some are left out."""
    before = None
    for number in _shown(lines, at_fault):
        if before and _has_content(lines[before : number - 1]):
            yield "      # ..."
        yield _visible(_MARKS.sub("", lines[number - 1]))
        before = number
    if before and _has_content(lines[before:]):
        yield "      # ..."


def _has_content(lines: list[str]) -> bool:
    return any(line and not re.match(r"^\s*# ", line) for line in lines)


def _said(problem: Problem) -> str:
    """The problem as the command line prints it, without the file and the line."""
    return str(problem).removeprefix(f"{problem.file}:{problem.line}: ")


def _visible(line: str) -> str:
    return "".join(each if each.isprintable() or each == "\t" else f"\\u{ord(each):04x}" for each in line)


def _shown(lines: list[str], at_fault: set[int]) -> list[int]:
    """The numbers of the lines to show: all but the preamble and our own marks; of a long example a part."""
    body = [
        number
        for number, line in enumerate(lines, start=1)
        if line and not re.match(r"^\s*# (expect|earlier|instead)", line)
        if number in at_fault or not _PREAMBLE.match(line)
    ]
    if len(body) <= LONGEST_EXAMPLE:
        return body
    start = body[:START_OF_EXAMPLE]
    return start + [
        number for part in _parts(lines, body) if at_fault & set(part) for number in part if number > start[-1]
    ]


def _parts(lines: list[str], body: list[int]) -> list[list[int]]:
    """The lines of each field of the tool, each section's head and each question."""
    parts: list[list[int]] = []
    for number in body:
        if _START_OF_PART.match(lines[number - 1]) or not parts:
            parts.append([])
        parts[-1].append(number)
    return parts


def write_pages() -> None:
    """Write the index and a page a rule, and remove pages of rules that are no more."""
    PAGES.mkdir(exist_ok=True)
    for page in PAGES.glob("*.md"):
        if page.stem not in RULES:
            page.unlink()
    for code in RULES:
        (PAGES / f"{code}.md").write_text(page_text(code), encoding="utf-8")
    INDEX.write_text(index_text(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()

"""`formsapp tools check`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from formsapp.tools.check_command import check
from tool_definitions.loader import shipped_tool_paths

INVALID = Path(__file__).parent / "invalid"
TOOL = """\
key: example
version: "2"
title: An example
kind: self_assessment
purpose: Shows whether staff act on worries. Name no child. Call 999 if a child is in danger.
references: {law: {title: Children Act 2004, edition: 2004-11-15}}
threads: {lived-experience: Lived experience of children, equality: Equality and inclusion}
rating_schemes: {practice: {use: four-levels-of-practice}}
scoring: {bands: [{from: 0, label: Weak}, {from: 50, label: Good}]}
sign_off: [{role: head_teacher, statement: This is a fair account of our practice.}]
sections:
  - key: a
    title: A
    guidance: What staff do with a worry.
    recommendation: {text: Tell every new member of staff who the lead is., owner: setting}
    questions:
      - key: a.1
        type: rating
        scheme: practice
        title: Staff know who to tell
        guidance: Ask three people.
        references: [{source: law, at: section 11}]
        threads: [lived-experience, equality]
        evidence: required_at_or_above embedded
        from: {key: b.1, relation: reworded}
      - {key: a.2, type: text, title: What helped or got in the way?, asks_for: factors}
      - {key: a.3, type: text, title: What did you learn?, asks_for: reflection}
      - {key: a.4, type: text, title: What changed for children?, asks_for: outcomes}
      - {key: a.5, type: text, title: What should we change about this audit?, asks_for: feedback}
"""


def run(*arguments):
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_shipped_tools_have_no_errors():
    result = run(*shipped_tool_paths())
    assert result.exit_code == 0, result.output
    assert " error " not in result.output


def test_the_shipped_schemes_have_no_problems():
    schemes = sorted((shipped_tool_paths()[0].parent.parent / "rating_schemes").glob("*.yaml"))
    assert len(schemes) == 10
    result = run(*schemes)
    assert (result.exit_code, result.output) == (0, "")


def test_a_good_tool_says_nothing(write):
    result = run(write("tool.yaml", TOOL))
    assert (result.exit_code, result.output) == (0, "")


def test_problems_of_every_file_one_a_line(write):
    good = write("tool.yaml", TOOL)
    result = run(INVALID / "cycle.yaml", good, INVALID / "unknown-band.yaml")
    assert result.exit_code == 1
    assert (
        f"{INVALID / 'cycle.yaml'}:12: error cycle conditions go round in a circle: a.1 → a.3 → a.2 → a.1 – "
        in result.stdout
    )
    assert f"{INVALID / 'unknown-band.yaml'}:18: error unknown-band no band is called 'Partial'" in result.stdout


def test_warnings_alone_pass():
    result = run(INVALID / "long-title.yaml")
    assert result.exit_code == 0
    assert "warning long-title" in result.stdout


def test_wrong_usage():
    assert run().exit_code == 2
    assert run("no-such-file.yaml").exit_code == 2


def test_against_the_version_before(write):
    before = write("before.yaml", TOOL.replace('"2"', '"1"').replace("key: a.1\n", "key: a.11\n"))
    result = run("--earlier", before, write("tool.yaml", TOOL))
    assert result.exit_code == 1
    assert ":25: error unknown-from version '1' has no question 'b.1' – " in result.stdout


def test_against_the_same_version(write):
    tool = write("tool.yaml", TOOL)
    assert run("--earlier", tool, tool).exit_code == 0
    changed = write("changed.yaml", TOOL.replace("title: An example", "title: Another title"))
    result = run("--earlier", tool, changed)
    assert result.exit_code == 1
    assert ":2: error version-ratified version '2' of 'example' is already ratified with other content" in result.stdout


def test_layout_and_comments_are_not_content(write):
    tool = write("tool.yaml", TOOL)
    text = TOOL.replace('"2"', "2").replace("- key: a\n", "- 'key':   \"a\"\n")
    relaid = write("relaid.yaml", f"# a comment\n{text}")
    assert run("--earlier", tool, relaid).exit_code == 0


def test_against_another_tool(write):
    other = write("other.yaml", TOOL.replace("key: example", "key: another"))
    result = run("--earlier", other, write("tool.yaml", TOOL))
    assert result.exit_code == 1
    assert "error other-tool it was compared with the tool 'another'" in result.stdout


def test_an_earlier_version_that_cannot_be_used(write):
    result = run("--earlier", INVALID / "cycle.yaml", write("tool.yaml", TOOL))
    assert result.exit_code == 1
    assert "the earlier version cannot be used" in result.output


def test_too_many_ratings(write):
    rows = "".join(f"      - {{key: b.{n}, type: rating, scheme: practice, title: Rated}}\n" for n in range(120))
    result = run(write("long.yaml", TOOL + rows))
    assert result.exit_code == 0
    assert ":11: warning too-many-ratings the tool has 121 rated questions" in result.stdout

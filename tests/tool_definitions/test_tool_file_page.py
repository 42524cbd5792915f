"""The page that explains the tool file: its example works, and it names every field."""

import re
from pathlib import Path

import pytest

from tool_definitions import legal_references
from tool_definitions.checker import check_tool_text
from tool_definitions.condition import AllOf, AnyOf, Not
from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.loader import load_tool_text, shipped_schemes
from tool_definitions.question import Demand
from tool_definitions.tool import Tool
from tool_definitions.values import Part

PAGE = (Path(__file__).parents[2] / "docs" / "tool-file.md").read_text(encoding="utf-8")
EXAMPLE, SCHEME = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def all_parts(part=Part):
    """Every part of a tool file. The register of law and guidance is a file of another kind."""
    for each in part.__subclasses__():
        if each.__module__ != legal_references.__name__:
            yield each
            yield from all_parts(each)


def test_the_example_has_no_problem():
    assert [str(found) for found in check_tool_text(EXAMPLE)] == []
    assert load_tool_text(EXAMPLE).scored_questions.keys() == {
        "checks.record",
        "checks.practice",
        "checks.disqualified",
    }


def test_the_example_of_a_scheme_works():
    text = (
        SCHEME + 'key: a\nversion: "1"\ntitle: A\nkind: report\nsections:\n  - key: s\n    title: S\n    questions:\n'
    )
    text += "      - {key: q, type: rating, scheme: in-place, title: Q}\n"
    assert load_tool_text(text).scheme_of("q").ranks == {"missing": 0, "in_place": 1}


@pytest.mark.parametrize(
    "part", sorted(set(all_parts()), key=lambda part: part.__name__), ids=lambda part: part.__name__
)
def test_every_field_is_named(part):
    if part in {AllOf, AnyOf, Not, Demand}:
        return
    fields = {field.alias or name for name, field in part.model_fields.items()}
    assert {name for name in fields if not re.search(rf"\b{name}\b", PAGE)} == set()


def test_every_shipped_scheme_is_named():
    assert all(f"`{key}`" in PAGE for key in shipped_schemes())


def test_the_defaults_are_those_of_the_model():
    tool = load_tool_text(EXAMPLE)
    assert isinstance(tool, Tool)
    summary = tool.summary
    shares = f"{summary.strength_share:g}, {summary.concern_share:g}"
    assert f"| {shares}, {summary.min_returns}, {summary.min_group}, {summary.max_recommendations} |" in PAGE
    moderation = tool.moderation
    assert f"| {str(moderation.blind).lower()}, {moderation.moderators}, {moderation.challenge_days} |" in PAGE
    required = {type_: member.model_fields["required"].default for type_, member in QUESTION_TYPES.items()}
    assert {type_ for type_, needed in required.items() if needed} == {"rating", "yes_no", "choice", "number"}

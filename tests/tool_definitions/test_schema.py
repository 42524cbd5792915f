"""The JSON Schema that editors use: in step with the model, and right about the tools we ship."""

import json
from datetime import date

import jsonschema
import pytest

from tool_definitions.document import read_file
from tool_definitions.loader import shipped_tool_paths
from tool_definitions.schema import SCHEMA_FILE, schema_text
from tool_definitions.values import NUMBER_PATTERN, PlainScalar

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def as_editors_read(part):
    """Plain data as a YAML 1.2 editor reads it: bare numbers are numbers, bare true and false are truth values."""
    if isinstance(part, dict):
        return {key: as_editors_read(value) for key, value in part.items()}
    if isinstance(part, list):
        return [as_editors_read(value) for value in part]
    if isinstance(part, PlainScalar):
        if NUMBER_PATTERN.fullmatch(part):
            return float(part)
        return {"true": True, "false": False}.get(part, str(part))
    return part


def valid(data):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(data)


def test_the_committed_file_is_made_from_the_model():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_it_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_shipped_tools_are_valid(path):
    data = as_editors_read(read_file(path).document.data)
    errors = [
        f"{list(error.path)}: {error.message[:200]}"
        for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)
    ]
    assert errors == []


def example(**changes):
    question = {"key": "a.1", "type": "rating", "scheme": "practice", "title": "One"}
    return {
        "key": "example",
        "version": "1",
        "title": "An example",
        "kind": "self_assessment",
        "rating_schemes": {"practice": {"use": "rag"}},
        "sections": [{"key": "a", "title": "A", "questions": [question | changes]}],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"required": "no"},
        {"comment": "required_at_or_below red", "recommendation": "Do it."},
        {"recommendation": {"text": "Do it.", "owner": "setting"}},
        {"show_if": {"any": [{"question": "a.0", "is": [True, 4.1]}, {"not": {"question": "a.0", "answered": "yes"}}]}},
    ],
)
def test_it_accepts_what_the_model_accepts(changes):
    assert valid(example(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"requird": True},
        {"type": "ratng"},
        {"title": ""},
        {"weight": -1},
        {"weight": 101},
        {"weight": "2"},
        {"key": "A.1"},
        {"comment": "always"},
        {"comment": "required_at_or_below"},
        {"show_if": "a.0 = yes"},
        {"show_if": {"question": "a.0"}},
        {"required": "true"},
    ],
)
def test_it_refuses_what_the_model_refuses(changes):
    assert not valid(example(**changes))


def test_it_knows_the_shipped_schemes():
    assert not valid(example() | {"rating_schemes": {"practice": {"use": "none-such"}}})


def test_dates_are_text_in_a_file():
    reference = {"title": "A law", "edition": date(2004, 11, 15).isoformat()}
    assert valid(example() | {"references": {"law": reference}})

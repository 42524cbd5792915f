"""The JSON Schema of the tool file, for editors that complete and check while typing. Made from the model.

`python -m tool_definitions.schema` writes it to `tool.schema.json`. It says less than the checker does: shapes and
fixed lists, but not whether the names used exist.
"""

import json
from pathlib import Path
from typing import Any

from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Tool

SCHEMA_FILE = Path(__file__).parent / "tool.schema.json"
_DEMAND = {
    "description": "none, optional, required, required_at_or_below LEVEL or required_at_or_above LEVEL",
    "pattern": "^(none|optional|required|required_at_or_(below|above) \\S.*)$",
    "type": "string",
}
#: Scalars that a file may write bare where the model wants text: `version: 2026`, `is: [yes]`, `value: 0`.
_BARE = ["string", "number", "boolean"]
_TRUTHS = [True, False, "yes", "no"]
#: What the model calls its limits, and what JSON Schema does.
_KEYWORDS = {"ge": "minimum", "le": "maximum"}


def tool_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a tool file, in which a rating scheme may be `{use: NAME}`."""
    schema = Tool.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    definitions["Demand"] = _DEMAND
    definitions["ShippedScheme"] = _shipped_scheme()
    definitions["RecommendationText"] = {"minLength": 1, "type": "string"}
    written = _as_written(schema)
    (pattern,) = written["properties"]["rating_schemes"]["patternProperties"]
    written["properties"]["rating_schemes"]["patternProperties"][pattern] = _either("ShippedScheme", "RatingScheme")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **written,
        "title": "Audit tool",
        "description": "One version of an audit tool, as docs/tool-file.md describes it.",
    }


def _shipped_scheme() -> dict[str, Any]:
    return {
        "additionalProperties": False,
        "description": "One of the rating schemes we ship, by its name.",
        "properties": {"use": {"enum": list(shipped_schemes()), "type": "string"}},
        "required": ["use"],
        "type": "object",
    }


def _either(*names: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}


def _as_written(part: Any) -> Any:
    """The schema of the file rather than of the model: recommendations as bare text, and text without quotes."""
    if isinstance(part, list):
        return [_as_written(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part == {"$ref": "#/$defs/Recommendation"}:
        return _either("Recommendation", "RecommendationText")
    if part.get("items") == {"$ref": "#/$defs/CameFrom"}:
        return {"anyOf": [{"$ref": "#/$defs/CameFrom"}, {"items": part["items"], "type": "array"}]}
    if part.get("type") == "boolean":
        return {"default": part["default"], "enum": _TRUTHS} if "default" in part else {"enum": _TRUTHS}
    written = {_KEYWORDS.get(key, key): _as_written(value) for key, value in part.items()}
    if "patternProperties" in written:
        written["additionalProperties"] = False
    is_free_text = part.get("type") == "string" and not {"enum", "const", "format", "description"} & part.keys()
    return {**written, "type": _BARE} if is_free_text else written


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(tool_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")

"""Two small versions of a tool that differ in one thing."""

from copy import deepcopy
from typing import Any

from tool_definitions.tool import Tool


def level(value: str, score: int, stance: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": value.replace("_", " ").capitalize(), "score": score, "stance": stance, **more}


LEVELS = [level("not_met", 0, "concern"), level("met", 1, "adequate"), level("embedded", 2, "strength")]
DOCUMENT: dict[str, Any] = {
    "key": "small",
    "version": "2025",
    "title": "A small tool",
    "kind": "self_assessment",
    "threads": {"voice": "Voice of the child", "equality": "Equality"},
    "references": {
        "kcsie-2024": {"title": "Keeping children safe in education", "edition": "2024-09-01"},
        "kcsie-2025": {"title": "Keeping children safe in education", "edition": "2025-09-01"},
        "care": {"title": "Care Act 2014", "edition": "2014-05-14"},
    },
    "rating_schemes": {
        "practice": {"key": "practice", "title": "Practice", "levels": LEVELS},
        "other": {
            "key": "other",
            "title": "Yes or no",
            "levels": [level("no", 0, "concern"), level("yes", 1, "strength")],
        },
    },
    "scoring": {"bands": [{"from": 0, "label": "Low"}, {"from": 50, "label": "High"}]},
    "sections": [
        {
            "key": "leading",
            "title": "Leading",
            "questions": [
                {"key": "nursery", "type": "yes_no", "title": "Is there nursery provision?"},
                {"key": "lead", "type": "rating", "scheme": "practice", "title": "The lead has time for the role"},
                {"key": "cover", "type": "rating", "scheme": "practice", "title": "Somebody covers for the lead"},
            ],
        },
        {
            "key": "learning",
            "title": "Learning",
            "questions": [
                {"key": "learnt", "type": "text", "title": "What was learnt?"},
                {"key": "trained", "type": "number", "title": "How many were trained?"},
            ],
        },
    ],
}


def document(**changes: Any) -> dict[str, Any]:
    """The tool as data, with some fields changed."""
    return {**deepcopy(DOCUMENT), **changes}


def tool(data: dict[str, Any] | None = None, **changes: Any) -> Tool:
    """The tool, with some fields changed."""
    return Tool.model_validate({**(data or document()), **changes})


def with_question(question: dict[str, Any], **changes: Any) -> Tool:
    """The tool with one more section that holds this question alone; its key is `asked` unless it says otherwise."""
    data = document(**changes)
    asked = {"key": "asked", "type": "rating", "title": "A question", **question}
    if asked["type"] == "rating":
        asked.setdefault("scheme", "practice")
    data["sections"].append({"key": "more", "title": "More", "questions": [asked]})
    return Tool.model_validate(data)


def asking(*questions: dict[str, Any], version: str = "2025") -> Tool:
    """A tool with these questions in one section; a title and the type `text` unless they say otherwise."""
    data = document(version=version)
    filled = [{"type": "text", "title": f"Question {one['key']}", **one} for one in questions]
    for one in filled:
        if one["type"] == "rating":
            one.setdefault("scheme", "practice")
    data["sections"] = [{"key": "all", "title": "All", "questions": filled}]
    return Tool.model_validate(data)

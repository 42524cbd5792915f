"""Tools written by hand, whose scores can be worked by hand."""

from typing import Any

import pytest

from tool_definitions.tool import Tool


def scheme(key: str, stances: list[str], **more: Any) -> dict[str, Any]:
    levels = [
        {"value": str(number), "label": f"Level {number}", "score": number, "stance": stance}
        for number, stance in enumerate(stances)
    ]
    return {"key": key, "title": key.title(), "levels": levels, **more}


def rated(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "title": f"Question {key}", "type": "rating", "scheme": "four", **more}


def tool_of(*sections: list[dict[str, Any]], **more: Any) -> Tool:
    """A tool with sections a, b, c... on a scheme of four levels, 0 and 1 a concern, 2 adequate, 3 a strength."""
    document = {
        "key": "hand",
        "version": "1",
        "title": "By hand",
        "kind": "self_assessment",
        "rating_schemes": {
            "four": scheme("four", ["concern", "concern", "adequate", "strength"]),
            "two": scheme("two", ["concern", "strength"]),
        },
        "scoring": {
            "bands": [{"from": 0, "label": "Weak"}, {"from": 40, "label": "Developing"}, {"from": 70, "label": "Good"}]
        },
        "sections": [
            {"key": "abcdef"[place], "title": f"Section {'ABCDEF'[place]}", "questions": questions}
            for place, questions in enumerate(sections)
        ],
    }
    return Tool.model_validate({**document, **more})


@pytest.fixture
def worked_tool() -> Tool:
    """The worked example of docs/scoring.md, section 2."""
    limit = {"at_or_below": "0", "overall": "Developing"}
    return tool_of([rated("q1"), rated("q2", weight=2), rated("q3"), rated("q4")], [rated("q5", limit=limit)])


@pytest.fixture
def practice_tool() -> Tool:
    """Two schemes, weights, a variant, a condition, limits and bands."""
    return tool_of(
        [
            rated("a1", weight=2, limit={"at_or_below": "0", "section": "Weak", "overall": "Developing"}),
            rated("a2"),
            rated("a3", applies_to={"phase": ["primary"]}, weight=3),
        ],
        [
            {"key": "nursery", "title": "Is there a nursery?", "type": "yes_no"},
            rated("b1", show_if={"question": "nursery", "is": ["yes"]}),
            rated("b2", scheme="two"),
            rated("b3", weight=0.5, show_if={"question": "b2", "at_or_below": "0"}),
        ],
        [rated("c1", weight=0), rated("c2", limit={"at_or_below": "1", "section": "Developing"})],
    )

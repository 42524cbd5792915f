"""Which values the fields of a part have where they are left out: what says no more need not be written."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Section

Part = dict[str, Any]
#: What a part of each kind needs to be made at all, so that its defaults can be looked up.
_LEAST: Part = {
    "key": "a",
    "title": "a",
    "scheme": "a",
    "levels": {},
    "options": [{"value": "a", "label": "a"}] * 2,
    "columns": [{"key": "a", "title": "a"}],
}


@cache
def defaults_of(model: type[BaseModel]) -> Part:
    """The values that the fields of a part have where they are left out, as written in a document."""
    least = {name: _LEAST[name] for name in _LEAST if name in model.model_fields}
    if "type" in model.model_fields:
        least["type"] = model.model_fields["type"].annotation.__args__[0]  # type: ignore[union-attr]
    if model is Section:
        least["questions"] = [{"key": "a", "type": "text", "title": "a"}]
    if model is RatingScheme:
        level = {"label": "a", "stance": "concern"}
        least["levels"] = [{**level, "value": "a", "score": 0}, {**level, "value": "b", "score": 1}]
    made = model.model_validate(least).model_dump(mode="json", by_alias=True)
    return {name: value for name, value in made.items() if name not in least}


def without_defaults(part: Part, model: type[BaseModel]) -> Part:
    """The part without the fields that say what leaving them out says."""
    defaults = defaults_of(model)
    return {name: value for name, value in part.items() if name not in defaults or defaults[name] != value}

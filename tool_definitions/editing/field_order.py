"""In which order the fields of each part of a tool are written, and which names are the author's own."""

from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from tool_definitions.problems import DocumentPath
from tool_definitions.tool import Tool

#: What a reader looks for first comes first, whatever the order in the model.
_FIRST = (
    "key", "type", "scheme", "title", "guidance", "levels", "options", "columns", "rows", "maximum_rows",
    "minimum", "maximum", "whole", "unit", "lines", "maximum_length",
)  # fmt: skip
_LAST = ("required", "carry_forward", "waves", "from", "copied_from")


@cache
def usual_order(models: tuple[type[BaseModel], ...]) -> dict[str, int]:
    """The place of every field of a part that is one of these models."""
    names = [field.alias or name for model in models for name, field in model.model_fields.items()]
    is_question = "type" in names and "scheme" in names
    if is_question:
        middle = [name for name in names if name not in {*_FIRST, *_LAST}]
        names = [*_FIRST, *middle, *_LAST]
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def order_at(path: DocumentPath) -> dict[str, int]:
    """The place of every field of the mapping at this path; nothing where its names are the author's own."""
    return _order_at(tuple("[]" if isinstance(step, int) else step for step in path))


@cache
def _order_at(path: tuple[str, ...]) -> dict[str, int]:
    annotations: list[Any] = [Tool]
    for step in path:
        if step != "[]":
            annotations = [inner for annotation in annotations for inner in _step(annotation, step)]
    if any(_is_free(annotation) for annotation in annotations):
        return {}
    return usual_order(tuple(dict.fromkeys(model for each in annotations for model in _models(each))))


def _step(annotation: Any, name: str) -> list[Any]:
    found = [get_args(each)[1] for each in _free_mappings(annotation)]
    for model in _models(annotation):
        fields = {field.alias or own: field.annotation for own, field in model.model_fields.items()}
        if name in fields:
            found.append(fields[name])
    return found


def _is_free(annotation: Any) -> bool:
    return bool(_free_mappings(annotation)) and not _models(annotation)


def _free_mappings(annotation: Any) -> list[Any]:
    if get_origin(annotation) is dict:
        return [annotation]
    return [found for argument in get_args(annotation) for found in _free_mappings(argument)]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) is dict:
        return []
    return [found for argument in get_args(annotation) for found in _models(argument)]

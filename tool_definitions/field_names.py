"""Which fields a part of a tool may have: for suggesting the nearest right name."""

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel


def field_names(model: type[BaseModel], loc: tuple[int | str, ...]) -> set[str]:
    """The names of the fields at this location of the model, as they are written in a file."""
    candidates = {model}
    for part in loc:
        candidates = _step(candidates, part)
    return {name for candidate in candidates for name in _aliases(candidate)}


def _aliases(model: type[BaseModel]) -> dict[str, str]:
    return {field.alias or name: name for name, field in model.model_fields.items()}


def _step(candidates: set[type[BaseModel]], part: int | str) -> set[type[BaseModel]]:
    fields = [
        (model, _aliases(model)[part]) for model in candidates if isinstance(part, str) and part in _aliases(model)
    ]
    if fields:
        return {
            found for model, name in fields for found in _models_in(model.model_fields[name].annotation)
        } or candidates
    named = {model for model in candidates if part in _tags(model)}
    return named or candidates


def _tags(model: type[BaseModel]) -> set[str]:
    """What a union may call this model in a location: its class's name, or its `type`."""
    kind = model.model_fields.get("type")
    types = get_args(kind.annotation) if kind and get_origin(kind.annotation) is Literal else ()
    return {model.__name__, *types}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {found for argument in get_args(annotation) for found in _models_in(argument)}

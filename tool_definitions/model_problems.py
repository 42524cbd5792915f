"""From what the model refuses to problems with a line, a path and plain words."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tool_definitions.document import Document
from tool_definitions.field_names import field_names
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import JudgedQuestion, TableQuestion, TextQuestion
from tool_definitions.rules import RULES
from tool_definitions.tool import Band, Case, Moderation, SummaryThresholds

_CODES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "string_type": "not-text",
    "tuple_type": "not-a-list",
    "dict_type": "not-fields",
    "model_type": "not-fields",
    "model_attributes_type": "not-fields",
    "enum": "unknown-value",
    "literal_error": "unknown-value",
    "union_tag_invalid": "unknown-value",
    "union_tag_not_found": "missing-field",
    "string_too_short": "empty",
    "string_too_long": "too-long",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
}

#: Nobody mends more than this from one list; a hostile file could hold a hundred thousand.
MOST_PROBLEMS = 1000
#: Comparing with more names than this takes longer than anybody waits.
MOST_COMPARED = 500


def _bounds(model: type[BaseModel]) -> Iterator[tuple[str, dict[str, float]]]:
    for name, field in model.model_fields.items():
        bounds = {side: getattr(each, side) for each in field.metadata for side in ("ge", "le") if hasattr(each, side)}
        if bounds:
            yield field.alias or name, bounds


#: The lowest and the highest number that a field takes, by its name.
_BOUNDS = {
    name: bounds
    for model in (JudgedQuestion, TextQuestion, TableQuestion, Band, Case, Moderation, SummaryThresholds)
    for name, bounds in _bounds(model)
}


def model_problems(document: Document, model: type[BaseModel], refusal: ValidationError) -> list[Problem]:
    """Every problem the model found in the document, in the order of its lines."""
    refusals = refusal.errors(include_url=False)[:MOST_PROBLEMS]
    found = {_problem(document, model, details) for details in refusals}
    return sorted(each for each in found if each is not None)


def _problem(document: Document, model: type[BaseModel], details: ErrorDetails) -> Problem | None:
    path = document_path(details["loc"], document.data)
    value = _part_at(document.data, path)
    if _is_echo(details, value):
        return None
    code = _code(details["type"], value)
    if details["type"].startswith("union_tag") and code != "not-fields":
        path = (*path, "type")
    message, remedy = _words(code, model, details, path, value)
    return document.problem(code, path, message, remedy)


def _code(kind: str, value: Any) -> str:
    if kind in {"too_short", "too_long"}:
        is_text = isinstance(value, str)
        return ("empty" if is_text else "too-few") if kind == "too_short" else "too-long"
    if kind == "union_tag_not_found" and not isinstance(value, dict):
        return "not-fields"
    if kind.startswith("date"):
        return "not-a-date"
    return _CODES.get(kind, kind if kind in RULES else "bad-value")


def _is_echo(details: ErrorDetails, value: Any) -> bool:
    """Whether the refusal only follows from another one: of a list's parts, or of a union's other form."""
    if details["type"] == "too_short" and isinstance(value, list | dict):
        return len(value) >= int(details["ctx"]["min_length"])
    loc = [str(part) for part in details["loc"]]
    if details["type"] == "literal_error" and loc[-1].startswith("literal["):
        return isinstance(value, dict)
    return details["type"].startswith("model_") and loc[-1] == "OnlyFor"


def document_path(loc: tuple[int | str, ...], data: Any) -> DocumentPath:
    """Where in the document a refusal is: the model's location without the names of its union members."""
    path: list[str | int] = []
    here = data
    is_after_tag = False
    for place, part in enumerate(loc):
        if _is_tag_position(path) and not is_after_tag:
            is_after_tag = True
            continue
        is_after_tag = False
        if part == "[key]" or (isinstance(part, str) and part.startswith("literal[")) or part == "OnlyFor":
            continue
        if isinstance(part, int) and isinstance(here, Mapping):  # one thing where a list of them may stand
            continue
        if not _has(here, part) and place < len(loc) - 1:
            break
        path.append(part)
        here = here[part] if _has(here, part) else None
    return tuple(path)


def _is_tag_position(path: list[str | int]) -> bool:
    """Whether the next part of a location names the member of a union: a type of question, a form of condition."""
    if len(path) >= 2 and path[-2] == "questions" and isinstance(path[-1], int) and "show_if" not in path:
        return True
    if "show_if" not in path:
        return False
    is_in_list = len(path) >= 2 and isinstance(path[-1], int) and path[-2] in {"all", "any"}
    return path[-1] in {"show_if", "not"} or is_in_list


def _has(value: Any, part: str | int) -> bool:
    if isinstance(value, Mapping):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _part_at(data: Any, path: DocumentPath) -> Any:
    for part in path:
        if not _has(data, part):
            return None
        data = data[part]
    return data


def _words(code: str, model: type[BaseModel], details: ErrorDetails, path: DocumentPath, value: Any) -> tuple[str, str]:
    """The message and the remedy."""
    name = _name(path)
    context: Mapping[str, Any] = details.get("ctx", {})
    if code == "unknown-field":
        known = sorted(field_names(model, details["loc"][:-1]))
        return f"there is no field '{name}' here", did_you_mean(name, known)
    if code == "unknown-value":
        return _unknown_value(name, context, value)
    if code == "bad-condition":
        return RULES[code].sentence, ""
    if code == "bad-key":
        written = path[-1] if details["loc"][-1] == "[key]" else value
        return f"'{shorten(written)}' cannot be a key", RULES[code].sentence
    if code in {"not-a-number", "out-of-range"} and len(_BOUNDS.get(name, {})) == 2:
        return _between(name, code), ""
    return f"'{name}' {_predicate(code, details, context)}", ""


def _between(name: str, code: str) -> str:
    bounds = _BOUNDS[name]
    without_quotes = ", written without quotes" if code == "not-a-number" else ""
    return f"'{name}' must be a number from {bounds['ge']:g} to {bounds['le']:,g}{without_quotes}"


def _predicate(code: str, details: ErrorDetails, context: Mapping[str, Any]) -> str:
    match code:
        case "missing-field":
            return "is missing"
        case "out-of-range":
            return f"must be {_range(context)}"
        case "too-long":
            return f"is over {context.get('max_length')} characters"
        case "too-few":
            return f"needs at least {context.get('min_length')}"
    return _sentence(code, details)


def _sentence(code: str, details: ErrorDetails) -> str:
    """The model's own words where they are ours, else the rule's."""
    return details["msg"] if details["type"] == code else RULES[code].sentence


def _name(path: DocumentPath) -> str:
    """The last name on the path; of an item of a list, the list's name and the item's number from 1."""
    names = [str(part) for part in path if isinstance(part, str)]
    name = names[-1] if names else "the file"
    return f"{name}, number {path[-1] + 1}" if path and isinstance(path[-1], int) else name


def _range(context: Mapping[str, Any]) -> str:
    if "ge" in context:
        return f"{context['ge']:g} or more"
    return f"{context['le']:g} or less"


def _unknown_value(name: str, context: Mapping[str, Any], value: Any) -> tuple[str, str]:
    listed = str(context.get("expected") or context.get("expected_tags") or "")
    allowed = [part for part in listed.replace(" or ", ", ").replace("'", "").split(", ") if part]
    shown = value.get("type", "") if isinstance(value, dict) else value
    name = "type" if isinstance(value, dict) else name
    message = f"'{name}' cannot be '{shorten(shown)}'"
    return message, did_you_mean(str(shown), allowed) or "use one of: " + ", ".join(allowed)


def did_you_mean(written: str, known: list[str] | tuple[str, ...]) -> str:
    """A remedy that names the nearest known name, or nothing where none is near."""
    near = get_close_matches(written[:100], list(known[:MOST_COMPARED]), n=1, cutoff=0.7)
    return f"did you mean '{near[0]}'?" if near else ""


def shorten(value: Any, longest: int = 60) -> str:
    """A value short enough for a message."""
    text = str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"

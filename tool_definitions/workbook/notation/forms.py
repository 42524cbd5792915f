"""The forms in which a field of a tool stands in a cell: how each is written, and how it is read back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tool_definitions.values import NUMBER_PATTERN
from tool_definitions.workbook.notation.conditions import read_condition, written_condition
from tool_definitions.workbook.notation.words import (
    NotReadable,
    Reader,
    read_lists,
    read_rest,
    read_words,
    written_lists,
    written_rest,
    written_word,
    written_words,
)
from tool_definitions.workbook.sheets import Cell

#: What is written into a cell: text or a number.
CellValue = str | float
_AS_TEXT = "format the cell as text and type it again"


@dataclass(frozen=True)
class Form:
    """How one kind of value stands in a cell. `read` raises NotReadable; `choices` are offered as a list."""

    write: Callable[[Any], CellValue]
    read: Callable[[Cell], Any]
    choices: tuple[str, ...] = ()
    #: Whether something else than the choices may be typed.
    is_open: bool = False
    is_number: bool = False


def plain_text(cell: Cell) -> str:
    """The text of a cell. A number with decimals, or a date, has lost what was typed: 4.1 and 4.10 are the same."""
    if cell.kind == "date":
        raise NotReadable("is a date, not text", _AS_TEXT)
    if cell.kind == "truth":
        raise NotReadable("is TRUE or FALSE, not text", _AS_TEXT)
    if cell.kind == "number" and not cell.text.isdecimal():
        raise NotReadable(f"is the number {cell.text}, not text", _AS_TEXT)
    return cell.text


def _trimmed(cell: Cell) -> str:
    return plain_text(cell).strip()


def _rest(cell: Cell) -> str:
    return read_rest(plain_text(cell))


def written_number(value: float) -> CellValue:
    """A number; as text where a workbook, which keeps 16 digits, would change it."""
    return value if float(f"{value:.16G}") == value else repr(value)


def read_number(cell: Cell) -> int | float:
    """The number in a cell, typed as one or as text."""
    text = cell.text.strip()
    if cell.kind in {"date", "truth"} or not NUMBER_PATTERN.fullmatch(text):
        raise NotReadable("is not a number", "type a number such as 2 or 0.5")
    number = float(text)
    return int(number) if number.is_integer() else number


def _read_truth(cell: Cell) -> bool:
    answers = {"yes": True, "no": False, "true": True, "false": False}
    answer = answers.get(cell.text.strip().casefold())
    if answer is None or cell.kind not in {"text", "truth"}:
        raise NotReadable(f"is '{cell.text}', neither yes nor no", "choose yes or no")
    return answer


def _read_day(cell: Cell) -> str:
    text = cell.text.strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NotReadable(f"'{text}' is not a date", "type a date such as 2025-09-01") from None


def _read_lines(cell: Cell) -> list[str]:
    return [line for line in plain_text(cell).split("\n") if line.strip()]


def _written_demand(demand: str) -> str:
    when, _, level = demand.partition(" ")
    return when.replace("_", " ") if not level else f"{when.replace('_', ' ')} {written_word(level)}"


def _read_demand(cell: Cell) -> str:
    reader = Reader(plain_text(cell))
    for end in ("below", "above"):
        if reader.take_plain("required", "at", "or", end):
            level = reader.take_word("a level")
            reader.expect_end("the level")
            return f"required_at_or_{end} {level}"
    word = reader.next_plain()
    if word in {"none", "optional", "required"}:
        reader.take_plain(word)
        reader.expect_end(f"'{word}'")
        return word
    raise NotReadable(f"is '{reader.rest}'", "write none, optional, required, or required at or below LEVEL")


def _written_not_applicable(policy: Any) -> str:
    if isinstance(policy, str):
        return policy.replace("_", " ")
    lists = {written_word(name): written_words(words) for name, words in policy["only_for"].items()}
    return "only for " + "; ".join(f"{name}: {words}".rstrip() for name, words in lists.items())


def _read_not_applicable(cell: Cell) -> Any:
    text = _trimmed(cell)
    words = " ".join(text.casefold().split())
    if words in {"never", "allowed", "with reason", "with a reason"}:
        return {"with a reason": "with_reason", "with reason": "with_reason"}.get(words, words)
    reader = Reader(text)
    if reader.take_plain("only", "for"):
        return {"only_for": read_lists(text[reader.place :])}
    raise NotReadable(f"is '{text}'", "write never, allowed, with reason, or only for phase: primary, secondary")


def _written_references(references: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(
        f"{each['source']}: {written_rest(each['at'])}" if each.get("at") else each["source"] for each in references
    )


def _read_references(cell: Cell) -> list[dict[str, str]]:
    found = []
    for line in _read_lines(cell):
        source, colon, place = line.partition(":")
        reference = {"source": source.strip()}
        if colon and place.strip():
            reference["at"] = read_rest(place)
        found.append(reference)
    return found


def _written_origins(origins: Any) -> str:
    listed = [origins] if isinstance(origins, Mapping) else origins
    return "\n".join(f"{each['key']}: {each['relation']}" for each in listed)


def _read_origins(cell: Cell) -> Any:
    origins = []
    for line in _read_lines(cell):
        key, colon, relation = line.partition(":")
        if not colon:
            raise NotReadable(f"there is no colon in '{line.strip()}'", "write it like this: leadership.dsl: reworded")
        origins.append({"key": key.strip(), "relation": relation.strip().casefold()})
    return origins[0] if len(origins) == 1 else origins


def _written_copy(copied: Mapping[str, str]) -> str:
    return written_words((copied["tool"], copied["version"], copied["key"]))


def _read_copy(cell: Cell) -> dict[str, str]:
    words = read_words(plain_text(cell))
    if len(words) != 3:
        raise NotReadable("does not name a tool, its version and a key", "write it like this: tool, 2025-26, key")
    return dict(zip(("tool", "version", "key"), words, strict=True))


def one_of(*values: str) -> Form:
    """One of a few values, shown in words: at or below for `at_or_below`."""
    shown = {value.replace("_", " "): str(value) for value in values}

    def read(cell: Cell) -> str:
        words = " ".join(cell.text.replace("_", " ").casefold().split())
        if words not in shown:
            raise NotReadable(f"is '{cell.text.strip()}'", "choose one of: " + ", ".join(shown))
        return shown[words]

    return Form(lambda value: str(value).replace("_", " "), read, tuple(shown))


TEXT = Form(str, plain_text)
KEY = Form(str, _trimmed)
WORD = Form(written_rest, _rest)
NUMBER = Form(written_number, read_number, is_number=True)
TRUTH = Form(lambda value: "yes" if value else "no", _read_truth, ("yes", "no"))
DAY = Form(str, _read_day)
LINES = Form("\n".join, _read_lines)
WORDS = Form(written_words, lambda cell: read_words(plain_text(cell)))
LISTS = Form(written_lists, lambda cell: read_lists(plain_text(cell)))
CONDITION = Form(written_condition, lambda cell: read_condition(plain_text(cell)))
DEMAND = Form(_written_demand, _read_demand, ("none", "optional", "required"), is_open=True)
NOT_APPLICABLE = Form(_written_not_applicable, _read_not_applicable, ("never", "allowed", "with reason"), is_open=True)
REFERENCES = Form(_written_references, _read_references)
ORIGINS = Form(_written_origins, _read_origins)
COPY = Form(_written_copy, _read_copy)

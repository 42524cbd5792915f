"""The kinds of value a tool file is written in: keys, text, numbers, and the base of every part."""

import math
import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

KEY_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
NUMBER_PATTERN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DAY_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST_KEY = 100
LONGEST_LINE = 500
LONGEST_TEXT = 20_000


class PlainScalar(str):
    """A scalar that stood unquoted in the file: text, unless the model asks for a number or a truth value."""

    __slots__ = ()


def _key(value: str) -> str:
    if not KEY_PATTERN.fullmatch(value):
        raise PydanticCustomError(
            "bad-key", "use lower-case letters, digits, dots, hyphens and underscores, starting with a letter or digit"
        )
    return value


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1 or value.endswith(("\n", "\r")):
        raise PydanticCustomError("not-one-line", "must be one line")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not DAY_PATTERN.fullmatch(value):
        raise PydanticCustomError("not-a-date", "must be a date written like 2025-09-01")
    return value


def _number(value: Any) -> float:
    if isinstance(value, PlainScalar) and NUMBER_PATTERN.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("not-a-number", "must be a number, written without quotes")
    if not math.isfinite(value):
        raise PydanticCustomError("not-a-number", "must be a finite number")
    return float(value)


def _whole(value: Any) -> int:
    number = _number(value)
    if not number.is_integer():
        raise PydanticCustomError("not-a-number", "must be a whole number")
    return int(number)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, PlainScalar) and value in {"true", "false", "yes", "no"}:
        return value in {"true", "yes"}
    raise PydanticCustomError("not-true-or-false", "must be true or false, written without quotes")


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, PlainScalar) else value


def look_alike(value: str) -> str:
    """The value as a reader tells it from others: without regard to case, outer spaces or form of letters."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


Key = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=LONGEST_KEY, json_schema_extra={"pattern": f"^{KEY_PATTERN.pattern}$"}),
    AfterValidator(_key),
]
Word = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=LONGEST_KEY), AfterValidator(_one_line)]
Line = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=LONGEST_LINE), AfterValidator(_one_line)]
Text = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT)]
Number = Annotated[float, BeforeValidator(_number)]
Weight = Annotated[float, BeforeValidator(_number), Field(ge=0, le=100)]
Share = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1)]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Day = Annotated[date, BeforeValidator(_day)]

#: Organisation attributes and the values of each that match: every attribute named must match one of its values.
AppliesTo = dict[Word, tuple[Word, ...]]


class Part(BaseModel):
    """The base of every part of a tool: frozen, and closed to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

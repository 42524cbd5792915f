"""Values written without quotes that other readers of YAML take for something else."""

import re
from collections.abc import Iterator
from functools import reduce

from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.values import PlainScalar

_WHAT = {"key": "id", "value": "level", "version": "version"}
_TRUTH = re.compile(r"y|n|yes|no|on|off|true|false", re.IGNORECASE)
_NOTHING = re.compile(r"~|null", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?")
_SIXTIES = re.compile(r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?")
_OCTAL = re.compile(r"[-+]?0[0-7_]*[0-7]")
_IN_ANOTHER_BASE = re.compile(r"0b[01_]*[01]|0o[0-7_]*[0-7]|0x[0-9a-f_]*[0-9a-f]", re.IGNORECASE)
_WHOLE = re.compile(r"[-+]?\d{1,30}")
_NUMBER = re.compile(r"[-+]?(\d[\d_]{0,29}(\.[\d_]{0,30})?|\.\d[\d_]{0,29})(e[-+]?\d{1,3})?", re.IGNORECASE)
_SPECIAL_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)


def needs_quotes(draft: Draft) -> Iterator[Problem]:
    """Keys, values and the version read the same in every program."""
    for name, called in _WHAT.items():
        for path, part in draft.fields.get(name, ()):
            if isinstance(part, PlainScalar) and (other := read_elsewhere(part)):
                what = "option" if "options" in path else called
                message = f"{part} is kept as you wrote it, but another program would read {other}"
                yield draft.problem("needs-quotes", path, message, f'Put the {what} in quotes: "{part}"')


def read_elsewhere(text: str) -> str:
    """What a reader of YAML 1.1 takes a bare scalar for, in words; empty where the text stays what it is."""
    if _TRUTH.fullmatch(text):
        return "true or false"
    if _NOTHING.fullmatch(text):
        return "nothing"
    if _DATE.fullmatch(text):
        return "a date"
    number = _number_elsewhere(text)
    return "" if number is None else f"the number {number}"


def _number_elsewhere(text: str) -> str | None:
    """The number that a bare scalar is taken for, as it is written back; None where it is none or stays the same."""
    plain = text.replace("_", "")
    if _SIXTIES.fullmatch(text):
        return _plainly(reduce(lambda total, part: 60 * total + float(part), plain.lstrip("+-").split(":"), 0.0))
    if _OCTAL.fullmatch(text):
        return str(int(plain, 8))
    if _IN_ANOTHER_BASE.fullmatch(text):
        return str(int(plain, 0))
    if _NUMBER.fullmatch(text):
        number = str(int(plain)) if _WHOLE.fullmatch(plain) else _plainly(float(plain))
        return None if number == text else number
    return "that it stands for" if _SPECIAL_NUMBER.fullmatch(text) else None


def _plainly(number: float) -> str:
    return f"{number:.15g}"

"""Values written without quotes that other readers of YAML take for something else."""

import re
from collections.abc import Iterator

from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.values import PlainScalar

_WHAT = {"key": "id", "value": "level", "version": "version"}
_TRUTH = re.compile(r"y|n|yes|no|on|off|true|false", re.IGNORECASE)
_NOTHING = re.compile(r"~|null", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?")
_SIXTIES = re.compile(r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?")
_WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)")
_NUMBER = re.compile(
    r"[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[\d_]*\d[\d_]*(\.[\d_]*)?(e[-+]?\d+)?|\.\d[\d_]*)", re.IGNORECASE
)
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
    if _SIXTIES.fullmatch(text):
        return "a number of minutes or seconds"
    return "another number" if _is_another_number(text) else ""


def _is_another_number(text: str) -> bool:
    if _WHOLE.fullmatch(text):
        return text.startswith("+") or text == "-0"
    if _SPECIAL_NUMBER.fullmatch(text):
        return True
    return bool(_NUMBER.fullmatch(text)) and not _comes_back(text)


def _comes_back(text: str) -> bool:
    """Whether a decimal number is written just as a program writes it back."""
    return re.fullmatch(r"-?(0|[1-9]\d{0,14})\.\d{0,14}[1-9]", text) is not None

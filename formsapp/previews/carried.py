"""The answers of a preview travel in its form and are stored nowhere: written into one line, and read back."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping

from formsapp.returns.asked_tool import AskedTool
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import Given

#: The most that a preview carries, in characters: more than anybody types to try a tool out.
MOST_CARRIED = 500_000
_MOST_BYTES = 4 * MOST_CARRIED
_PARTS = len(Given._fields)


class TooMuchError(Exception):
    """More was typed than a preview carries."""


def written(answers: Mapping[str, Given]) -> str:
    """The answers as one line. Raises TooMuchError."""
    text = json.dumps({key: list(given) for key, given in answers.items() if any(given)}, ensure_ascii=False)
    if len(text) > MOST_CARRIED:
        raise TooMuchError
    return base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 6)).decode()


def read(line: str, tool: AskedTool) -> dict[str, Given]:
    """The answers of such a line that this tool's questions can hold; a draft may have changed in the meantime."""
    found = _document(line)
    pairs = ((key, _given(parts)) for key, parts in found.items() if key in tool.questions)
    return {key: given for key, given in pairs if given is not None and _fits(tool.questions[key], given)}


def _document(line: str) -> dict[str, object]:
    try:
        packed = base64.urlsafe_b64decode(line.encode("ascii"))
        text = zlib.decompressobj().decompress(packed, _MOST_BYTES).decode("utf-8", "surrogatepass")
        document = json.loads(text)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _given(parts: object) -> Given | None:
    if not isinstance(parts, list) or len(parts) != _PARTS:
        return None
    value, *texts = parts
    is_text = all(isinstance(text, str) for text in texts) and (value is None or isinstance(value, str))
    return Given(value, *texts) if is_text else None


def _fits(asked: "Asked[object]", given: Given) -> bool:
    """Whether the question can read the answer and has nothing against it. What is wrong with an answer while it is
    typed stands in the boxes of its own section, and is not carried on.
    """
    try:
        asked.condition_value(given.value)
        asked.boxes(given)
        asked.chosen(given)
        asked.rows(given)
        if given.value:
            asked.words(given.value)
        return not asked.faults(given)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return False

"""The law and guidance that tools cite: what a register of it is first filled from."""

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from tool_definitions.document import read_file
from tool_definitions.model_problems import model_problems
from tool_definitions.problems import ToolError, has_errors
from tool_definitions.values import Day, Key, Line, Part, Text

_FILE = Path(__file__).parent / "legal_references.yaml"


class Edition(Part):
    """One edition of an instrument, known by its date; its title and address where they are its own."""

    edition: Day
    title: Line | None = None
    url: Line | None = None
    in_force_from: Day | None = None


class Instrument(Part):
    """An act, regulations or guidance, with the editions of it that we are sure of, oldest first."""

    key: Key
    title: Line
    publisher: Line | None = None
    url: Line | None = None
    note: Text = ""
    editions: tuple[Edition, ...] = Field(min_length=1)


class _LegalReferences(Part):
    instruments: tuple[Instrument, ...]


@cache
def legal_instruments() -> tuple[Instrument, ...]:
    """The instruments we ship, in the order of the file.

    Raises:
        ToolError: with every problem found in the file, each with its line.
    """
    document, problems = read_file(_FILE)
    if document is None or has_errors(problems):
        raise ToolError(problems)
    try:
        return _LegalReferences.model_validate(document.data).instruments
    except ValidationError as refusal:
        raise ToolError(model_problems(document, _LegalReferences, refusal)) from refusal

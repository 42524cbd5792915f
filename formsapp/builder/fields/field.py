"""A field of a part of a tool, as a form shows it and takes it back.

A draft may hold anything. What a field cannot show it leaves alone, and what nobody changed comes back exactly as it
was written: only then does a change of one field leave all others, their comments and their layout as they are.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import Enum
from typing import Any

from werkzeug.datastructures import MultiDict

from tool_definitions.problems import DocumentPath, Problem


class Absent(Enum):
    """Nothing stands in the file."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class CannotBeSaved(ValueError):
    """What was typed cannot stand in a tool file in any way; the message is a sentence for whoever typed it."""


#: What a browser sent: one or several texts for each name.
Posted = MultiDict[str, str]


class Field(ABC):
    """One field. `open` gives it what is written, `post` what was typed; `after` is what the file should hold."""

    #: The macro of the page that shows it.
    component = ""
    #: What a file without the field means.
    default: Any = ""

    def __init__(self, name: str, label: str, *, hint: str = "") -> None:
        self.name, self.label, self.hint = name, label, hint
        self.written: Any = ABSENT
        self.path: DocumentPath = ()
        self.id = name
        self.error: str | None = None
        self.problems: list[Problem] = []

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written at this path, or ABSENT."""
        self.written, self.path, self.id = written, path, f"{prefix}{self.name}"

    @abstractmethod
    def post(self, posted: Posted) -> None:
        """Take what was typed. A field that the page did not show stays as it is."""

    @abstractmethod
    def after(self) -> Any:
        """What the file should hold, ABSENT for nothing: what is written, where nobody changed it."""

    @property
    def is_odd(self) -> bool:
        """Whether something is written that the field cannot show. It is left as it is."""
        return False

    @property
    def is_set(self) -> bool:
        """Whether anything is written here, or about to be."""
        return self.written is not ABSENT

    def leaves(self) -> Iterator["Field"]:
        """This field, or the fields inside it: those that have a place of their own on the page."""
        yield self

    def act(self, verb: str, on: str) -> str:  # noqa: ARG002  most fields have no buttons
        """Do what a button of the page asks for ("add", "remove", "up", "down") if it is of this field.

        Gives the id of what the reader should be led to then; nothing where the button is of another field.
        """
        return ""

    def words_for(self, value: Any) -> str | None:  # noqa: ARG002  for fields that have words of their own
        """A value as people read it, where it is not read best as it stands in the file."""
        return None

    def hidden(self) -> dict[str, str]:
        """Hidden inputs as they should be after saving, so that the same page can be saved again."""
        return {}


def is_nothing(written: Any) -> bool:
    """Whether nothing is written, or the field's name alone."""
    return written is ABSENT or written == ""


def typed_in(posted: Posted, name: str) -> str:
    """What was typed into one box, with the line ends of a file."""
    values = posted.getlist(name)
    return values[0].replace("\r\n", "\n").replace("\r", "\n") if values else ""

"""What is added under a name of its own: schemes, references and threads."""

from collections.abc import Container
from typing import Any

from formsapp.refusals import Refused
from formsapp.tool_drafts.first_text import key_from
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit, Put


def free_name(wanted: str, taken: Container[str]) -> str:
    """A name made of the words wanted, which nothing else has."""
    name, number = key_from(wanted), 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def put_named(data: dict[str, Any], field: str, name: str, value: Any) -> Edit:
    """The edit that adds something under a name; Refused where what the file has there cannot take one."""
    written = data.get(field)
    if is_mapping(written) and written:
        return Put((field, name), value)
    if written:
        raise Refused(f"What the file has in “{field}” is no set of names. Mend it in the file first.")
    return Put((field,), {name: value})

"""The blueprint that every page of the builder belongs to."""

from typing import Any

from flask import Blueprint

from formsapp.builder.conflict import in_words
from formsapp.builder.menu import builder_menu
from formsapp.builder.places import can_be_in_an_address
from formsapp.tool_drafts.examined import digest

pages = Blueprint("builder", __name__, template_folder="../templates")


@pages.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {"builder_menu": builder_menu}


@pages.app_template_global()
def as_written(value: Any) -> str:
    """A value as it stands in the file."""
    return in_words(value)


@pages.app_template_test("in_an_address")
def is_in_an_address(name: str) -> bool:
    """Whether a page can have this name in its address."""
    return can_be_in_an_address(name)


@pages.app_template_filter()
def part_digest(part: Any) -> str:
    """What a part of a tool is recognised by."""
    return digest(part)


@pages.app_template_filter()
def article(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"

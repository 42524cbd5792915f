"""The builder: a draft's outline, and a page for each part of a tool."""

from formsapp.builder.pages import about, checking, named_parts, outline, schemes, scoring, sections, sign_off, threads
from formsapp.builder.pages.blueprint import pages

__all__ = [
    "about",
    "checking",
    "named_parts",
    "outline",
    "pages",
    "schemes",
    "scoring",
    "sections",
    "sign_off",
    "threads",
]

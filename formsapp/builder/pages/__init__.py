"""The builder: a draft's outline, and a page for each part of a tool."""

from formsapp.builder.pages import (
    about,
    adding,
    arranging,
    checking,
    named_parts,
    outline,
    questions,
    references,
    removing,
    renaming,
    schemes,
    scoring,
    sections,
    sign_off,
    threads,
)
from formsapp.builder.pages.blueprint import pages

__all__ = [
    "about",
    "adding",
    "arranging",
    "checking",
    "named_parts",
    "outline",
    "pages",
    "questions",
    "references",
    "removing",
    "renaming",
    "schemes",
    "scoring",
    "sections",
    "sign_off",
    "threads",
]

"""The pages of moderation: a file a journey."""

from formsapp.moderation.pages import (
    allocating,
    asking,
    break_glass,
    differences,
    judging,
    listing,
    panels,
    reasons,
    settling,
)
from formsapp.moderation.pages.blueprint import pages

__all__ = [
    "allocating",
    "asking",
    "break_glass",
    "differences",
    "judging",
    "listing",
    "pages",
    "panels",
    "reasons",
    "settling",
]

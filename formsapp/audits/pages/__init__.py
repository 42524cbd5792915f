"""The pages of audits: a file a journey."""

from formsapp.audits.pages import changing, following, opening, people, reading
from formsapp.audits.pages.blueprint import pages

__all__ = ["changing", "following", "opening", "pages", "people", "reading"]

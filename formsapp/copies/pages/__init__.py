"""Copies of a return to keep: the pages, a file a journey."""

from formsapp.copies.pages import keeping, minutes, reviewing
from formsapp.copies.pages.blueprint import pages

__all__ = ["keeping", "minutes", "pages", "reviewing"]

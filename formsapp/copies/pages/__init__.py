"""Copies of a return to keep: the pages, a file a journey."""

from formsapp.copies.pages import keeping, reviewing
from formsapp.copies.pages.blueprint import pages

__all__ = ["keeping", "pages", "reviewing"]

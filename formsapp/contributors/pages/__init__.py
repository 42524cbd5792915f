"""Colleagues asked to help with a return: the pages, a file a side."""

from formsapp.contributors.pages import asking, helping
from formsapp.contributors.pages.blueprint import pages

__all__ = ["asking", "helping", "pages"]

"""Filling in a return in a workbook: the pages, a file a journey."""

from formsapp.offline.pages import bringing_back, taking_out
from formsapp.offline.pages.blueprint import pages

__all__ = ["bringing_back", "pages", "taking_out"]

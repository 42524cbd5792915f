"""The builder: a draft's outline, and a page for each part of a tool."""

from formsapp.builder.pages import outline, sections
from formsapp.builder.pages.blueprint import pages

__all__ = ["outline", "pages", "sections"]

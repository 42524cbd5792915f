"""The builder: a draft's outline, and a page for each part of a tool."""

from formsapp.builder.pages import about, checking, outline, sections, sign_off
from formsapp.builder.pages.blueprint import pages

__all__ = ["about", "checking", "outline", "pages", "sections", "sign_off"]

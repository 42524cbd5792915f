"""Tools: their versions, how one is read, ratified, compared, retired and downloaded."""

from formsapp.tools.pages import checks, schema, versions
from formsapp.tools.pages.blueprint import pages

__all__ = ["checks", "pages", "schema", "versions"]

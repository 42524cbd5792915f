"""Tools: their versions, how one is read, ratified, compared, retired and downloaded."""

from formsapp.tools.pages import changes, checks, schema, versions
from formsapp.tools.pages.blueprint import pages

__all__ = ["changes", "checks", "pages", "schema", "versions"]

"""Drafts of tools: started, listed, compared, exchanged as files, undone, proposed and put aside."""

from formsapp.tool_drafts.pages import starting
from formsapp.tool_drafts.pages.blueprint import pages

__all__ = ["pages", "starting"]

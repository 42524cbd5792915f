"""Drafts of tools: started, listed, compared, exchanged as files, undone, proposed and put aside."""

from formsapp.tool_drafts.pages import exchange, history, proposing, relations, starting, workbook
from formsapp.tool_drafts.pages.blueprint import pages

__all__ = ["exchange", "history", "pages", "proposing", "relations", "starting", "workbook"]

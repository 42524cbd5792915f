"""The pages of previews, by what people come for."""

from formsapp.previews.pages import measuring, previewing, printing, trying_out
from formsapp.previews.pages.blueprint import pages

__all__ = ["measuring", "pages", "previewing", "printing", "trying_out"]

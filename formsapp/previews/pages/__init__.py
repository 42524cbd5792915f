"""The pages of previews, by what people come for."""

from formsapp.previews.pages import measuring, previewing, printing
from formsapp.previews.pages.blueprint import pages

__all__ = ["measuring", "pages", "previewing", "printing"]

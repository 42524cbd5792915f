"""The pages of the deep-dive sample: a file a journey."""

from formsapp.samples.pages import drawing, showing, telling
from formsapp.samples.pages.blueprint import pages

__all__ = ["drawing", "pages", "showing", "telling"]

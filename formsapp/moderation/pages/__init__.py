"""The pages of moderation: a file a journey."""

from formsapp.moderation.pages import asking, break_glass, judging, listing, reasons, settling
from formsapp.moderation.pages.blueprint import pages

__all__ = ["asking", "break_glass", "judging", "listing", "pages", "reasons", "settling"]

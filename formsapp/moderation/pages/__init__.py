"""The pages of moderation: a file a journey."""

from formsapp.moderation.pages import judging, listing, settling
from formsapp.moderation.pages.blueprint import pages

__all__ = ["judging", "listing", "pages", "settling"]

"""The pages of moderation: a file a journey."""

from formsapp.moderation.pages import asking, judging, listing, settling
from formsapp.moderation.pages.blueprint import pages

__all__ = ["asking", "judging", "listing", "pages", "settling"]

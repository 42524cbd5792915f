"""The pages of what moderation changed and how well moderators agree."""

from formsapp.agreement.pages import comparing, estimating
from formsapp.agreement.pages.blueprint import pages

__all__ = ["comparing", "estimating", "pages"]

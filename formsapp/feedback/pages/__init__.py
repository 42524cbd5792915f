"""The pages of feedback: a file a journey."""

from formsapp.feedback.pages import challenging, deciding, listing, reading, releasing, wording
from formsapp.feedback.pages.blueprint import pages

__all__ = ["challenging", "deciding", "listing", "pages", "reading", "releasing", "wording"]

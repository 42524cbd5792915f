"""The pages of feedback: a file a journey."""

from formsapp.feedback.pages.blueprint import pages

__all__ = ["pages"]

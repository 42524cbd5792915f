"""The pages of evidence, a file a journey: the library of an organisation, what stands beside an answer, its files."""

from formsapp.evidence.pages import attaching, downloading, library
from formsapp.evidence.pages.blueprint import pages

__all__ = ["attaching", "downloading", "library", "pages"]

"""Signatures under a return: asking for them, and signing with an account or by a link."""

from formsapp.signing.pages import asking, signing
from formsapp.signing.pages.blueprint import pages

__all__ = ["asking", "pages", "signing"]

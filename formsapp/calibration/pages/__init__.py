"""The pages of worked examples: writing them, and rating them."""

from formsapp.calibration.pages import rating, writing
from formsapp.calibration.pages.blueprint import pages

__all__ = ["pages", "rating", "writing"]

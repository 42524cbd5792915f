"""The action plan of a return: a file a journey."""

from formsapp.action_plans.pages import changing, noting, showing
from formsapp.action_plans.pages.blueprint import pages

__all__ = ["changing", "noting", "pages", "showing"]

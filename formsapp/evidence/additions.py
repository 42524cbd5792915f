"""What this feature shows in returns."""

from formsapp.returns.additions import Addition

ADDITION = Addition("evidence")

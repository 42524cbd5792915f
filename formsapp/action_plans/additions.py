"""What this feature shows in returns."""

from formsapp.returns.additions import Addition

ADDITION = Addition("action_plans")

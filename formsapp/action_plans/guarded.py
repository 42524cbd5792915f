"""The guard for children's names, for the forms of an action plan."""

from collections.abc import Collection
from typing import Any

from flask import request

from formsapp.access.actor import current_actor
from formsapp.database import current_session
from formsapp.returns.kept_words import Typed, hold_back
from formsapp.returns.opened import OpenedReturn

_SUBJECT = "action plan"


def holds(form: Any, opened: OpenedReturn, *, before: Collection[str] = ()) -> bool:
    """Whether words in the form are held back; then its fields say so. Reasons for keeping them are recorded."""
    texts: dict[str, str] = form.texts
    reasons = {name: request.form.get(f"{name}-keep", "") for name in texts}
    held = hold_back(current_session(), opened, Typed(_SUBJECT, texts, before, reasons), by=current_actor())
    for name, fault in held.items():
        form[name].errors = [fault]
    return bool(held)

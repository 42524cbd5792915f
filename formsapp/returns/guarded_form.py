"""The guard for children's names, for the small forms around a return."""

from collections.abc import Collection
from typing import Any

from flask import request

from formsapp.access.actor import current_actor
from formsapp.database import current_session
from formsapp.returns.kept_words import Typed, hold_back
from formsapp.returns.opened import OpenedReturn


def holds(form: Any, opened: OpenedReturn, *, subject: str, before: Collection[str] = ()) -> bool:
    """Whether words in the form are held back; then its fields say so. Reasons for keeping them are recorded.

    `form.texts` names what is typed in words; `subject` says what the words belong to.
    """
    texts: dict[str, str] = form.texts
    reasons = {name: request.form.get(f"{name}-keep", "") for name in texts}
    held = hold_back(current_session(), opened, Typed(subject, texts, before, reasons), by=current_actor())
    for name, fault in held.items():
        form[name].errors = [fault]
    return bool(held)

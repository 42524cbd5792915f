"""The guard for children's names, for the small forms around a return."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import request

from formsapp.access.actor import current_actor
from formsapp.database import current_session
from formsapp.returns.kept_words import Typed, hold_back, looks_in
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import lock_return, open_return

#: What words of moderation belong to: kept once with a reason, words may stand in all of it.
MODERATION = "moderation"


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


def held_reasons(return_id: int, texts: Mapping[str, str]) -> dict[str, str]:
    """What holds back reasons that moderators and officers type about a return, by the names of their boxes.

    Empty: all may be saved. `<name>-keep` says why words stay, which is recorded. Nothing is read where no word looks
    like a child's.
    """
    if not any(looks_in(return_id, text) for text in texts.values()):
        return {}
    session, actor = current_session(), current_actor()
    # Before the reason is recorded: whoever changes the return waits for it first, and for the audit trail after that.
    lock_return(session, return_id)
    opened = open_return(session, return_id, person_id=actor.id)
    if opened is None:
        raise LookupError(return_id)
    why = {name: request.form.get(f"{name}-keep", "") for name in texts}
    return hold_back(session, opened, Typed(MODERATION, texts, reasons=why), by=actor)

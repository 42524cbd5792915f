"""The application with a bug put in on purpose: it forgets that a return was submitted already."""

from dataclasses import replace
from typing import Any

from formsapp.audits.lifecycle import ReturnState
from formsapp.returns import loaders
from wsgi import application

__all__ = ["application"]

_opened = loaders.open_return


def _forgetful(*args: Any, **kwargs: Any) -> Any:
    found = _opened(*args, **kwargs)
    is_submitted = found is not None and found.state is ReturnState.SUBMITTED
    return replace(found, state=ReturnState.STARTED) if is_submitted else found


loaders.open_return = _forgetful

"""A post that may bring a file: refused before it is read where it is too large, and read before the database is."""

from typing import Any, NoReturn

from flask import abort, g, request, session

from formsapp.clock import now
from formsapp.database import READING_METHODS
from formsapp.evidence.files import LARGEST_FILE
from formsapp.sign_in.sessions import identify

#: A file of the largest kind, and what a browser sends around it.
LARGEST_POST = LARGEST_FILE + 256 * 1024
TOO_LARGE = (
    f"Nothing was saved: a file may have at most {LARGEST_FILE // 1024 // 1024} MB. Go back, and send a smaller one, "
    "or describe the evidence and say where you keep it."
)
_FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
_LENGTH_REQUIRED, _TOO_LARGE, _WRONG_TYPE = 411, 413, 415


def take_post(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Note when a form arrived, and take all of it before anything else happens.

    On SQLite whoever writes keeps others from writing: a slow upload must be over before that begins.
    """
    g.arrived_at = now()
    if request.method in READING_METHODS:
        return
    if request.content_length is None:
        _refuse(_LENGTH_REQUIRED)
    elif request.content_length > LARGEST_POST:
        _refuse(_TOO_LARGE, TOO_LARGE)
    if request.mimetype not in _FORMS:
        _refuse(_WRONG_TYPE)
    if "token" in session:
        request.max_content_length = LARGEST_POST
        request.form  # noqa: B018  reading it takes the whole post


def _refuse(code: int, words: str | None = None) -> NoReturn:
    """Refuse, with a page that knows who asked."""
    identify()
    abort(code, words)

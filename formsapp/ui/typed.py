"""What a person wrote into a form, to show it back or to carry it along when it could not be saved."""

import json

from flask import request

#: What a page put into its own form.
_MADE = frozenset({"csrf_token", "revisions", "base", "then", "carried"})
_FORM = "application/x-www-form-urlencoded"


def typed() -> list[tuple[str, str]]:
    """The names and values posted, without tokens, passwords and what was left empty."""
    return worth_showing(list(request.form.items(multi=True)))


def worth_showing(posted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What of a posted form somebody typed or chose."""
    return [(name, value) for name, value in posted if value.strip() and name not in _MADE and "password" not in name]


def carried() -> str | None:
    """All that was posted, as one line of JSON, to be sent again after signing in; None where it must not be.

    Only what a page of this site posted: the browser says so. A form with a password in it is never carried.
    """
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin" and request.mimetype == _FORM
    if not is_own or any("password" in name for name in request.form):
        return None
    posted = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return json.dumps(posted) if posted else None


def read_carried(line: str | None) -> list[tuple[str, str]]:
    """The names and values of such a line; none where it is not one."""
    try:
        found = json.loads(line or "[]")
    except (ValueError, RecursionError):
        return []
    is_pairs = isinstance(found, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in found
    )
    return [(name, value) for name, value in found] if is_pairs else []

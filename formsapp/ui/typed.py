"""What a person wrote into a form, to show it back when it could not be saved."""

from flask import request


def typed() -> list[tuple[str, str]]:
    """The names and values posted, without tokens, passwords and what was left empty."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if value.strip() and name != "csrf_token" and "password" not in name
    ]

"""Posts that another site makes a browser send are refused, whatever token they carry."""

from flask import abort, request

from formsapp.database import READING_METHODS


def refuse_cross_site() -> None:
    """Refuse a post that the browser itself says comes from another site."""
    if request.method not in READING_METHODS and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(400)

"""The pages that say something went wrong: what, and what to do now."""

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

_TITLES = {
    400: "The page could not be used like that",
    403: "You do not have permission to see this",
    404: "Page not found",
    405: "The page could not be used like that",
    409: "Something changed in the meantime",
    410: "This link no longer works",
    413: "What you sent is too long",
    415: "The page could not be used like that",
    422: "There is a problem",
    429: "Too many tries",
}


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page in plain words; nothing of the fault itself is shown."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(500, _broken)


def _refused(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code not in _TITLES or isinstance(error, SecurityError):
        return error  # a host name we do not answer to gets no page of ours
    words = error.description if code in {409, 410, 422, 429} else None
    return render_template("error.html", title=_TITLES[code], code=code, words=words), code


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    typed = [(name, value) for name, value in request.form.items() if name != "csrf_token" and "password" not in name]
    return render_template("stale_form.html", typed=typed if g.get("actor") else []), 400


def _database_away(error: OperationalError) -> tuple[str, int, dict[str, str]]:

    current_app.logger.error("the database did not answer: %s", error.orig)
    return (
        render_template("error.html", title="Not saved: please try again", code=503, words=None),
        503,
        {"Retry-After": "5"},
    )


def _broken(_error: Exception) -> tuple[str, int]:
    return render_template("error.html", title="Sorry, there is a problem with the service", code=500, words=None), 500

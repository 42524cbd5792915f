"""The pages that say something went wrong: what, and what to do now."""

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from formsapp.database import CLIENT_ERROR, READING_METHODS, SERVER_ERROR
from formsapp.ui.typed import carried, read_carried, typed

#: For each code: the page's heading, and what to do. A page that gives a reason of its own is shown with that instead.
_PAGES: dict[int, tuple[str, list[str]]] = {
    400: (
        "The service could not understand that",
        ["Nothing was changed. Go back, reload the page and try again."],
    ),
    403: (
        "You do not have permission to see this",
        ["It is open to people with another role.", "If you need it for your work, ask the partnership’s officer."],
    ),
    404: (
        "Page not found",
        [
            "If you typed the address, check it is right. If you pasted it, check you copied all of it.",
            "It may also be about something that only other people may see.",
        ],
    ),
    405: ("The page cannot be used like that", ["Nothing was changed. Go back and use the buttons on the page."]),
    409: (
        "Something changed in the meantime",
        ["Someone else saved a change after you opened the page, so yours was not saved over it.",
         "Go back, copy what you typed, reload the page and look at what changed."],
    ),
    410: (
        "This link no longer works",
        ["It has been used, has run out, or was replaced by a newer one. Ask whoever sent it for another."],
    ),
    413: (
        "What you sent is too large",
        ["Nothing was saved. Go back, and send a smaller file or a shorter text."],
    ),
    422: ("There is a problem", ["Nothing was saved. Go back and check what you entered."]),
    429: ("Too many tries", ["Wait a few minutes, then try again. Nothing you have saved is lost."]),
    500: (
        "Sorry, there is a problem with the service",
        ["It is a fault of ours, not of yours, and it has been recorded.",
         "What you sent just now was not saved. Go back in your browser: what you typed should still be there."],
    ),
    503: (
        "Sorry, the service is busy",
        ["Wait a minute, then try again."],
    ),
}  # fmt: skip
_NOT_SAVED = (
    "Not saved: please try again",
    ["The service is busy. Go back in your browser, where what you typed should still be, and save it again."],
)
_SAYS_ITS_REASON = frozenset({409, 410, 413, 422, 429})
_KEPT_HEADERS = ("Allow", "Retry-After")


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page in plain words; nothing of the fault itself is shown."""
    app.before_request(_refuse_nul)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DataError, _cannot_be_kept)
    app.register_error_handler(OverflowError, _cannot_be_kept)
    app.register_error_handler(500, _broken)


def _refuse_nul() -> None:
    """No page of ours asks with a NUL in its address, and neither HTML nor PostgreSQL can hold one."""
    if b"%00" in request.query_string:
        abort(CLIENT_ERROR)


def _refused(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < CLIENT_ERROR or error.response is not None or isinstance(error, SecurityError):
        return error  # a redirect, an answer already made, or a host name we do not answer to
    shown = code if code in _PAGES else (CLIENT_ERROR if code < SERVER_ERROR else SERVER_ERROR)
    response = _page(_PAGES[shown], code, _reason(error))
    headers = dict(error.get_headers())
    response.headers.update({name: headers[name] for name in _KEPT_HEADERS if name in headers})
    return response


def _reason(error: HTTPException) -> str | None:
    """The sentence a page gave when it refused; never the library's own words."""
    own_words = error.description != type(error).description
    return error.description if error.code in _SAYS_ITS_REASON and own_words else None


def _page(words: tuple[str, list[str]], code: int, reason: str | None = None) -> Response:
    title, what_to_do = words
    return make_response(
        render_template("error.html", title=title, words=[reason] if reason else what_to_do, code=code), code
    )


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    is_known = g.get("actor") is not None
    fields = read_carried(carried()) if is_known else []
    address = request.full_path.rstrip("?")
    return render_template("stale_form.html", typed=typed() if is_known else [], fields=fields, address=address), 400


def _database_away(error: OperationalError) -> Response:
    current_app.logger.error("the database did not answer: %s", error.orig)
    response = _page(_PAGES[503] if request.method in READING_METHODS else _NOT_SAVED, 503)
    response.headers["Retry-After"] = "5"
    return response


def _cannot_be_kept(error: DataError | OverflowError) -> Response:
    """A number or a character that no database holds, so that nothing of ours made it."""
    current_app.logger.warning("refused what the database cannot hold: %s", type(error).__name__)
    return _page(_PAGES[CLIENT_ERROR], CLIENT_ERROR)


def _broken(_error: Exception) -> Response:
    return _page(_PAGES[500], 500)

"""The application as it is shipped, and one ready-made page beside it: the floor that other pages are compared to.

The floor is a bare Flask application in the same server: none of our own hooks make it dearer than it need be.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

from formsapp import create_app

SIZE = 60_000
FLOOR = "/bench/ready-made"
_ROW = '<p class="govuk-body">A page that nobody has to make: it is sent as it is.</p>\n'
_PAGE = ('<!DOCTYPE html>\n<html lang="en-GB"><title>Ready-made</title>\n' + _ROW * (SIZE // len(_ROW))).encode()
_bare = Flask("bare")
_ours = create_app()


@_bare.get(FLOOR)
def ready_made() -> Response:
    """About sixty thousand characters."""
    return Response(_PAGE, mimetype="text/html")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The floor from the bare application, everything else from ours."""
    chosen = _bare if environ["PATH_INFO"] == FLOOR else _ours
    return chosen(environ, start_response)

"""The application as it is shipped, and one ready-made page beside it: the floor that other pages are compared to."""

from flask import Response

from formsapp import create_app
from formsapp.access.requires import public

SIZE = 60_000
application = create_app()
_ROW = '<p class="govuk-body">A page that nobody has to make: it is sent as it is.</p>\n'
_PAGE = ('<!DOCTYPE html>\n<html lang="en-GB"><title>Ready-made</title>\n' + _ROW * (SIZE // len(_ROW))).encode()


@application.get("/bench/ready-made")
@public("a page to measure with; it holds nothing")
def ready_made() -> Response:
    """About sixty thousand characters."""
    return Response(_PAGE, mimetype="text/html")

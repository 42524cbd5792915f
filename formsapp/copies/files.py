"""A copy as the file that somebody asked for. What writes a file is loaded only when one is asked for."""

from collections.abc import Callable

from flask import Response, abort

from formsapp.copies.copied import Copy
from formsapp.previews.blank import BlankTool
from formsapp.previews.typesetting import TakesTooLongError, TypesettingError

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NO_PDF = (
    "This return could not be made into a PDF: it may be too long. Open it as a page and print that, or take the Word "
    "file. Nothing is lost."
)


def copy_file(copy: Copy, kind: str) -> Response:
    """A copy of a return as a download."""
    return _download(lambda: _copy(copy, kind), copy.name, kind)


def blank_file(tool: BlankTool, name: str, kind: str) -> Response:
    """The blank tool as a download."""
    return _download(lambda: _blank(tool, kind), name, kind)


def file_response(content: bytes, name: str, kind: str) -> Response:
    """A file that is downloaded. That nobody keeps it on the way is said of every answer."""
    response = Response(content, mimetype=MEDIA_TYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return response


def _download(make: Callable[[], bytes], name: str, kind: str) -> Response:
    try:
        return file_response(make(), name, kind)
    except (TypesettingError, TakesTooLongError):
        abort(422, NO_PDF)


def _copy(copy: Copy, kind: str) -> bytes:
    if kind == "pdf":
        from formsapp.copies.pdf import copy_pdf as write  # noqa: PLC0415  as below
    elif kind == "docx":
        from formsapp.copies.word import copy_word as write  # noqa: PLC0415  as below
    else:
        from formsapp.copies.excel import copy_excel as write  # noqa: PLC0415  MB that a worker does without
    return write(copy)


def _blank(tool: BlankTool, kind: str) -> bytes:
    if kind == "docx":
        from formsapp.copies.blank_word import blank_word as write  # noqa: PLC0415  as above
    else:
        from formsapp.copies.blank_excel import blank_excel as write  # noqa: PLC0415  as above
    return write(tool)

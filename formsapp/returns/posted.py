"""A posted form before anything reads it: what no page of ours would send is refused, and nothing is stored."""

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import abort, g, request

from formsapp.clock import now
from formsapp.database import READING_METHODS
from formsapp.returns.answers import BadFormError, Base, check_names, read_bases
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import FormData
from formsapp.returns.fields.given import Stored
from formsapp.returns.upsert import OpenPage

#: Twice what the longest real section needs.
LARGEST_FORM = 2 * 1024 * 1024
FORM_TYPE = "application/x-www-form-urlencoded"
_PAGE = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


def check_body(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before a form is read: note when it arrived, and refuse what is too long, of another kind or not text."""
    g.arrived_at = now()
    if request.method in READING_METHODS:
        return
    request.max_content_length = LARGEST_FORM
    if request.mimetype != FORM_TYPE:
        abort(415)
    body = request.get_data(cache=True)
    try:
        unquote_to_bytes(body.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        abort(400)


def check_form(form: FormData, section: AskedSection) -> None:
    """Refuse a form that names questions this section does not have, or answers one twice."""
    unknown, twice = check_names(form, section)
    if unknown:
        abort(422, "The form holds a question that this section does not have. Nothing was saved.")
    if twice:
        abort(400)


def bases_of(form: FormData, section: AskedSection, stored: dict[str, Stored] | None) -> dict[str, Base]:
    """What the form showed of each answer."""
    try:
        return read_bases(form.get("revisions"), section, stored)
    except BadFormError:
        abort(400)


def decided(form: FormData, section: AskedSection) -> tuple[FormData, list[str]]:
    """The form after somebody chose between two texts, and the questions on which they did not choose."""
    conflicts = [key for key in form.getlist("conflict") if key in section.by_key]
    if not conflicts:
        return form, []
    choices = {key: form.get(f"keep-{key}") for key in conflicts}
    left_out = {name for key, choice in choices.items() if choice == "theirs" for name in section.by_key[key].inputs}
    kept = FormData((name, value) for name, value in form.items(multi=True) if name not in left_out)
    return kept, [key for key, choice in choices.items() if choice not in {"mine", "theirs"}]


def open_page(form: FormData) -> OpenPage | None:
    """The open page that sends the form, and the how-manieth of its saves this is; None where no script says."""
    page, number = form.getlist("page"), form.getlist("number")
    if not any(page + number):
        return None
    if len(page) != 1 or len(number) != 1 or not _PAGE.fullmatch(page[0]) or not _NUMBER.fullmatch(number[0]):
        abort(400)
    return OpenPage(page[0], int(number[0]))

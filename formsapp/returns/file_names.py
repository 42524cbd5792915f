"""The names of the files that are made of a return."""

import re

from formsapp.returns.opened import OpenedReturn

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60


def file_name(opened: OpenedReturn, end: str) -> str:
    """The beginning of the name of a file: letters that every system takes, whatever the organisation is called."""
    whose = opened.case_code or opened.organisation
    parts = (_UNSAFE.sub("-", part.lower()).strip("-")[:_LONGEST_NAME].strip("-") for part in (whose, opened.audit))
    return "-".join([*(part for part in parts if part), end])

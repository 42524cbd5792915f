"""A day in one cell, as the three boxes in which the website asks for it."""

import re

from formsapp.returns.fields.asked import FormData
from formsapp.returns.fields.date import PARTS, Date
from formsapp.returns.fields.days import read_day

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})", re.ASCII)


def day_boxes(asked: Date, text: str) -> FormData | None:
    """Day, month and year; empty boxes for an empty cell, None for what is no day."""
    names = [asked.input_of(part) for part in PARTS]
    if not text:
        return FormData(dict.fromkeys(names, ""))
    if found := _FIGURES.fullmatch(text):
        return FormData(dict(zip(names, found.groups(), strict=True)))
    if found := _ISO.fullmatch(read_day(text)):
        return FormData(dict(zip(names, reversed(found.groups()), strict=True)))
    return None

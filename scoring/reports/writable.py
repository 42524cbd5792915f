"""What a Word file or a workbook can hold of a text."""

import re

#: Characters that no XML file can hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with what no such file can hold replaced."""
    return _UNWRITABLE.sub("�", text)

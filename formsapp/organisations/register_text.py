"""What kind of text a register file is: its encoding, its faults as a file, and how its columns are separated."""

import codecs
import csv
from dataclasses import dataclass
from io import SEEK_SET, StringIO
from typing import BinaryIO

CHUNK = 1024 * 1024
LARGEST_FILE = 105 * CHUNK
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ENCODING_WORDS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with a byte order mark", "cp1252": "Windows-1252"}
#: Bytes that mean nothing in Windows-1252.
_UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_NOT_TEXT = {
    b"PK\x03\x04": "This looks like an Excel workbook. In Excel choose Save as, then CSV",
    b"\xd0\xcf\x11\xe0": "This looks like an older Excel workbook. In Excel choose Save as, then CSV",
    b"%PDF": "This is a PDF. Choose the CSV file of the register",
    b"\x1f\x8b": "This file is compressed. Unpack it first, then choose the CSV file in it",
    b"\xff\xfe": "This file is saved as UTF-16. Save it as CSV UTF-8",
    b"\xfe\xff": "This file is saved as UTF-16. Save it as CSV UTF-8",
}


class NotARegisterError(Exception):
    """The file cannot be read as the register at all. The message says why and what to do."""


@dataclass(frozen=True)
class TextKind:
    """How to read the file's bytes as text."""

    encoding: str
    #: Whether some bytes mean nothing, or are NUL: then each cell has to be looked at.
    has_unreadable_bytes: bool

    @property
    def words(self) -> str:
        """The encoding as the report says it."""
        return _ENCODING_WORDS[self.encoding]


def kind_of_text(stream: BinaryIO) -> TextKind:
    """Read the whole stream once, a piece at a time, and go back to its start."""
    start = stream.read(4)
    if not start:
        raise NotARegisterError("The file is empty. Download it again")
    _refuse_other_kinds(start)
    has_nul, is_utf8, has_undefined = _look_through(stream)
    stream.seek(0, SEEK_SET)
    if is_utf8:
        return TextKind("utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8", has_nul)
    if start.startswith(codecs.BOM_UTF8):
        return TextKind("utf-8-sig", has_unreadable_bytes=True)
    return TextKind("cp1252", has_nul or has_undefined)


def _refuse_other_kinds(start: bytes) -> None:
    for mark, words in _NOT_TEXT.items():
        if start.startswith(mark):
            raise NotARegisterError(words)


def _look_through(stream: BinaryIO) -> tuple[bool, bool, bool]:
    """Whether the stream holds NUL, is UTF-8, and holds bytes that Windows-1252 does not have."""
    stream.seek(0, SEEK_SET)
    decoder = codecs.getincrementaldecoder("utf-8")()
    has_nul = has_undefined = False
    is_utf8, size = True, 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LARGEST_FILE:
            raise NotARegisterError("The file is larger than 105 MB. The whole register of England is about 60 MB")
        has_nul = has_nul or b"\0" in chunk
        has_undefined = has_undefined or any(byte in chunk for byte in _UNDEFINED)
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    return has_nul, is_utf8 and _decodes(decoder, b"", last=True), has_undefined


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, last: bool = False) -> bool:
    try:
        decoder.decode(chunk, final=last)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(first_line: str) -> str:
    """What separates the columns: whatever gives the first line the most of them."""
    return max(SEPARATORS, key=lambda mark: len(next(csv.reader(StringIO(first_line), delimiter=mark), [])))

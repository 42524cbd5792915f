"""PDF: that it is one from the first byte to the last, is not protected, and starts nothing when it is opened."""

import re
import zlib
from bisect import bisect
from itertools import pairwise

from formsapp.refusals import Refused

#: What object streams may hold when unpacked, all together.
_MOST_UNPACKED = 20 * 1024 * 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STREAM_ENDS = re.compile(rb"endstream")
#: How much before a stream says what it is.
_ABOUT = 2_000
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|(/\w+))")
#: How names may be written so that nobody recognises them.
_ESCAPED = tuple(
    (form.encode(), bytes([code]))
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))
    for form in sorted({f"#{code:02x}", f"#{code:02X}"})
)
_STARTS_SOMETHING = re.compile(rb"/(Launch|JavaScript|RichMedia|XFA)(?![A-Za-z0-9])")
_HOLDS_FILES = re.compile(rb"/(EmbeddedFile|EmbeddedFiles)(?![A-Za-z0-9])")
_PROTECTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_WEB_PAGE = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|body|iframe)", re.IGNORECASE)
_DAMAGED = "The PDF is damaged. Open it on your computer, save it again, and send that."
_END = b"%%EOF"
#: How much of the beginning a browser looks at to guess what a file is.
_SNIFFED = 1024


def checked(content: bytes) -> bytes:
    """The same PDF. Raises Refused where it is cut off, is something else as well, is protected or starts something."""
    end = content.rfind(_END)
    if end < 0:
        raise Refused("The PDF seems to be cut off. Open it on your computer, save it again, and send that.")
    if content[end + len(_END) :].strip(b"\x00\t\n\r\f "):
        raise Refused("There is something after the end of the PDF. Print it to a new PDF, and send that.")
    if _WEB_PAGE.search(content[:_SNIFFED]):
        raise Refused("The file is a web page as well as a PDF. Print it to a new PDF, and send that.")
    said = _what_it_says(content)
    if _PROTECTED.search(said):
        raise Refused(
            "This PDF cannot be checked because it is protected. Print it to a new PDF without a password, "
            "and send that."
        )
    if _STARTS_SOMETHING.search(said):
        raise Refused("The PDF holds a script or starts a program. Print it to a new PDF, and send that.")
    if _HOLDS_FILES.search(said):
        raise Refused("The PDF holds other files. Send them one by one, or print it to a new PDF and send that.")
    return content


def _what_it_says(content: bytes) -> bytes:
    """All of it, and what its compressed object streams hold."""
    room, found = _MOST_UNPACKED, [content]
    ends = [one.start() for one in _STREAM_ENDS.finditer(content)]
    begins = [*_STREAM.finditer(content), None]
    for stream, following in pairwise(begins):
        about = _read(content[max(stream.start() - _ABOUT, 0) : stream.start()].rpartition(b"obj")[2])
        place = bisect(ends, stream.end())
        if b"ObjStm" in about and place < len(ends):
            end = min(ends[place], following.start()) if following else ends[place]
            found.append(_unpacked(content[stream.end() : end], about, room))
            room -= len(found[-1])
    return _read(b"\n".join(found))


def _read(text: bytes) -> bytes:
    if b"#" in text:
        for escaped, letter in _ESCAPED:
            text = text.replace(escaped, letter)
    return text


def _unpacked(packed: bytes, about: bytes, room: int) -> bytes:
    filters = _FILTERS.search(about)
    if filters is None and b"/Filter" not in about:
        return b""
    named = b"" if filters is None else (filters[1] or filters[2] or b"").strip()
    if named not in {b"/FlateDecode", b"/Fl"} or b"/Predictor" in about:
        raise Refused("The PDF cannot be checked. Print it to a new PDF, and send that.")
    worker = zlib.decompressobj()
    try:
        unpacked = worker.decompress(packed, max(room, 1))
    except zlib.error:
        raise Refused(_DAMAGED) from None
    if worker.unconsumed_tail or len(unpacked) >= room:
        raise Refused("The PDF is too large when it is opened. Print it to a new PDF, and send that.")
    if not worker.eof:
        raise Refused(_DAMAGED)
    return unpacked

"""Pictures: only the picture itself is kept. Where and with what it was taken, and what else hides in it, is not."""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import TypeVar

from formsapp.refusals import Refused

Piece = TypeVar("Piece")

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
MOST_PIXELS = 64_000_000
#: More than any camera or program puts into one picture of this size.
_MOST_PIECES = 20_000

_DAMAGED = "The picture is damaged or cut off. Open it on your computer, save it again, and send that."
_KEPT_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)
_ORIENTATION = 0x0112
#: JPEG markers by their second byte.
_START, _END, _SCAN, _EXIF, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE1, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


def cleaned_png(content: bytes) -> bytes:
    """The PNG with its picture and colours alone. Raises Refused where it is damaged, too large or more than a PNG."""
    kept, is_first = [PNG], True
    for kind, chunk in _counted(_chunks(content)):
        if is_first:
            _check_size(*_png_size(kind, chunk))
            is_first = False
        if kind in _KEPT_CHUNKS:
            kept.append(chunk)
        elif not kind[0] & 0x20:
            raise Refused(_DAMAGED)
    return b"".join(kept)


def _counted(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        if number > _MOST_PIECES:
            raise Refused(_DAMAGED)
        yield piece


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while True:
        if place + 12 > len(content):
            raise Refused(_DAMAGED)
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content) or not kind.isalpha():
            raise Refused(_DAMAGED)
        yield kind, content[place:end]
        if kind == b"IEND":
            break
        place = end
    if content[end:].strip(b"\x00"):
        raise Refused("There is something after the end of the picture. Save the picture anew, and send that.")


def _png_size(kind: bytes, chunk: bytes) -> tuple[int, int]:
    if kind != b"IHDR" or len(chunk) != 25:
        raise Refused(_DAMAGED)
    width, height = struct.unpack_from(">II", chunk, 8)
    return width, height


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise Refused(_DAMAGED)
    if width * height > MOST_PIXELS:
        raise Refused(
            f"The picture is too large: {width:,} by {height:,} pixels. Send one of at most "
            f"{MOST_PIXELS // 1_000_000} million pixels."
        )


def cleaned_jpeg(content: bytes) -> bytes:
    """The JPEG without what travels beside the picture, but for which way up it is, and cut at the picture's end.

    Telephones add a second picture after the end; it goes too. Raises Refused where it is damaged or too large.
    """
    kept, has_frame = [content[:2]], False
    for marker, segment in _counted(_segments(content)):
        if marker == _EXIF:
            kept.append(_only_orientation(segment))
        elif marker in _FRAMES:
            if has_frame or len(segment) < 10:
                raise Refused(_DAMAGED)
            height, width = struct.unpack_from(">HH", segment, 5)
            _check_size(width, height)
            has_frame = True
            kept.append(segment)
        elif not _is_beside(marker, segment):
            kept.append(segment)
    if not has_frame:
        raise Refused(_DAMAGED)
    return b"".join(kept)


def _is_beside(marker: int, segment: bytes) -> bool:
    """Whether a segment only says something about the picture: all but its density, its colours and how it is coded."""
    if marker == _COMMENT:
        return True
    is_needed = marker in {0xE0, 0xEE} or (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE")
    return 0xE0 <= marker <= 0xEF and not is_needed


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 2
    while True:
        found = _NEXT_MARKER.match(content, place)
        if found is None:
            raise Refused(_DAMAGED)
        marker, start = found[1][0], found.end()
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        length = int.from_bytes(content[start : start + 2], "big")
        end = start + length
        if marker == _START or length < 2 or end > len(content):
            raise Refused(_DAMAGED)
        if marker == _SCAN:
            after = _NEXT_MARKER.search(content, end)
            if after is None:
                raise Refused(_DAMAGED)
            end = after.start()
        yield marker, bytes([0xFF, marker]) + content[start:end]
        place = end


def _only_orientation(segment: bytes) -> bytes:
    """A new Exif segment that says which way up the picture is; nothing where it is the usual way or not said."""
    value = _orientation(segment[10:]) if segment[4:10] == b"Exif\0\0" else 1
    if value not in range(2, 9):
        return b""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for place in range(first + 2, first + 2 + 12 * min(entries, 500), 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, place)
            if tag == _ORIENTATION and kind == 3:
                return int(value)
    except struct.error:
        return 1
    return 1

"""The zip file that a workbook is: what it really is, and that it is safe to open, before any of it is opened."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from tool_definitions.workbook.reading.refusals import Refused, damaged, too_large

MOST_PARTS = 1_000
LARGEST_OPENED = 160 * 1024 * 1024
#: Ordinary sheets shrink to a tenth or a twentieth; only where much comes of little is it looked at.
LARGEST_RATIO = 150
RATIO_MATTERS_ABOVE = 24 * 1024 * 1024
_PIECE = 64 * 1024
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "open it in Excel and save it as an Excel workbook (.xlsx)"
_END_OF_DIRECTORY = b"PK\x05\x06"


@dataclass(frozen=True)
class Package:
    """A zip file whose parts may be opened one by one; parts with a path that leads elsewhere are left out."""

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    ignored: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def open(self, name: str) -> IO[bytes]:
        """The stream of a part."""
        if name not in self.parts:
            raise damaged(f"its part {name!r} is missing")
        return self.archive.open(self.parts[name])

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part piece by piece, so that it is never in memory as a whole."""
        try:
            with self.open(name) as stream:
                while piece := stream.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as fault:
            raise damaged(f"its part {name!r} cannot be opened") from fault


def open_package(content: bytes) -> Package:
    """The package in these bytes, inspected. Raises Refused."""
    if not content.startswith(b"PK"):
        raise _not_a_zip(content)
    end = content.rfind(_END_OF_DIRECTORY)
    if end < 0 or len(content) < end + 22:
        raise damaged("it is cut off")
    (count,) = struct.unpack_from("<H", content, end + 10)
    if count > MOST_PARTS:
        raise too_large(f"it holds more than {MOST_PARTS:,} parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error) as fault:
        raise damaged("its list of parts cannot be read") from fault
    infos = archive.infolist()
    _check_sizes(infos)
    _check_overlaps(content, infos)
    _check_forms(infos)
    ignored = tuple(info.filename for info in infos if _leads_elsewhere(info.orig_filename))
    parts = _by_name([info for info in infos if not _leads_elsewhere(info.orig_filename)])
    package = Package(archive, parts, ignored)
    _check_kind(package)
    return package


def _not_a_zip(content: bytes) -> Refused:
    """What a file is that is no zip file."""
    if not content:
        return Refused("not-a-workbook", "the file is empty")
    if content.startswith(_COMPOUND_FILE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Refused(
                "password-protected", "the workbook is protected by a password", "save it without a password first"
            )
        is_sheet = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
        what = "an old Excel workbook (.xls)" if is_sheet else "an old Office file"
        return _other_kind(what, _SAVE_AS)
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, what in ((b"%pdf", "a PDF"), (b"<html", "a web page"), (b"<!doctype", "a web page"), (b"<?xml", "XML")):
        if start.startswith(sign):
            return _other_kind(what, _SAVE_AS)
    if b"\0" not in content[:4096]:
        return _other_kind("text, probably CSV", _SAVE_AS)
    return Refused("not-a-workbook", "the file is not an Excel workbook", _SAVE_AS)


def _other_kind(what: str, remedy: str) -> Refused:
    return Refused("not-a-workbook", f"the file is {what}, not an Excel workbook (.xlsx)", remedy)


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_PARTS:
        raise too_large(f"it holds more than {MOST_PARTS:,} parts")
    if sum(info.file_size for info in infos) > LARGEST_OPENED:
        raise too_large(f"it would take more than {LARGEST_OPENED // 1024 // 1024} MB")
    for info in infos:
        if info.file_size > RATIO_MATTERS_ABOVE and info.file_size > LARGEST_RATIO * max(info.compress_size, 1):
            raise too_large(f"a small part of it becomes {info.file_size // 1024 // 1024} MB")


def _check_overlaps(content: bytes, infos: list[zipfile.ZipInfo]) -> None:
    """Each part must end before the next one starts: otherwise one piece of data is opened many times."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in ordered[1:]), len(content)]
    for info, end in zip(ordered, ends, strict=True):
        header = content[info.header_offset : info.header_offset + 30]
        if len(header) < 30:
            raise damaged("it is cut off")
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        if info.header_offset + 30 + name_length + extra_length + info.compress_size > end:
            raise too_large("its parts overlap")


def _check_forms(infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.flag_bits & 0x1:
            raise Refused(
                "password-protected", "the workbook is protected by a password", "save it without a password first"
            )
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged("it is packed in an unusual way")


def _leads_elsewhere(name: str) -> bool:
    """Whether a part would be written outside its folder if anybody unpacked it: nothing here ever does."""
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name


def _by_name(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        if info.filename.casefold() in seen:
            raise damaged("two of its parts have the same name")
        seen.add(info.filename.casefold())
        parts[info.filename] = info
    return parts


def _check_kind(package: Package) -> None:
    if "mimetype" in package:
        kind = b"".join(package.pieces("mimetype"))[:200].decode("ascii", "replace")
        names = {"spreadsheet": "an OpenDocument spreadsheet (.ods)", "text": "an OpenDocument text (.odt)"}
        what = next((name for word, name in names.items() if kind.endswith(f"opendocument.{word}")), "another file")
        raise _other_kind(what, _SAVE_AS)
    if "[Content_Types].xml" not in package:
        raise _other_kind("a zip file", "give the workbook itself, unzipped")
    for folder, what in (("word/", "a Word document"), ("ppt/", "a presentation")):
        if any(name.startswith(folder) for name in package.parts):
            raise _other_kind(what, "copy the table into an Excel workbook")

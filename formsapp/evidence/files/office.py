"""Word and Excel: a ZIP whose list of parts is read. Of the parts only those that say what the file is are opened."""

import re
import stat
from io import BytesIO
from itertools import pairwise
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  it is an exception

from formsapp.refusals import Refused

MOST_PARTS = 2_000
LARGEST_OPENED = 200 * 1024 * 1024
#: An embedded workbook; and all that is read as text, together.
LARGEST_PART_READ = 4 * 1024 * 1024
LARGEST_TEXT_READ = 2 * 1024 * 1024
MOST_WORKBOOKS = 20
#: A sheet of the same row over and over shrinks to about a hundredth; bombs shrink to a thousandth.
MOST_SHRUNK = 250
_SMALL = 1024 * 1024

_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    f"{_OFFICE}wordprocessingml.document.main+xml": (f"{_OFFICE}wordprocessingml.document", ".docx"),
    f"{_OFFICE}spreadsheetml.sheet.main+xml": (f"{_OFFICE}spreadsheetml.sheet", ".xlsx"),
}
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"vba(project|data)|/macrosheets/|/activex/|/dialogsheets/", re.IGNORECASE)
_OBJECTS = re.compile(r"/embeddings/.*\.(?!xlsx$)[^/.]*$|oleobject|\.(zip|exe|dll|js|vbs|html?|mht)$", re.IGNORECASE)
_EMBEDDED_WORKBOOK = re.compile(r"/embeddings/[^/]+\.xlsx$", re.IGNORECASE)
#: Where the writer's own template lies: a place of the reader's own computer at most.
_OWN_TEMPLATE = re.compile(r"(file:///)?[A-Za-z]:|[^/\\:]*$")
_END_OF_LIST = b"PK\x05\x06"
_ROOT = re.compile(r"[A-Za-z]:|/|\\")

_DAMAGED = "The file is damaged or cut off. Open it on your computer, save it again, and send that."
_NOT_OFFICE = (
    "The file was not kept: it is neither a Word document nor an Excel workbook. "
    "Use PDF, Word (.docx), Excel (.xlsx), PNG or JPEG."
)
_TOO_LARGE = "The file is too large when it is opened. Save it as a PDF, and send that."
_NO_MACROS = "Macros are not accepted. Save the file as .docx or .xlsx without macros, or as a PDF."
_HOLDS_OBJECTS = "The file holds another file or program inside it. Save it as a PDF, and send that."
_FETCHES = (
    "When it is opened, the file fetches something from another place: a template, a picture or a linked file. "
    "Save it as a PDF, and send that."
)
_PROTECTED = "This file cannot be checked because it is protected. Save it without the password, and send that."


def kind_of(content: bytes, *, depth: int = 0) -> tuple[str, str]:
    """The media type of the file and its ending. Raises Refused where it may not be kept."""
    if not content[-22:].startswith(_END_OF_LIST):
        raise Refused(_DAMAGED)
    try:
        with ZipFile(BytesIO(content)) as package:
            _check_parts(package, len(content))
            kind = _read_kind(package)
            _check_references(package)
            _check_embedded(package, depth)
    except (BadZipFile, ZlibError, RuntimeError, EOFError, ValueError, OverflowError):
        raise Refused(_DAMAGED) from None
    except expat.ExpatError:
        raise Refused(_DAMAGED) from None
    return kind


def _check_parts(package: ZipFile, size: int) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_OPENED:
        raise Refused(_TOO_LARGE)
    read = sum(one.file_size for one in parts if _is_read(one.filename))
    workbooks = sum(_EMBEDDED_WORKBOOK.search(f"/{one.filename}") is not None for one in parts)
    if read > LARGEST_TEXT_READ or workbooks > MOST_WORKBOOKS:
        raise Refused(_TOO_LARGE)
    names = [one.filename.casefold() for one in parts]
    if len(set(names)) < len(names) or package.comment:
        raise Refused(_DAMAGED)
    for one in parts:
        _check_part(one)
    _check_places(parts, size)


def _is_read(name: str) -> bool:
    return name == _TYPES or name.endswith(".rels")


def _check_part(part: ZipInfo) -> None:
    name = part.filename
    if part.flag_bits & 1:
        raise Refused(_PROTECTED)
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    if is_link or ".." in name.split("/") or _ROOT.match(name) or "\\" in name or "\x00" in name:
        raise Refused(_DAMAGED)
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Refused(_DAMAGED)
    if part.file_size > _SMALL and part.file_size > MOST_SHRUNK * max(part.compress_size, 1):
        raise Refused(_TOO_LARGE)
    if _MACROS.search(f"/{name}"):
        raise Refused(_NO_MACROS)
    if _OBJECTS.search(f"/{name}"):
        raise Refused(_HOLDS_OBJECTS)


def _check_places(parts: list[ZipInfo], size: int) -> None:
    """That the parts lie one after the other from the first byte on, none over another."""
    spans = sorted((one.header_offset, one.header_offset + 30 + one.compress_size) for one in parts)
    is_whole = spans and spans[0][0] == 0 and spans[-1][1] <= size
    if not is_whole or any(before[1] > after[0] for before, after in pairwise(spans)):
        raise Refused(_DAMAGED)


def _read_kind(package: ZipFile) -> tuple[str, str]:
    if _TYPES not in package.namelist():
        raise Refused(_NOT_OFFICE)
    types = [one.get("ContentType", "") for name, one in _elements(package, _TYPES) if name in {"Override", "Default"}]
    if any("macroenabled" in one.lower() or "vbaproject" in one.lower() for one in types):
        raise Refused(_NO_MACROS)
    kinds = [_KINDS[one] for one in types if one in _KINDS]
    if len(kinds) != 1:
        raise Refused(_NOT_OFFICE)
    return kinds[0]


def _check_references(package: ZipFile) -> None:
    """Links that a reader may follow are harmless; whatever is fetched on opening is not."""
    for part in package.namelist():
        if not part.endswith(".rels"):
            continue
        for name, said in _elements(package, part):
            if name == "Relationship" and said.get("TargetMode", "").lower() == "external" and _is_fetched(said):
                raise Refused(_FETCHES)


def _is_fetched(reference: dict[str, str]) -> bool:
    kind, target = reference.get("Type", ""), reference.get("Target", "")
    is_own_template = kind.endswith("/attachedTemplate") and _OWN_TEMPLATE.match(target) is not None
    return not is_own_template and not kind.endswith("/hyperlink")


def _check_embedded(package: ZipFile, depth: int) -> None:
    """Charts in a document bring the workbook of their figures: that too must be one, and must hold no other."""
    for part in package.namelist():
        if not _EMBEDDED_WORKBOOK.search(f"/{part}"):
            continue
        if depth or kind_of(_opened(package, part), depth=depth + 1)[1] != ".xlsx":
            raise Refused(_HOLDS_OBJECTS)


def _opened(package: ZipFile, part: str) -> bytes:
    with package.open(part) as stream:
        text = stream.read(LARGEST_PART_READ + 1)
    if len(text) > LARGEST_PART_READ:
        raise Refused(_TOO_LARGE)
    return text


def _elements(package: ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a part with their attributes. A part that declares entities is refused before any is read."""
    found: list[tuple[str, dict[str, str]]] = []

    def note(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(" ")[2], attributes))

    def refuse_declarations(*_: object) -> None:
        raise Refused(_DAMAGED)

    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler = note
    reader.StartDoctypeDeclHandler = refuse_declarations
    reader.Parse(_opened(package, part), True)
    return found

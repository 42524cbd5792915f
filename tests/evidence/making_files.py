"""Files to send: whole ones, made by hand, and what attackers make of them."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#: The test virus, put together here so that no scanner stops at this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(words: bytes = b"Training log", objects: bytes = b"") -> bytes:
    """A PDF of one page."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
        b"% " + words + b"\n" + objects + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def object_stream(inside: bytes) -> bytes:
    """An object of a PDF that holds others, compressed."""
    packed = zlib.compress(inside)
    about = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    return b"9 0 obj\n" + about + b"\nstream\n" + packed + b"\nendstream\nendobj\n"


def png(width: int = 4, height: int = 4, more: bytes = b"") -> bytes:
    """A PNG; `more` stands before its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"\0" * 5 * 4)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + more + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def exif(orientation: int) -> bytes:
    """What a camera says beside a picture: which way up it is, and where it was taken."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack("<HHII", 0x8825, 4, 1, 38)
    place = struct.pack("<H", 1) + struct.pack("<HHI", 1, 2, 2) + b"N\0\0\0" + b"\0\0\0\0" + b"GPS-52.9548N"
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + b"\0\0\0\0" + place
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def jpeg(width: int = 4, height: int = 4, beside: bytes = b"", after: bytes = b"") -> bytes:
    """A JPEG in form; `beside` stands with what cameras say, `after` behind its end."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, 1, 0, 0, 63, 0) + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + beside + frame + scan + b"\xff\xd9" + after


def office(main: str = WORD, parts: dict[str, bytes] | None = None, references: str = "") -> bytes:
    """A Word document (or what else `main` says) in form, with further parts and references of its main part."""
    types = f'<Types xmlns="t"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    whole: dict[str, bytes] = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": b'<Relationships xmlns="r"/>',
        "word/document.xml": b"<document/>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="r">{references}</Relationships>'.encode(),
        **(parts or {}),
    }
    return zipped(whole)


def zipped(parts: dict[Any, bytes]) -> bytes:
    """A ZIP of these parts, by name or by ZipInfo."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def symbolic_link(name: str) -> ZipInfo:
    """An entry of a ZIP that points elsewhere."""
    info = ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def reference(kind: str, target: str) -> str:
    """A reference to something outside the document."""
    address = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    return f'<Relationship Id="a" Type="{address}" Target="{target}" TargetMode="Extern&#97;l"/>'

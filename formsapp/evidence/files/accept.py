"""Which files are kept. What a file is, is decided by its content; its name and the type a browser claims are not."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import is_zipfile

from formsapp.evidence.files import office, pdf, pictures
from formsapp.evidence.files.names import ending_of, shown_name
from formsapp.refusals import Refused

LARGEST_FILE = 10 * 1024 * 1024
USE_THESE = "Use PDF, Word (.docx), Excel (.xlsx), PNG or JPEG."
PROTECTED = (
    "This file cannot be checked because it is protected with a password. Save it without the password, and send that."
)

_NAMES = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".xlsx": "an Excel workbook",
    ".png": "a PNG picture",
    ".jpg": "a JPEG picture",
    ".jpeg": "a JPEG picture",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class AcceptedFile:
    """A file that may be kept: as it is shown, and its bytes without what nobody should get with it."""

    name: str
    media_type: str
    content: bytes
    #: Whether something was taken out of it, such as where a picture was taken.
    is_cleaned: bool = False

    @property
    def sha256(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class _Kind:
    media_type: str
    endings: tuple[str, ...]
    cleaned: Callable[[bytes], bytes]


_PDF = _Kind("application/pdf", (".pdf",), pdf.checked)
_PNG = _Kind("image/png", (".png",), pictures.cleaned_png)
_JPEG = _Kind("image/jpeg", (".jpg", ".jpeg"), pictures.cleaned_jpeg)
_BEGINNINGS = ((b"%PDF-", _PDF), (pictures.PNG, _PNG), (pictures.JPEG, _JPEG))


def accept_file(name: str, content: bytes) -> AcceptedFile:
    """The file as it is to be kept. Raises Refused with a sentence that says what to send instead."""
    if not content:
        raise Refused("The file is empty. Choose another one.")
    if len(content) > LARGEST_FILE:
        raise Refused(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Send a smaller one, or describe it.")
    kind = _kind_of(name, content)
    kept = kind.cleaned(content)
    if kind in {_PDF, _PNG, _JPEG} and is_zipfile(BytesIO(kept)):
        raise Refused("The file holds another file inside it. Save it anew as one document, and send that.")
    return AcceptedFile(shown_name(name, kind.endings), kind.media_type, kept, is_cleaned=kept != content)


def _kind_of(name: str, content: bytes) -> _Kind:
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content.startswith(_OLD_OFFICE):
        raise Refused(
            PROTECTED
            if _ENCRYPTED_PACKAGE in content
            else "This is a file of an old Office program. Save it as .docx or .xlsx, and send that."
        )
    if content.startswith(b"PK\x03\x04"):
        media_type, ending = office.kind_of(content)
        return _Kind(media_type, (ending,), bytes)
    claimed = _NAMES.get(ending_of(name))
    why = f"it does not look like {claimed}, as its name says" if claimed else "it is of a kind that is not accepted"
    raise Refused(f"The file was not kept: {why}. {USE_THESE}")

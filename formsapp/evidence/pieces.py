"""A piece of evidence as it is shown: from the library, or as it was when a return was submitted with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from formsapp.clock import today
from formsapp.evidence.models import EvidenceFile, EvidenceItem
from formsapp.evidence.rules import is_out_of_date
from formsapp.evidence.scanner import Scan

_KINDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
_STATES = {
    Scan.NOT_SCANNED: "not checked for viruses",
    Scan.WAITING: "being checked for viruses",
    Scan.CLEAN: "checked for viruses",
    Scan.INFECTED: "it contained a virus and was deleted",
    Scan.PROTECTED: "it could not be checked because it is protected, and was deleted",
}
_DOWNLOADABLE = frozenset({Scan.NOT_SCANNED, Scan.CLEAN})


@dataclass(frozen=True)
class FileFacts:
    """What is said of a file."""

    name: str
    media_type: str
    size: int
    sha256: str
    scan: Scan

    @classmethod
    def of(cls, file: EvidenceFile) -> Self:
        """The facts of a stored file."""
        return cls(file.name, file.media_type, file.size, file.sha256, Scan(file.scan))

    @property
    def kind(self) -> str:
        """PDF, Word, Excel, PNG or JPEG."""
        return _KINDS[self.media_type]

    @property
    def size_words(self) -> str:
        """Its size, as people say it."""
        return size_in_words(self.size)

    @property
    def state_words(self) -> str:
        """What is known of viruses in it."""
        return _STATES[self.scan]

    @property
    def is_downloadable(self) -> bool:
        """Whether anybody may have it now."""
        return self.scan in _DOWNLOADABLE


@dataclass(frozen=True)
class Piece:
    """One piece of evidence."""

    id: int
    kind: str
    title: str
    where_kept: str = ""
    link: str = ""
    dated_on: date | None = None
    review_on: date | None = None
    owner: str = ""
    file: FileFacts | None = None
    #: Who took it away since, and when; nothing where it still stands.
    removed: str = ""

    @classmethod
    def of(cls, item: EvidenceItem, file: EvidenceFile | None) -> Self:
        """The piece as it stands in the library."""
        return cls(
            item.id,
            item.kind,
            item.title,
            item.where_kept,
            item.link,
            item.dated_on,
            item.review_on,
            item.owner,
            FileFacts.of(file) if file else None,
        )

    @classmethod
    def from_json(cls, said: Mapping[str, Any], scan: Scan) -> Self:
        """The piece as a submission keeps it; what is known of viruses in its file is of today."""
        file = said.get("file")
        return cls(
            said["id"],
            said["kind"],
            said["title"],
            said["where_kept"],
            said["link"],
            _day(said["dated_on"]),
            _day(said["review_on"]),
            said["owner"],
            FileFacts(**file, scan=scan) if file else None,
        )

    def as_json(self) -> dict[str, Any]:
        """What a submission keeps of it."""
        about = {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "where_kept": self.where_kept,
            "link": self.link,
            "dated_on": self.dated_on.isoformat() if self.dated_on else None,
            "review_on": self.review_on.isoformat() if self.review_on else None,
            "owner": self.owner,
        }
        names = ("name", "media_type", "size", "sha256")
        return about | ({"file": {name: getattr(self.file, name) for name in names}} if self.file else {})

    def taken_away(self, words: str) -> Self:
        """The same, with who took it away."""
        return replace(self, removed=words)

    @property
    def is_out_of_date(self) -> bool:
        """Whether it should be looked at anew."""
        return is_out_of_date(self.dated_on, self.review_on, today())


def size_in_words(size: int) -> str:
    """1.2 MB, 340 KB, 12 bytes."""
    if size < 1024:
        return f"{size} bytes"
    return f"{round(size / 1024)} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None

"""What an import would change, worked out before anything is written: added, changed, closed, unchanged."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

from formsapp.organisations.register_file import RegisterFile
from formsapp.organisations.register_row import School, Unsure

ATTRIBUTES_READ = tuple(field.name for field in fields(School))
#: Where the register says nothing, what a person said stands.
A_PERSON_MAY_SAY = frozenset({"duty", "phase", "provision", "has_nursery", "has_sixth_form", "boarding"})
LARGEST_SHARE_CLOSED = 0.05

Values = dict[str, str | None]


@dataclass(frozen=True)
class SchoolChange:
    """A school that is known: what the register says now, old and new value of each attribute."""

    urn: str
    name: str
    changes: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True)
class RegisterPreview:
    """What an import would do. Days are text (2024-08-31), so that it can be kept and read again unchanged."""

    added: tuple[Values, ...]
    changed: tuple[SchoolChange, ...]
    closed: tuple[SchoolChange, ...]
    unchanged: int
    #: Closed schools in the file that were never in our register.
    closed_and_unknown: int
    #: Schools in our register that are open now.
    open_now: int
    unsure: tuple[Unsure, ...]
    #: The fingerprint of the register this was worked out against.
    against: str
    facts: dict[str, Any]

    @property
    def changes(self) -> int:
        """How many organisations would be different."""
        return len(self.added) + len(self.changed) + len(self.closed)

    @property
    def closes_many(self) -> bool:
        """Whether so many schools would close that somebody must say it is right."""
        return len(self.closed) > LARGEST_SHARE_CLOSED * self.open_now

    def as_json(self) -> str:
        """The preview as text to keep."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, kept: str) -> Self:
        """A preview that was kept."""
        read = json.loads(kept)
        for name in ("changed", "closed"):
            read[name] = tuple(
                SchoolChange(one["urn"], one["name"], {key: tuple(pair) for key, pair in one["changes"].items()})
                for one in read[name]
            )
        return cls(**{**read, "added": tuple(read["added"]), "unsure": tuple(Unsure(**one) for one in read["unsure"])})


def compare(known: Iterable[Mapping[str, Any]], file: RegisterFile, *, facts: dict[str, Any]) -> RegisterPreview:
    """Compare the schools we know (each a mapping of ATTRIBUTES_READ) with a file of the register."""
    ours = {one["urn"]: _values(one) for one in known}
    theirs = {school.urn: _values(asdict(school)) for school in file.schools}
    new = [one for urn, one in theirs.items() if urn not in ours and one["status"] != "closed"]
    differing = [
        SchoolChange(urn, one["name"] or "", _differences(ours[urn], one, file.provides))
        for urn, one in theirs.items()
        if urn in ours
    ]
    closing = [one for one in differing if _closes(one)] + list(_left_out(ours, theirs))
    changing = [one for one in differing if one.changes and not _closes(one)]
    left_for_a_person = {one["urn"] for one in new} | {one.urn for one in changing}
    return RegisterPreview(
        added=tuple(new),
        changed=tuple(changing),
        closed=tuple(closing),
        unchanged=sum(not one.changes for one in differing),
        closed_and_unknown=sum(one["status"] == "closed" for urn, one in theirs.items() if urn not in ours),
        open_now=sum(one["status"] != "closed" for one in ours.values()),
        unsure=tuple(one for one in file.unsure if one.urn in left_for_a_person and not _said(ours, one)),
        against=fingerprint_of(ours.values()),
        facts=facts,
    )


def fingerprint_of(schools: Iterable[Mapping[str, Any]]) -> str:
    """A fingerprint of the schools in a register, whatever their order."""
    rows = sorted(json.dumps(_values(one), ensure_ascii=False, sort_keys=True) for one in schools)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _values(one: Mapping[str, Any]) -> Values:
    return {name: _as_text(one[name]) for name in ATTRIBUTES_READ}


def _as_text(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _differences(ours: Values, theirs: Values, provides: frozenset[str]) -> dict[str, tuple[str | None, str | None]]:
    return {
        name: (ours[name], theirs[name])
        for name in ATTRIBUTES_READ
        if name in provides and ours[name] != theirs[name] and not (theirs[name] is None and name in A_PERSON_MAY_SAY)
    }


def _closes(change: SchoolChange) -> bool:
    return change.changes.get("status", (None, None))[1] == "closed"


def _left_out(ours: dict[str, Values], theirs: dict[str, Values]) -> Iterable[SchoolChange]:
    """The open schools we know in the local authorities of the file which the file does not have any more."""
    covered = {one["local_authority"] for one in theirs.values()} - {None}
    for urn, one in ours.items():
        if urn not in theirs and one["local_authority"] in covered and one["status"] != "closed":
            yield SchoolChange(urn, one["name"] or "", {"status": (one["status"], "closed")})


def _said(ours: dict[str, Values], unsure: Unsure) -> bool:
    """Whether a person has already said what the register leaves open."""
    return ours.get(unsure.urn, {}).get(unsure.attribute) is not None

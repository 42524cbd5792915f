"""One row of the register: read cell by cell, every fault named with its row and column."""

import re
from dataclasses import dataclass, field
from datetime import date
from sys import intern

from formsapp.organisations.establishment_types import (
    ESTABLISHMENT_TYPES,
    NO_PHASE,
    UNKNOWN_TYPE,
    EstablishmentType,
    phase_by_age,
    phase_named,
)

REQUIRED_COLUMNS = (
    "URN",
    "EstablishmentName",
    "LA (code)",
    "TypeOfEstablishment (code)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
)
#: Columns that may be missing, with the attribute each gives (None where it only helps to work one out).
OPTIONAL_COLUMNS: dict[str, str | None] = {
    "LA (name)": "local_authority",
    "EstablishmentNumber": "dfe_number",
    "TypeOfEstablishment (name)": "establishment_type",
    "OpenDate": "opened_on",
    "CloseDate": "closed_on",
    "StatutoryLowAge": None,
    "StatutoryHighAge": None,
    "NurseryProvision (name)": "has_nursery",
    "OfficialSixthForm (name)": "has_sixth_form",
    "Boarders (name)": "boarding",
    "Trusts (name)": "trust",
    "Town": "town",
    "Postcode": "postcode",
    "SchoolWebsite": "website",
    "TelephoneNum": "telephone",
}
LONGEST_CELL = 300
_STATUSES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "proposed_to_close",
    "proposed to open": "proposed_to_open",
}
_NOTHING = frozenset({"", "not applicable", "not recorded", "does not apply"})
_URN = re.compile(r"[1-9][0-9]{4,6}")
_DAY = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
_UNREADABLE = re.compile(r"[\x00\udc80-\udcff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school or college as the register has it, in our attributes."""

    urn: str
    name: str
    type: str
    status: str
    phase: str | None = None
    sector: str | None = None
    provision: str | None = None
    duty: str | None = None
    dfe_number: str | None = None
    trust: str | None = None
    has_nursery: str | None = None
    has_sixth_form: str | None = None
    boarding: str | None = None
    establishment_type: str | None = None
    local_authority: str | None = None
    town: str | None = None
    postcode: str | None = None
    telephone: str | None = None
    website: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one row, as a spreadsheet numbers it, and in which column (empty: the whole row)."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Unsure:
    """Something the register does not settle: a person must say."""

    urn: str
    name: str
    attribute: str
    words: str


@dataclass(frozen=True)
class ReadRow:
    """What one row says."""

    number: int
    school: School | None
    problems: list[RowProblem]
    unsure: tuple[Unsure, ...] = ()


@dataclass
class _Cells:
    """The cells of a row by column name; a column that the file does not have reads as blank."""

    number: int
    cells: list[str]
    places: dict[str, int]
    problems: list[RowProblem] = field(default_factory=list)

    def text(self, column: str) -> str:
        place = self.places.get(column)
        if place is None:
            return ""
        value = _CONTROL.sub(" ", self.cells[place]).strip()
        if len(value) > LONGEST_CELL:
            self.wrong(column, f"is longer than {LONGEST_CELL} characters")
        return value

    def words(self, column: str) -> str | None:
        """Text that repeats from row to row, None where it says that nothing applies."""
        value = self.text(column)
        return None if value.casefold() in _NOTHING else intern(value)

    def whole(self, column: str) -> int | None:
        value = self.text(column)
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            self.wrong(column, f"should be a whole number, not “{value[:40]}”")
            return None
        return int(value)

    def day(self, column: str) -> date | None:
        value = self.text(column)
        if not value:
            return None
        found = _DAY.fullmatch(value)
        try:
            day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
            return date(year, month, day)
        except ValueError:
            self.wrong(column, f"should be a date such as 31-08-2024, not “{value[:40]}”")
            return None

    def wrong(self, column: str, message: str) -> None:
        self.problems.append(RowProblem(self.number, column, message))


def read_row(number: int, cells: list[str], places: dict[str, int], *, look_for_unreadable: bool) -> ReadRow:
    """The school of one row, or what is wrong with the row."""
    row = _Cells(number, cells, places)
    if look_for_unreadable:
        _note_unreadable(row)
    if row.problems:
        return ReadRow(number, None, row.problems)
    code = row.whole("TypeOfEstablishment (code)")
    kind = ESTABLISHMENT_TYPES.get(code or 0, UNKNOWN_TYPE)
    school = _school(row, kind)
    if code is None:
        row.wrong("TypeOfEstablishment (code)", "is empty or not a number")
    return ReadRow(number, None if row.problems else school, row.problems, tuple(_unsure(row, school, kind)))


def _note_unreadable(row: _Cells) -> None:
    for column, place in row.places.items():
        found = _UNREADABLE.search(row.cells[place])
        if found is not None:
            code = ord(found.group())
            row.wrong(column, f"holds a byte that is not text (0x{code & 0xFF:02X}). Download the file again")


def _school(row: _Cells, kind: EstablishmentType) -> School:
    name = row.text("EstablishmentName")
    if not name:
        row.wrong("EstablishmentName", "is empty")
    return School(
        urn=_urn(row),
        name=name,
        type=kind.type,
        status=_status(row),
        phase=_phase(row, kind),
        sector=kind.sector,
        provision=kind.provision,
        duty=kind.duty,
        dfe_number=_dfe_number(row),
        trust=row.words("Trusts (name)"),
        has_nursery="yes" if kind.phase == "nursery" else _yes_or_no(row.words("NurseryProvision (name)")),
        has_sixth_form=_yes_or_no(row.words("OfficialSixthForm (name)")),
        boarding=_yes_or_no(row.words("Boarders (name)")),
        establishment_type=row.words("TypeOfEstablishment (name)"),
        local_authority=row.words("LA (name)"),
        town=row.words("Town"),
        postcode=row.text("Postcode") or None,
        telephone=row.text("TelephoneNum") or None,
        website=row.text("SchoolWebsite") or None,
        opened_on=row.day("OpenDate"),
        closed_on=row.day("CloseDate"),
    )


def _urn(row: _Cells) -> str:
    value = row.text("URN")
    if _URN.fullmatch(value) is None:
        row.wrong("URN", f"should be a number of 5 to 7 digits, not “{value[:40]}”" if value else "is empty")
    return value


def _status(row: _Cells) -> str:
    value = row.text("EstablishmentStatus (name)")
    status = _STATUSES.get(value.casefold(), "")
    if not status:
        row.wrong("EstablishmentStatus (name)", f"should be Open, Closed or a proposal of either, not “{value[:40]}”")
    return status


def _dfe_number(row: _Cells) -> str | None:
    authority, establishment = row.whole("LA (code)"), row.whole("EstablishmentNumber")
    if authority is None and not row.problems:
        row.wrong("LA (code)", "is empty")
    return None if authority is None or establishment is None else f"{authority:03}/{establishment:04}"


def _phase(row: _Cells, kind: EstablishmentType) -> str | None:
    words = row.text("PhaseOfEducation (name)")
    if kind.phase is not None or kind.type == "other":
        return kind.phase
    if words.casefold() in NO_PHASE:
        return phase_by_age(row.whole("StatutoryLowAge"), row.whole("StatutoryHighAge"))
    return phase_named(words)


def _yes_or_no(words: str | None) -> str | None:
    """Has ..., No ..., Does not have ...: the register says yes and no in words."""
    if words is None:
        return None
    return "no" if words.casefold().startswith(("no ", "does not", "none")) else "yes"


def _unsure(row: _Cells, school: School, kind: EstablishmentType) -> list[Unsure]:
    if school.status == "closed":
        return []
    found = []
    if school.duty is None:
        said = school.establishment_type or f"type {row.text('TypeOfEstablishment (code)')}"
        known = "" if kind is not UNKNOWN_TYPE else ", a type we do not know yet"
        found.append(Unsure(school.urn, school.name, "duty", f"{said}{known}"))
    if school.phase is None and school.type != "other":
        found.append(Unsure(school.urn, school.name, "phase", row.text("PhaseOfEducation (name)") or "blank"))
    return found

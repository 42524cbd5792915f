"""Files in the layout of the register, with invented schools."""

import csv
import io
from collections.abc import Collection, Iterable

ALDER = {
    "URN": "110000",
    "LA (code)": "999",
    "LA (name)": "Wexbridge",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Alder Primary School",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1998",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "Boarders (name)": "No boarders",
    "NurseryProvision (name)": "Has Nursery Classes",
    "OfficialSixthForm (name)": "Does not have a sixth form",
    "Trusts (name)": "",
    "Town": "Wexbridge",
    "Postcode": "WX1 1AA",
    "SchoolWebsite": "www.alder.example",
    "TelephoneNum": "01632960001",
    "HeadFirstName": "Never",
    "HeadLastName": "Imported",
}


def school_row(**changes: str) -> dict[str, str]:
    """A row of the register: an invented primary school unless told otherwise."""
    return {**ALDER, **changes}


def register_text(
    rows: Iterable[dict[str, str]],
    *,
    without: Collection[str] = (),
    columns: list[str] | None = None,
    separator: str = ",",
) -> str:
    """Rows as the text of a register file."""
    rows = list(rows)
    names = columns or [name for name in ALDER if name not in without]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, extrasaction="ignore", delimiter=separator, lineterminator="\r\n", restval="x")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def register_csv(rows: Iterable[dict[str, str]], *, without: Collection[str] = (), encoding: str = "cp1252") -> bytes:
    """Rows as a register file."""
    return register_text(rows, without=without).encode(encoding)

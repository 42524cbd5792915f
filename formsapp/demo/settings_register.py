"""The borough's settings as the national register would give them: a CSV of 140 columns in Windows-1252."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from io import StringIO
from random import Random

from formsapp.demo.chance import chance, shuffled
from formsapp.demo.kinds_of_setting import KINDS, TYPE_NAMES, Kind, group_of
from formsapp.demo.names import people_names
from formsapp.demo.places import (
    BOROUGH,
    LOCAL_AUTHORITY_CODE,
    SCHOOL_PLACES,
    STREETS,
    TRUSTS,
    WARDS,
    postcode,
    telephone,
)

#: No establishment has a number as high as this.
FIRST_URN = 990_001
CLOSED_SINCE_LAST_YEAR = ("Weaverquill", "Stoatmarrow")
PROPOSED_TO_CLOSE = "Oatmarrow"
_GENERAL_COLLEGE = 18


@dataclass(frozen=True)
class Setting:
    """One invented school or college."""

    urn: int
    number: int
    name: str
    place: str
    kind: Kind
    ward: str
    trust: str
    has_nursery: bool
    on_roll: int
    head: str

    @property
    def website(self) -> str:
        """An address that no one can own."""
        return (
            "www."
            + "".join(letter for letter in self.name.lower() if letter.isascii() and letter.isalpha())
            + ".example"
        )


@cache
def settings_of(seed: int) -> tuple[Setting, ...]:
    """Every setting of the borough, those that close or closed among them."""
    luck = chance(seed, "settings")
    places = iter([*CLOSED_SINCE_LAST_YEAR, PROPOSED_TO_CLOSE, *_other_places(luck)])
    kinds = _kinds_in_order()
    heads = people_names(seed)
    return tuple(_setting(number, kind, next(places), next(heads), luck) for number, kind in enumerate(kinds))


def register_csv(seed: int, *, today: date, last_year: bool = False) -> bytes:
    """The register's file, as of today or as of a year ago, when two schools that have closed since were open."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns(), restval="")
    writer.writeheader()
    for setting in settings_of(seed):
        writer.writerow(_row(setting, today, last_year=last_year))
    return text.getvalue().encode("cp1252")


@cache
def columns() -> tuple[str, ...]:
    """The register's own column names, in its order."""
    header = (files(__package__) / "register_columns.csv").read_text("cp1252")
    return tuple(next(csv.reader([header])))


def _other_places(luck: Random) -> list[str]:
    taken = {*CLOSED_SINCE_LAST_YEAR, PROPOSED_TO_CLOSE}
    return shuffled([place for place in (*WARDS, *SCHOOL_PLACES) if place not in taken], luck)


def _kinds_in_order() -> Iterator[Kind]:
    """The plain primary schools first, so that those that close are among them."""
    each = [kind for kind in KINDS for _ in range(kind.number)]
    return iter(sorted(each, key=lambda kind: kind.ending != "Primary School"))


def _setting(number: int, kind: Kind, place: str, head: str, luck: Random) -> Setting:
    lowest, highest = kind.roll
    return Setting(
        urn=FIRST_URN + number,
        number=number,
        name=_name(kind, place),
        place=place,
        kind=kind,
        ward=luck.choice(WARDS),
        trust=_trust(kind, number),
        has_nursery=kind.nursery_in > 0 and number % kind.nursery_in == 0,
        on_roll=luck.randint(lowest, highest),
        head=head,
    )


def _name(kind: Kind, place: str) -> str:
    if kind.faith == "Roman Catholic":
        return f"Saint Wexa’s {kind.ending}, {place}"
    if kind.type_code == _GENERAL_COLLEGE:
        return f"{BOROUGH} {kind.ending}"
    return f"{place} {kind.ending}"


def _trust(kind: Kind, number: int) -> str:
    if not kind.in_trust:
        return ""
    return TRUSTS[3] if kind.faith else TRUSTS[number % 3]


def _row(setting: Setting, today: date, *, last_year: bool) -> dict[str, str | int]:
    return {
        **_what_it_is(setting),
        **_status(setting, today, last_year=last_year),
        **_where_it_is(setting),
        **_pupils(setting, today),
        "HeadTitle (name)": "",
        "HeadFirstName": setting.head.partition(" ")[0],
        "HeadLastName": setting.head.partition(" ")[2],
        "HeadPreferredJobTitle": "Headteacher" if setting.kind.phase[1] != "16 plus" else "Principal",
        "LastChangedDate": _day(today - timedelta(days=400 if last_year else 20 + setting.number % 30)),
    }


def _what_it_is(setting: Setting) -> dict[str, str | int]:
    kind = setting.kind
    group_code, group_name = group_of(kind.type_code)
    return {
        "URN": setting.urn,
        "LA (code)": LOCAL_AUTHORITY_CODE,
        "LA (name)": BOROUGH,
        "EstablishmentNumber": 2000 + setting.number,
        "EstablishmentName": setting.name,
        "TypeOfEstablishment (code)": kind.type_code,
        "TypeOfEstablishment (name)": TYPE_NAMES[kind.type_code],
        "EstablishmentTypeGroup (code)": group_code,
        "EstablishmentTypeGroup (name)": group_name,
        "PhaseOfEducation (code)": kind.phase[0],
        "PhaseOfEducation (name)": kind.phase[1],
        "StatutoryLowAge": kind.ages[0],
        "StatutoryHighAge": kind.ages[1],
        "Boarders (name)": "Boarding school" if kind.boarding else "No boarders",
        "NurseryProvision (name)": "Has Nursery Classes" if setting.has_nursery else "No Nursery Classes",
        "OfficialSixthForm (code)": 1 if kind.sixth_form else 2,
        "OfficialSixthForm (name)": "Has a sixth form" if kind.sixth_form else "Does not have a sixth form",
        "Gender (code)": 3,
        "Gender (name)": "Mixed",
        "ReligiousCharacter (name)": kind.faith or "Does not apply",
        "Trusts (name)": setting.trust,
        "TrustSchoolFlag (name)": "Supported by a multi-academy trust" if setting.trust else "Not applicable",
        "FurtherEducationType (name)": "Not applicable",
    }


def _status(setting: Setting, today: date, *, last_year: bool) -> dict[str, str | int]:
    opened = date(1952, 9, 1) + timedelta(days=setting.number * 211)
    if setting.place in CLOSED_SINCE_LAST_YEAR and not last_year:
        code, name, closed = 2, "Closed", _day(today - timedelta(days=110))
    elif setting.place == PROPOSED_TO_CLOSE and not last_year:
        code, name, closed = 3, "Open, but proposed to close", _day(today + timedelta(days=250))
    else:
        code, name, closed = 1, "Open", ""
    return {
        "EstablishmentStatus (code)": code,
        "EstablishmentStatus (name)": name,
        "OpenDate": _day(opened),
        "CloseDate": closed,
    }


def _where_it_is(setting: Setting) -> dict[str, str | int]:
    number = setting.number
    return {
        "Street": f"{number * 3 % 180 + 1} {STREETS[number % len(STREETS)]}",
        "Locality": setting.ward,
        "Town": BOROUGH,
        "Postcode": postcode(number),
        "SchoolWebsite": setting.website,
        "TelephoneNum": telephone(number + 100).replace(" ", ""),
        "AdministrativeWard (name)": setting.ward,
        "DistrictAdministrative (name)": BOROUGH,
        "Country (name)": "",
    }


def _pupils(setting: Setting, today: date) -> dict[str, str | int]:
    girls = setting.on_roll * (46 + setting.number % 8) // 100
    return {
        "SchoolCapacity": setting.on_roll * 11 // 10,
        "CensusDate": _day(date(today.year if today.month > 1 else today.year - 1, 1, 16)),
        "NumberOfPupils": setting.on_roll,
        "NumberOfBoys": setting.on_roll - girls,
        "NumberOfGirls": girls,
        "PercentageFSM": f"{9 + setting.number * 7 % 38}.{setting.number % 10}",
    }


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")

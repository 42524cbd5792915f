"""What the register's establishment types mean here: codes of the Department for Education's register, April 2025.

The duty says on which legal basis a return is asked for. Where the law depends on the establishment, it is left to a
person. A code that is not in the table is new: it is imported, and a person is asked too.
"""

from typing import NamedTuple


class EstablishmentType(NamedTuple):
    """What a type code says about an establishment."""

    type: str
    sector: str | None
    provision: str | None
    duty: str | None
    #: The phase, where the type alone decides it.
    phase: str | None = None


_MAINTAINED = EstablishmentType("school", "maintained", "mainstream", "s175")
_ACADEMY = EstablishmentType("school", "academy", "mainstream", "s157")
_INDEPENDENT = EstablishmentType("school", "independent", "mainstream", "s157")
_COLLEGE = EstablishmentType("college", "further_education", "mainstream", "s175", "post_16")
_ACADEMY_16_TO_19 = EstablishmentType("college", "academy", "mainstream", "2009_act", "post_16")
_SPECIAL = {"provision": "special"}
_ALTERNATIVE = {"provision": "alternative"}
_ASK = {"duty": None}

ESTABLISHMENT_TYPES: dict[int, EstablishmentType] = {
    1: _MAINTAINED,
    2: _MAINTAINED,
    3: _MAINTAINED,
    5: _MAINTAINED,
    6: _INDEPENDENT,
    7: _MAINTAINED._replace(**_SPECIAL),
    8: EstablishmentType("school", "independent", "special", "nmss"),
    10: _INDEPENDENT._replace(**_SPECIAL),
    11: _INDEPENDENT,
    12: _MAINTAINED._replace(**_SPECIAL),
    14: _MAINTAINED._replace(**_ALTERNATIVE),
    15: _MAINTAINED._replace(phase="nursery"),
    18: _COLLEGE,
    24: EstablishmentType("other", None, None, None),
    25: _INDEPENDENT._replace(**_ASK),
    26: _MAINTAINED._replace(**_ASK),
    27: EstablishmentType("other", None, None, None),
    28: _ACADEMY,
    29: EstablishmentType("other", None, None, None),
    30: EstablishmentType("school", None, None, None),
    31: _COLLEGE,
    32: EstablishmentType("college", "further_education", "special", "2009_act", "post_16"),
    33: _ACADEMY._replace(**_SPECIAL),
    34: _ACADEMY,
    35: _ACADEMY,
    36: _ACADEMY._replace(**_SPECIAL),
    37: _INDEPENDENT._replace(**_ASK),
    38: _ACADEMY._replace(**_ALTERNATIVE),
    39: _ACADEMY_16_TO_19,
    40: _ACADEMY,
    41: _ACADEMY,
    42: _ACADEMY._replace(**_ALTERNATIVE),
    43: _ACADEMY._replace(**_ALTERNATIVE),
    44: _ACADEMY._replace(**_SPECIAL),
    45: _ACADEMY_16_TO_19,
    46: _ACADEMY_16_TO_19,
    49: _INDEPENDENT._replace(**_ASK),
    56: EstablishmentType("college", "further_education", "mainstream", None, "post_16"),
    57: _ACADEMY_16_TO_19,
}
UNKNOWN_TYPE = EstablishmentType("other", None, None, None)

_PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle",
    "middle deemed secondary": "middle",
    "middle": "middle",
    "secondary": "secondary",
    "all-through": "all_through",
    "all through": "all_through",
    "16 plus": "post_16",
    "sixth form": "post_16",
}
NO_PHASE = frozenset({"", "not applicable", "not recorded"})


def phase_named(words: str) -> str | None:
    """The phase the register's words mean; None for words it has not used before."""
    return _PHASES.get(words.casefold())


def phase_by_age(youngest: int | None, oldest: int | None) -> str | None:
    """The phase of a school for which the register gives none (most special and independent schools), by its ages."""
    if youngest is None or oldest is None or youngest > oldest:
        return None
    if youngest >= 16:
        return "post_16"
    if oldest <= 6:
        return "nursery"
    if oldest <= 12:
        return "middle" if youngest >= 8 else "primary"
    if youngest >= 8 and oldest <= 14:
        return "middle"
    return "secondary" if youngest >= 10 else "all_through"

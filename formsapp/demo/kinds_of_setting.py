"""The kinds of setting in the borough, and how many of each: in the words and codes of the national register."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of setting, as the register describes it."""

    number: int
    type_code: int
    ending: str
    ages: tuple[int, int]
    phase: tuple[int, str] = (2, "Primary")
    in_trust: bool = False
    faith: str = ""
    sixth_form: bool = False
    nursery_in: int = 0  # one in so many has nursery classes; 0 for none
    boarding: bool = False
    roll: tuple[int, int] = (150, 460)


_SECONDARY = (4, "Secondary")
_POST_16 = (6, "16 plus")
_NO_PHASE = (0, "Not applicable")
_NURSERY = (1, "Nursery")
_CATHOLIC = "Roman Catholic"
_ENGLAND = "Church of England"
_BIG = (640, 1480)
_SMALL = (38, 140)

KINDS: tuple[Kind, ...] = (
    Kind(1, 15, "Nursery School", (2, 5), _NURSERY, nursery_in=1, roll=(70, 110)),
    Kind(5, 1, "Infant School", (4, 7), nursery_in=2, roll=(150, 270)),
    Kind(3, 34, "Infant Academy", (4, 7), in_trust=True, nursery_in=2, roll=(150, 270)),
    Kind(5, 1, "Junior School", (7, 11), roll=(200, 360)),
    Kind(3, 34, "Junior Academy", (7, 11), in_trust=True, roll=(200, 360)),
    Kind(25, 1, "Primary School", (3, 11), nursery_in=2),
    Kind(5, 1, "Community Primary School", (4, 11)),
    Kind(3, 5, "Foundation Primary School", (3, 11), nursery_in=2),
    Kind(7, 3, "Church of England Primary School", (4, 11), faith=_ENGLAND, nursery_in=3),
    Kind(3, 2, "Catholic Primary School", (3, 11), faith=_CATHOLIC, nursery_in=2),
    Kind(2, 34, "Catholic Primary Academy", (3, 11), in_trust=True, faith=_CATHOLIC, nursery_in=2),
    Kind(11, 34, "Primary Academy", (3, 11), in_trust=True, nursery_in=2),
    Kind(5, 28, "Primary Academy", (4, 11), in_trust=True, nursery_in=3),
    Kind(3, 35, "Free School", (4, 11)),
    Kind(3, 1, "High School", (11, 16), _SECONDARY, roll=_BIG),
    Kind(1, 1, "School and Sixth Form", (11, 18), _SECONDARY, sixth_form=True, roll=_BIG),
    Kind(1, 2, "Catholic High School", (11, 16), _SECONDARY, faith=_CATHOLIC, roll=_BIG),
    Kind(4, 34, "Academy", (11, 16), _SECONDARY, in_trust=True, roll=_BIG),
    Kind(3, 34, "Academy and Sixth Form", (11, 18), _SECONDARY, in_trust=True, sixth_form=True, roll=_BIG),
    Kind(1, 28, "Enterprise Academy", (11, 16), _SECONDARY, in_trust=True, roll=_BIG),
    Kind(3, 7, "School", (3, 19), _NO_PHASE, roll=_SMALL),
    Kind(1, 44, "Academy for Special Needs", (4, 16), _NO_PHASE, in_trust=True, roll=_SMALL),
    Kind(1, 33, "Special Academy", (11, 19), _NO_PHASE, in_trust=True, roll=_SMALL),
    Kind(1, 14, "Pupil Referral Unit", (11, 16), _NO_PHASE, roll=_SMALL),
    Kind(1, 42, "Alternative Provision Academy", (9, 16), _NO_PHASE, in_trust=True, roll=_SMALL),
    Kind(2, 11, "House Preparatory School", (3, 11), _NO_PHASE, roll=(60, 180)),
    Kind(1, 11, "Grammar School", (11, 18), _NO_PHASE, sixth_form=True, roll=(260, 480)),
    Kind(1, 11, "Hall School", (7, 18), _NO_PHASE, sixth_form=True, boarding=True, roll=(240, 420)),
    Kind(1, 10, "House", (8, 16), _NO_PHASE, roll=(14, 40)),
    Kind(1, 18, "College", (16, 99), _POST_16, roll=(1800, 2600)),
    Kind(1, 45, "Sixth Form College", (16, 19), _POST_16, in_trust=True, roll=(900, 1300)),
)

TYPE_NAMES = {
    1: "Community school",
    2: "Voluntary aided school",
    3: "Voluntary controlled school",
    5: "Foundation school",
    7: "Community special school",
    10: "Other independent special school",
    11: "Other independent school",
    14: "Pupil referral unit",
    15: "Local authority nursery school",
    18: "Further education",
    28: "Academy sponsor led",
    33: "Academy special sponsor led",
    34: "Academy converter",
    35: "Free schools",
    42: "Academy alternative provision converter",
    44: "Academy special converter",
    45: "Academy 16-19 converter",
}
GROUPS = {
    "Colleges": (1, {18}),
    "Independent schools": (3, {11}),
    "Local authority maintained schools": (4, {1, 2, 3, 5, 14, 15}),
    "Special schools": (5, {7, 10}),
    "Academies": (10, {28, 33, 34, 42, 44, 45}),
    "Free Schools": (11, {35}),
}


def group_of(type_code: int) -> tuple[int, str]:
    """The group of establishment types that a type belongs to."""
    return next((code, name) for name, (code, members) in GROUPS.items() if type_code in members)

"""Made numbers, names and days for the lines: all invented, from ranges that are kept for tests or belong to nobody."""

from random import Random

from formsapp.identifiers.numbers import CHECK_LETTERS, is_nhs_number

CHILDREN = (
    "Kai Bramwell", "Ottilie Marsh", "Zofia Pellow-Grange", "Idris O'Farrell", "Tamsin McCrae", "Jago Lindermoss",
    "Amara Quill", "Dillon Thistlewood", "Nadia Carrow", "Teo Sallow", "Wren D'Ascoyne", "Hamza Fenwright",
    "Lila Copperfold", "Rufus Oakenshaw", "Bea Hallowell", "Aoife Stannard",
)  # fmt: skip
STAFF = ("Rowan Ashdown", "Hazel Birkett", "Olive Penhallow", "Marcus Tarnley", "Joan Wetherby", "Priya Loxley")
SCHOOLS = (
    "St Wexa's Catholic Primary School", "Saint Aldhelm Church of England School", "Tarn Cross Nursery",
    "St John Fisher and St Thomas More College", "Hallowmere Academy", "St Mary Magdalene Infant School",
    "Our Lady of the Weir Primary", "King Alfred Upper School",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
PLACES = ("Bobbin Lane", "Quillmaker Street", "Tarn Cross Road", "Ropery Stile", "Kestrowe Rise")


class Made:
    """One of each, different each time it is asked for."""

    def __init__(self, seed: int) -> None:
        self._luck = Random(seed)

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name)())

    def _digits(self, number: int) -> str:
        return "".join(self._luck.choices("0123456789", k=number))

    def nhs_digits(self, *, right: bool = True) -> str:
        while True:
            digits = "999" + self._digits(7)
            if is_nhs_number(digits) is right:
                return digits

    def nhs(self) -> str:
        return _grouped(self.nhs_digits(), " ")

    def nhs_plain(self) -> str:
        return self.nhs_digits()

    def nhs_hyphens(self) -> str:
        return _grouped(self.nhs_digits(), "-")

    def nhs_wrong(self) -> str:
        return _grouped(self.nhs_digits(right=False), " ")

    def nhs_wrong_plain(self) -> str:
        return self.nhs_digits(right=False)

    def upn(self) -> str:
        return self._with_letter("999" + self._digits(9))

    def upn_temporary(self) -> str:
        return self._with_letter("999" + self._digits(8) + self._luck.choice(CHECK_LETTERS))

    def upn_wrong(self) -> str:
        right = self.upn()
        return CHECK_LETTERS[(CHECK_LETTERS.index(right[0]) + self._luck.randint(1, 22)) % 23] + right[1:]

    def upn_small(self) -> str:
        return self.upn().lower()

    def upn_spaced(self) -> str:
        one = self.upn()
        return f"{one[:1]} {one[1:4]} {one[4:8]} {one[8:10]} {one[10:]}"

    def _with_letter(self, rest: str) -> str:
        values = [int(one) if one.isdigit() else CHECK_LETTERS.index(one) for one in rest]
        total = sum(value * weight for weight, value in enumerate(values, start=2))
        return CHECK_LETTERS[total % 23] + rest

    def postcode(self) -> str:
        outward = self._luck.choice(("ZX4", "ZX12", "YB9", "ZX1", "L99", "W96", "ZX1A"))
        return f"{outward} {self._luck.randint(1, 9)}{''.join(self._luck.choices('ABDEFGHJLNPQRSUWXYZ', k=2))}"

    def postcode_joined(self) -> str:
        return self.postcode().replace(" ", "")

    def postcode_small(self) -> str:
        one = self.postcode().lower()
        return one if one[-2:] not in {"st", "nd", "rd", "th", "hr", "pt", "ph"} else self.postcode_small()

    def child(self) -> str:
        return self._luck.choice(CHILDREN)

    def staff(self) -> str:
        return self._luck.choice(STAFF)

    def school(self) -> str:
        return self._luck.choice(SCHOOLS)

    def street(self) -> str:
        return f"{self._luck.randint(2, 99)} {self._luck.choice(PLACES)}"

    def _day(self, first: int, last: int) -> tuple[int, int, int]:
        return self._luck.randint(1, 28), self._luck.randint(1, 12), self._luck.randint(first, last)

    def born(self) -> str:
        day, month, year = self._day(2009, 2021)
        return f"{day:02}/{month:02}/{year}"

    def born_short(self) -> str:
        day, month, year = self._day(2009, 2021)
        return f"{day}.{month}.{year % 100:02}"

    def born_words(self) -> str:
        day, month, year = self._day(2009, 2021)
        return f"{day} {MONTHS[month - 1]} {year}"

    def born_iso(self) -> str:
        day, month, year = self._day(2009, 2021)
        return f"{year}-{month:02}-{day:02}"

    def day(self) -> str:
        day, month, year = self._day(2023, 2027)
        return f"{day:02}/{month:02}/{year}"

    def day_words(self) -> str:
        day, month, year = self._day(2023, 2027)
        return f"{day} {MONTHS[month - 1]} {year}"

    def day_iso(self) -> str:
        day, month, year = self._day(2023, 2027)
        return f"{year}-{month:02}-{day:02}"

    def age(self) -> int:
        return self._luck.randint(3, 17)

    def small(self) -> int:
        return self._luck.randint(2, 60)

    def thousands(self) -> int:
        return self._luck.randint(1_000, 99_999)

    def six(self) -> str:
        return str(self._luck.randint(100_000, 999_999))

    def seven(self) -> str:
        return str(self._luck.randint(1_000_000, 9_999_999))

    def telephone(self) -> str:
        return f"01632 960{self._digits(3)}"

    def mobile(self) -> str:
        return f"07700 900{self._digits(3)}"

    def paragraph(self) -> int:
        return self._luck.randint(1, 560)

    def level(self) -> int:
        return self._luck.randint(1, 4)

    def year_group(self) -> int:
        return self._luck.randint(1, 13)


def _grouped(digits: str, by: str) -> str:
    return by.join((digits[:3], digits[3:6], digits[6:]))

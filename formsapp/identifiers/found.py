"""One thing found in a text."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What words look like."""

    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    POSTCODE = "postcode"
    CASE_NUMBER = "case_number"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"


class Found(NamedTuple):
    """What words look like, and where they stand: from `start` up to `end`, in characters of the text."""

    kind: Kind
    start: int
    end: int

    def words(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

"""Numbers with a check digit or a check letter: NHS numbers and unique pupil numbers."""

import re
from collections.abc import Iterator

from formsapp.identifiers.found import Found, Kind

_NHS = re.compile(r"(?<![\w£$€+#.,/-])\d{3}([ ./-]{0,2})\d{3}\1\d{4}(?!\w|[.,/-]\d)", re.ASCII)
#: After the words that call it so, it is one however its digits are grouped.
_CALLED_NHS = re.compile(
    r"\b(?:NHS|N\.H\.S|CHI|health and care)\b[^\n\d]{0,24}(\d(?:[ ./-]{0,2}\d){9})(?![ .-]?\d)",
    re.ASCII | re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?:\b(?:tel|telephone|phone|phoned|mobile|mob|fax|call|calls|called|ring|text|texted|landline|whatsapp)\b"
    r"[^\n\d]{0,16}|\+ ?\d{1,3}\)? ?(?:\(0\) ?)?)$",
    re.IGNORECASE,
)
#: The first digits of numbers that are given out in England and Wales; 9 is kept for tests. Others belong to Scotland
#: and Northern Ireland, or to nobody: they count where the words before them say what they are.
_FIRST_DIGITS = frozenset("4679")

#: After its letter comes the number of a local authority, and none of those begins with 0 or 1 as telephone numbers do.
_UPN = re.compile(r"(?<![\w-])(?:[A-Z][ -]?|[a-z])[2-9](?:[ -]?\d){10}[ -]?[0-9A-Za-z](?!\w|-\d)", re.ASCII)
#: The check letters in their order: those that look like digits, and S, are left out.
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SEPARATORS = str.maketrans("", "", " ./-")


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number.

    Modulus 11, as the NHS Data Model and Dictionary describes it under "NHS number": the first nine digits times
    10, 9 ... 2, and 11 less the remainder, where 11 is written 0 and 10 is never given out.
    """
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def is_upn(characters: str) -> bool:
    """Whether thirteen characters begin with the check letter of a unique pupil number.

    Modulus 23, as the Department for Education's guide to unique pupil numbers describes it: the twelve digits times
    2, 3 ... 13; the remainder names one of 23 letters. A temporary number ends in one of these letters, which counts
    as its place among them.
    """
    if len(characters) != 13 or characters[-1] in "IOS":
        return False
    values = [CHECK_LETTERS.index(one) if one.isalpha() else int(one) for one in characters[1:]]
    total = sum(value * weight for weight, value in enumerate(values, start=2))
    return CHECK_LETTERS[total % 23] == characters[0]


def find_nhs_numbers(text: str) -> Iterator[Found]:
    """NHS numbers, with the spaces or hyphens people put into them; never one that fails its check digit."""
    for match in _CALLED_NHS.finditer(text):
        if is_nhs_number(match[1].translate(_SEPARATORS)):
            yield Found(Kind.NHS_NUMBER, *match.span(1))
    for match in _NHS.finditer(text):
        digits = match[0].translate(_SEPARATORS)
        if digits[0] in _FIRST_DIGITS and is_nhs_number(digits):
            before = text[max(0, match.start() - 40) : match.start()]
            if not _TELEPHONE.search(before):
                yield Found(Kind.NHS_NUMBER, *match.span())


def find_upns(text: str) -> Iterator[Found]:
    """Unique pupil numbers, permanent and temporary; never one that fails its check letter."""
    for match in _UPN.finditer(text):
        characters = match[0].translate(_SEPARATORS).upper()
        if is_upn(characters):
            yield Found(Kind.UPN, *match.span())

"""Case numbers: a number that the words before it call a case's, a referral's or a system's."""

import re
from collections.abc import Iterator

from formsapp.identifiers.found import Found, Kind

_NUMBER = re.compile(
    r"(?<![\w.,/£-])[A-Za-z]{0,4}[-/]?\d[0-9A-Za-z]{0,14}(?:[-/][0-9A-Za-z]{1,10}){0,3}(?!\w|,\d)", re.ASCII
)
_CALLED = r"(?:[ ']*(?:s|id|no|nos|num|number|numbers|ref|refs|reference|case|record|file|log|entry)\b\.?){0,3}"
_JOINED = r"(?: for (?:the |this |that )?\w{1,12})?(?: ?[:#=(-]| (?:is|was))? ?#? ?$"
#: The systems of children's social care, early help, the police and health, and those of schools.
_SYSTEMS = re.compile(
    r"\b(?:LCS|EHM|EHA|EHAF|ICS|Mosaic|Liquid ?logic|Care ?First|Azeus|Niche|Athena|PNC|SystmOne|EMIS|CPOMS|MyConcern"
    r"|Safeguard my school|ULN)" + _CALLED + _JOINED,
    re.IGNORECASE,
)
#: Words that need "number", "ref" or the like after them before they say that a number is a person's or a case's.
_CASES = re.compile(
    r"\b(?:case|client|person|child|pupil|patient|family|referral|crime|incident|social care|MASH|MARAC|CAF|CIN|CPP?"
    r"|LAC|EHCP|hospital)(?:'?s)?(?: (?:case|file|record|log))?"
    r"(?: ?(?:id|nos?|num|number|ref|reference|urn)\b\.?| ?#)" + _JOINED,
    re.IGNORECASE,
)
_CASE = re.compile(r"\bcase(?: ?[:#(-]| is| was)? ?$", re.IGNORECASE)
_COUNTED = re.compile(
    r" (?:pupils|children|contacts|referrals|cases|records|families|entries|incidents|users|staff|people|times"
    r"|in \d|of)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4}){0,2}|\d{1,2}[-/]\d{1,2}[-/](?:\d\d){1,2}", re.ASCII)


def find_case_numbers(text: str) -> Iterator[Found]:
    """Case numbers of four digits and more. The codes of an audit's cases (C01) have fewer."""
    for match in _NUMBER.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        if digits < 4 or _DAY.fullmatch(match[0]):
            continue
        before = text[max(0, match.start() - 48) : match.start()]
        is_called_so = _CASES.search(before) or (digits > 4 and (_SYSTEMS.search(before) or _CASE.search(before)))
        if is_called_so and not _COUNTED.match(text, match.end()):
            yield Found(Kind.CASE_NUMBER, *match.span())

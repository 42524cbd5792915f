"""No child is named: questions that ask for it, words that do it, and the advice people need."""

import re
from collections.abc import Iterator

from tool_definitions.draft import Draft
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import TextQuestion
from tool_definitions.tool import Kind

_CHILD = (
    r"(?:the |each |every |a |any |this |that )?(?:child|children|young person|young people|pupil|student|baby|"
    r"sibling|parent|mother|father|carer|family|subject)(?:[’']s|s[’'])?(?: or \w+(?:[’']s)?)?"
)
_ASKS_NAME = re.compile(
    rf"\b{_CHILD} (?:full |first |last |given |family )?(?:name|surname|forename|initials)s?\b"
    rf"|\b(?:name|surname|forename|initials)s?(?:,? [\w ]{{1,30}})? of {_CHILD}\b|\bwho is the child\b"
    r"|\bname (?:the|each|every) (?:child|pupil|student|young person|parent)\b",
    re.IGNORECASE,
)
_ASKS_IDENTIFIER = re.compile(
    r"\b(?:date of birth|dob|nhs (?:number|no)|unique pupil number|upn|national insurance (?:number|no)|ni number"
    r"|passport number)\b|\b(?:home )?(?:address|postcode) of (?:the |each )?(?:child|pupil|student|family|parent)"
    r"|\b(?:child|children|young person|pupil|student|family|parent|carer)s?[’']?s?[’']? (?:home )?(?:address|postcode|"
    r"phone number|(?:case|system|record|reference|social care|lcs|mosaic|liquidlogic) (?:number|id|reference))\b",
    re.IGNORECASE,
)
#: Words that turn asking into telling not to.
_NOT = re.compile(
    r"\b(?:not|never|no|without|don[’']t|nobody|instead of|recorded|record|kept|on the|change of)\b", re.IGNORECASE
)
_HOLDS = re.compile(
    r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])|\b[A-HJ-NP-Z]\d{12}\b"
    r"|\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
)
#: No such number has fewer, and they are found much faster.
_SIX_DIGITS = re.compile(r"\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d")
_SAYS_NAME_NO_ONE = re.compile(
    r"\b(?:not|never|no|without|don[’']t)\b[^.]{0,60}\bnam(?:e|es|ing)\b|\bnames? no\b|\banonym|\bno names\b",
    re.IGNORECASE,
)
_SAYS_ACT_NOW = re.compile(
    r"\b999\b|immediate (?:risk|danger)|at risk now|front door|\bmash\b|make a referral", re.IGNORECASE
)
_ABOUT_CHILDREN = frozenset({Kind.SELF_ASSESSMENT, Kind.CASE_FILE, Kind.SINGLE_AGENCY})
_FREE_WORDS = frozenset({*_ABOUT_CHILDREN, Kind.REPORT, Kind.REFERRAL, Kind.BENCHMARKING})


def names_not_asked(draft: Draft) -> Iterator[Problem]:
    """No question asks who a child is."""
    for path, text in _asking(draft):
        if found := _ASKS_NAME.search(text):
            yield draft.problem("asks-for-a-name", path, f"it seems to ask for '{found.group().strip()}'")
        if found := _ASKS_IDENTIFIER.search(text):
            yield draft.problem("asks-for-identifier", path, f"it seems to ask for '{found.group().strip()}'")


def _asking(draft: Draft) -> Iterator[tuple[DocumentPath, str]]:
    """Titles of questions that take words, numbers or dates, and of the columns of tables."""
    for question in draft.questions:
        kind = getattr(question.question, "type", "")
        if question.question is None or kind not in {"text", "number", "date", "table", "evidence"}:
            continue
        titles = [((*question.path, "title"), question.question.title)]
        columns = getattr(question.question, "columns", ())
        titles += [((*question.path, "columns", place, "title"), each.title) for place, each in enumerate(columns)]
        for path, title in titles:
            if not _NOT.search(title):
                yield path, title


def numbers_of_people(draft: Draft) -> Iterator[Problem]:
    """No text holds what looks like a person's number."""
    for path, text in draft.texts if _SIX_DIGITS.search(draft.all_words) else ():
        if _HOLDS.search(text):
            yield draft.problem("identifier-in-text", path)


def told_to_name_no_one(draft: Draft) -> Iterator[Problem]:
    """Where people write freely, they are told to name no one."""
    writes = any(isinstance(question.question, TextQuestion) for question in draft.questions)
    if writes and draft.kind in _FREE_WORDS and not _SAYS_NAME_NO_ONE.search(draft.all_words):
        yield draft.problem("no-naming-advice", ("purpose",))


def told_to_act_now(draft: Draft) -> Iterator[Problem]:
    """The purpose says what to do about a child at risk now."""
    purpose = draft.data.get("purpose")
    if draft.kind not in _ABOUT_CHILDREN or not isinstance(purpose, str) or not purpose.strip():
        return
    if not _SAYS_ACT_NOW.search(purpose):
        yield draft.problem("no-immediate-risk-advice", ("purpose",))

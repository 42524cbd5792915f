"""Cases are codes; who audits one had no part in it."""

import re

from tool_definitions.tool import Case as CaseDefinition

#: What an auditor confirms before the first answer about a case.
INDEPENDENCE = (
    "I have had no part in the practice, supervision or management of this case, "
    "and I have no personal connection with the child or the family."
)

#: Up to four letters, then digits, perhaps with hyphens: C01, SYV-12, 2026-004.
CODE = re.compile(r"(?=.{1,12}\Z)[A-Za-z]{0,4}-?[0-9][0-9-]{0,5}", re.ASCII)

_NHS_NUMBER = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}", re.ASCII)
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}", re.ASCII)


def code_refusal(code: str, *, example: str) -> str | None:
    """Why something cannot be the code of a case: it must say nothing about the child."""
    if not code.strip():
        return f"Enter a case code, such as {example}."
    if _NHS_NUMBER.search(code):
        return f"That looks like an NHS number. Use a code that means nothing outside this audit, such as {example}."
    if _DATE.search(code) or _is_short_date(code):
        return f"That looks like a date of birth. Use a code that means nothing outside this audit, such as {example}."
    if not CODE.fullmatch(code.strip()):
        return f"Use up to four letters and up to six digits or hyphens, such as {example}. Never a name."
    return None


def case_refusal(definition: CaseDefinition | None, *, theme: str | None, age_band: str | None) -> str | None:
    """Why a case cannot be described like this in an audit with this definition of a case."""
    if definition is None:
        return "The tool of this audit is not for case files."
    if definition.themes and theme not in definition.themes:
        return "Choose a theme from the list."
    if definition.age_bands and age_band not in definition.age_bands:
        return "Choose an age band from the list."
    return None


def _is_short_date(code: str) -> bool:
    """Six digits alone that read as a day, a month and a year."""
    digits = code.strip().replace("-", "")
    if not re.fullmatch(r"[0-9]{6}", digits):
        return False
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12

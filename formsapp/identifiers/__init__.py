"""Words that may identify a child, found in what people type. Pure: it knows no web and no database.

It warns and never proves: see the figures in `tests/identifiers`, and what it cannot see in the respondents' guide.
"""

from formsapp.identifiers.finding import find_identifiers
from formsapp.identifiers.found import Found, Kind
from formsapp.identifiers.wording import label_of, words_for

__all__ = ["Found", "Kind", "find_identifiers", "label_of", "words_for"]

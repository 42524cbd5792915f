"""What evidence may be: each rule gives a refusal in words, or None."""

from datetime import date
from urllib.parse import urlsplit

MOST_FILES = 50
MOST_BYTES = 500 * 1024 * 1024
MOST_FILES_KEPT = 400
LONGEST_TITLE = 200
LONGEST_WHERE = 500
LONGEST_LINK = 500
LONGEST_OWNER = 120
#: Evidence that nobody gave a day for looking at it anew is out of date after two years.
YEARS_GOOD = 2


def is_out_of_date(dated_on: date | None, review_on: date | None, on: date) -> bool:
    """Whether evidence should be looked at anew: its review date has come, or without one it is two years old."""
    if review_on is not None:
        return review_on <= on
    return dated_on is not None and _years_later(dated_on, YEARS_GOOD) <= on


def oldest_good_day(on: date) -> date:
    """The last day whose evidence is out of date today, where it has no review date."""
    return _years_later(on, -YEARS_GOOD)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def link_refusal(link: str) -> str | None:
    """Why an address cannot be a piece of evidence."""
    if not link.startswith("https://"):
        return "Enter an address that starts with https://"
    if any(one.isspace() for one in link) or "\\" in link:
        return "Enter one address, without spaces"
    try:
        parts = urlsplit(link)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole:
        return "Enter a whole address, such as https://www.example.org/policy"
    if "@" in parts.netloc:
        return "Take the user name and password out of the address: whoever reads the return would see them"
    return None


def room_refusal(files: int, size: int, more: int) -> str | None:
    """Why another file of this size cannot stand in a return that has so many already."""
    if files + 1 > MOST_FILES:
        return (
            f"A return may hold {MOST_FILES} files, and this one holds {files}. "
            "Remove one first, or describe the evidence and where it is kept."
        )
    if size + more > MOST_BYTES:
        return (
            f"The files of a return may take {MOST_BYTES // 1024 // 1024} MB. They take {_megabytes(size)} MB, and "
            f"this one {_megabytes(more)} MB. Remove one first, or describe the evidence and where it is kept."
        )
    return None


def library_refusal(files: int) -> str | None:
    """Why another file cannot be kept in a library."""
    if files + 1 > MOST_FILES_KEPT:
        return f"Your library may hold {MOST_FILES_KEPT} files, and it does. Remove some that you no longer need."
    return None


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")

"""When a worked example may be written, changed or rated. Each rule gives a sentence that says no, or None."""

from formsapp.audits.lifecycle import AuditState
from formsapp.identifiers import find_identifiers, label_of
from tool_definitions.scheme import RatingScheme

#: The longest text of an example, and of the reason for a rating.
LONGEST_TEXT = 4000
_IS_OVER = {AuditState.REPORTING, AuditState.PUBLISHED}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def why_not_write(state: AuditState) -> str | None:
    """Why the examples of an audit stay as they are."""
    return "Moderation of this audit is over: its worked examples stay as they are." if state in _IS_OVER else None


def why_not_change(*, ratings: int) -> str | None:
    """Why this example stays as it is."""
    if not ratings:
        return None
    return "Somebody has rated this example, so it stays as it is. Add a new one, and remove this one if it misleads."


def why_not_rate(state: AuditState, *, has_rated: bool, knows_reference: bool) -> str | None:
    """Why this person rates this example no more, or not at all."""
    if has_rated:
        return "You have rated this example. It is rated once, before the reference is seen, and never changed."
    if knows_reference:
        return "You can read the reference ratings of this audit, so you are not asked to rate its examples."
    if state in _IS_OVER:
        return "Moderation of this audit is over, so its examples are not rated any more."
    return None


def why_not_level(scheme: RatingScheme, rating: str) -> str | None:
    """Why this is no rating of an example."""
    return None if rating in scheme.ranks else "Choose a level from the list."


def identifies(text: str, year: int) -> str | None:
    """What in an example looks like a real child's; an invented one has no need of it."""
    found = find_identifiers(text, year=year)
    if not found:
        return None
    return f"This looks like {label_of(found[0].kind.value)}. An example is invented: leave it out."


def distance_in_words(levels: int) -> str:
    """How far a rating lies from the reference: two levels lower than the reference."""
    if levels == 0:
        return "The same as the reference"
    far = abs(levels)
    number = _NUMBERS[far] if far < len(_NUMBERS) else str(far)
    way = "higher" if levels > 0 else "lower"
    return f"{number.capitalize()} level{'' if far == 1 else 's'} {way} than the reference"

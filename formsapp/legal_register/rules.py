"""What the register of law and guidance holds to: each rule gives a sentence that refuses, or None."""

from collections.abc import Iterable
from datetime import date

from formsapp.legal_register.models import LegalEdition, LegalInstrument
from tool_definitions.values import KEY_PATTERN, LONGEST_KEY, LONGEST_LINE, look_alike


def instrument_refusal(*, key: str, title: str, url: str, others: Iterable[LegalInstrument]) -> tuple[str, str] | None:
    """Why an instrument cannot be kept like this, after the name of the field at fault."""
    if not title.strip():
        return "title", "Enter the title of the law or guidance"
    if not KEY_PATTERN.fullmatch(key) or len(key) > LONGEST_KEY:
        return "key", "Use lower-case letters, digits, dots, hyphens and underscores, such as working-together"
    for other in others:
        if other.key == key:
            return "key", f"“{other.title}” has this short name already"
        if look_alike(title) in {look_alike(name) for name in other.names}:
            return "title", f"“{other.title}” is in the register already. Add an edition to it instead"
    return _address_refusal(url)


def edition_refusal(
    *, edition: date | None, title: str, url: str, others: Iterable[LegalEdition]
) -> tuple[str, str] | None:
    """Why an edition cannot be kept like this, after the name of the field at fault."""
    if edition is None:
        return "edition", "Enter the date of the edition"
    if any(other.edition == edition for other in others):
        return "edition", "The edition of this date is in the register already"
    if len(title) > LONGEST_LINE:
        return "title", f"Keep it to at most {LONGEST_LINE} characters"
    return _address_refusal(url)


def _address_refusal(url: str) -> tuple[str, str] | None:
    if url and not url.startswith(("https://", "http://")):
        return "url", "Enter the whole web address, starting with https://"
    return None

"""What an organisation must be, and when an import may be applied: pure decisions, each a sentence or None."""

from collections.abc import Mapping

from formsapp.organisations.register_preview import RegisterPreview
from formsapp.organisations.words import LABELS, TYPES, values_of

LONGEST_NAME = 200
LONGEST_ATTRIBUTE = 300
#: What a person may say of an organisation added by hand.
BY_HAND = (
    "type",
    "phase",
    "sector",
    "provision",
    "trust",
    "has_nursery",
    "has_sixth_form",
    "boarding",
    "local_authority",
    "duty",
    "town",
    "postcode",
    "telephone",
    "website",
    "status",
)


def why_not_these(name: str, attributes: Mapping[str, str | None]) -> str | None:
    """Why an organisation cannot be like this."""
    if not name or len(name) > LONGEST_NAME:
        return f"Enter the organisation's name, in at most {LONGEST_NAME} characters"
    if attributes.get("type") not in TYPES:
        return "Choose what type of organisation it is"
    for attribute, value in attributes.items():
        allowed = values_of(attribute)
        if value is not None and ((allowed and value not in allowed) or len(value) > LONGEST_ATTRIBUTE):
            return f"{LABELS[attribute]}: choose a value from the list, or write less"
    return None


def why_not_apply(preview: RegisterPreview, *, confirmed_closures: int) -> str | None:
    """Why an import needs somebody to confirm it first."""
    closing = len(preview.closed)
    if not preview.closes_many or confirmed_closures == closing:
        return None
    return (
        f"This file would close {closing} of the {preview.open_now} schools and colleges that are open. "
        "If that is right, confirm the number"
    )

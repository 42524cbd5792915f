"""What a private note may hold: each rule gives a refusal in words, or None."""

from collections.abc import Sequence

from formsapp.access.actor import Actor
from formsapp.identifiers import Found, find_identifiers
from formsapp.notes.models import PrivateNote
from formsapp.returns.fields.wording import fault_of

LONGEST_NOTE = 1000


def text_refusal(text: str) -> str | None:
    """Why this cannot be a note."""
    if not text:
        return "Write the note first"
    return fault_of(text, LONGEST_NOTE, "The note")


def removing_refusal(note: PrivateNote, by: Actor) -> str | None:
    """Why this person cannot remove the note."""
    return None if note.by_id == by.id else "Only whoever wrote a note can remove it"


def may_identify(text: str) -> Sequence[Found]:
    """The words of a note that may identify a child: it is kept only if whoever writes it says so."""
    return find_identifiers(text)

"""An answer as it is given, and as it is stored."""

from typing import NamedTuple


class Given(NamedTuple):
    """What somebody answers to one question. `value` None is unanswered; its form is that of `Answer.value`."""

    value: str | None = None
    not_applicable_reason: str = ""
    comment: str = ""
    evidence: str = ""
    action: str = ""
    action_who: str = ""
    action_by: str = ""


class Stored(NamedTuple):
    """An answer as it is stored, and which of its revisions this is; 0 where nothing is stored."""

    given: Given
    revision: int
    #: The open page that saved it, and the how-manieth save of that page it was.
    saved_from: str | None = None
    save_number: int | None = None


NOTHING = Given()
NOT_STORED = Stored(NOTHING, 0)

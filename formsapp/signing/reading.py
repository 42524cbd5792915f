"""What somebody reads before they sign: the two pages, and all of the return that leaves the setting."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from formsapp.profiles.summary import summary_of
from formsapp.returns.additions import WHOLE, Side, under_answers
from formsapp.returns.fields.given import Stored
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of
from formsapp.returns.queries import questions_with_evidence
from formsapp.returns.reading import read_sections


def whole_return(session: Session, opened: OpenedReturn, stored: Mapping[str, Stored]) -> dict[str, Any]:
    """The return as it would be submitted now. Private notes stay out: whoever is asked by a link has no account."""
    additions = under_answers(session, opened, Side.SIGNING)
    attached = questions_with_evidence(session, opened.id)
    return {
        "summary": summary_of(session, opened),
        "sections": read_sections(
            opened.tool, given_of(stored), opened.attributes, opened.wave, with_evidence=attached
        ),
        "additions": additions,
        "of_the_whole": additions.get(WHOLE),
    }

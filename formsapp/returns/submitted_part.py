"""What a feature keeps of a return for ever, read back from the document of its last submission."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn

_DOCUMENT = "the submitted document"


def submitted_part(session: Session, opened: OpenedReturn, name: str) -> Any:
    """What the feature of this name added to the document; None where it added nothing. Read once for all features."""
    if _DOCUMENT not in opened.read:
        last = select(Submission.document).where(Submission.return_id == opened.id).order_by(Submission.number.desc())
        opened.read[_DOCUMENT] = json.loads(session.scalar(last.limit(1)) or "{}")
    return opened.read[_DOCUMENT].get(name)

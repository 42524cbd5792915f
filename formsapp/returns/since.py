"""What changed in a return after it was submitted, told from the documents of its submissions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.models import Submission
from formsapp.returns.reading import submitted_answers
from tool_definitions.visibility import Visibility


@dataclass(frozen=True)
class ChangedSince:
    """An answer that was another in an earlier submission: the latest one that differs, and what it was in it."""

    at: datetime
    number: int
    before: Given
    was_asked: bool


def changed_since(
    answers: Mapping[str, Given], shown: Iterable[str], earlier: Sequence[Submission]
) -> dict[str, ChangedSince]:
    """The shown questions whose answers differ from an earlier submission, by question. `earlier`: the latest first."""
    keys = list(shown)
    found: dict[str, ChangedSince] = {}
    for submission in earlier:
        then, seen = submitted_answers(submission), _shown_then(submission)
        for key in keys:
            before = then.get(key, NOTHING) if key in seen else NOTHING
            if key not in found and before != answers.get(key, NOTHING):
                found[key] = ChangedSince(submission.submitted_at, submission.number, before, key in seen)
    return found


def _shown_then(submission: Submission) -> frozenset[str]:
    visibility: Mapping[str, str] = json.loads(submission.document)["visibility"]
    return frozenset(key for key, state in visibility.items() if state == Visibility.SHOWN.value)

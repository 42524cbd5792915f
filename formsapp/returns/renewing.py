"""Answers submitted with something else than last time, though nothing was written in them: they get a new revision.

A judgement is of one revision of an answer. Who judged it with other evidence attached judged something else.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.clock import now
from formsapp.returns.additions import differs_since
from formsapp.returns.fields.given import NOT_STORED, Stored
from formsapp.returns.models import Answer, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.upsert import Saving, upsert_answers


def renew(
    session: Session,
    opened: OpenedReturn,
    stored: Mapping[str, Stored],
    previous: Submission | None,
    also: Mapping[str, Any],
    *,
    by: Actor,
) -> dict[str, Stored]:
    """The stored answers as they are submitted: those with other evidence than last time under a new revision."""
    if previous is None:
        return dict(stored)
    before = json.loads(previous.document)
    same = {
        key
        for key in differs_since(before, also) & opened.tool.questions.keys()
        if stored.get(key, NOT_STORED).revision == before["answers"].get(key, {}).get("revision", 0)
    }
    written = same & stored.keys()
    if written:
        these = Answer.return_id == opened.id, Answer.question.in_(sorted(written))
        session.execute(update(Answer).where(*these).values(revision=Answer.revision + 1))
    if empty := sorted(same - written):
        saving = Saving(now(), by.id)
        upsert_answers(session, opened.id, dict.fromkeys(empty, NOT_STORED.given), {}, saving=saving)
    renewed = {key: stored.get(key, NOT_STORED) for key in same}
    return {**stored, **{key: one._replace(revision=one.revision + 1) for key, one in renewed.items()}}

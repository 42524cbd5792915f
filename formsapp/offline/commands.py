"""Workbooks brought back: kept as what was read from them, and saved once somebody has seen what they change."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.lifecycle import ReturnState
from formsapp.clock import now
from formsapp.offline.models import ReturnWorkbook
from formsapp.offline.preview import Change
from formsapp.offline.reading import Reading
from formsapp.refusals import Refused
from formsapp.returns.commands import AnswersConflict, save_answers
from formsapp.returns.opened import OpenedReturn

#: An upload that nobody comes back to is thrown away with the next one of the same person after this.
KEPT_FOR = timedelta(days=7)


def keep_workbook(
    session: Session, *, opened: OpenedReturn, reading: Reading, file_name: str, by: Actor
) -> ReturnWorkbook:
    """Keep what was read from a workbook, in the place of what the same person brought in before."""
    stale = or_(ReturnWorkbook.return_id == opened.id, ReturnWorkbook.uploaded_at < now() - KEPT_FOR)
    session.execute(delete(ReturnWorkbook).where(ReturnWorkbook.uploaded_by_id == by.id, stale))
    upload = ReturnWorkbook(
        return_id=opened.id,
        file_name=file_name,
        read=json.dumps(reading.as_json(), ensure_ascii=False, separators=(",", ":")),
        uploaded_at=now(),
        uploaded_by_id=by.id,
    )
    session.add(upload)
    session.flush()
    record(session, "return.workbook-uploaded", on=("return", opened.id), by=by, audit_id=opened.audit_id)
    return upload


def discard_workbook(session: Session, *, upload: ReturnWorkbook, by: Actor) -> None:
    """Throw away what was read from a workbook, with nothing saved."""
    record(session, "return.workbook-discarded", on=("return", upload.return_id), by=by)
    session.delete(upload)
    session.flush()


def save_workbook(
    session: Session,
    *,
    opened: OpenedReturn,
    upload: ReturnWorkbook,
    changes: list[Change],
    shown: Mapping[str, int],
    by: Actor,
) -> int:
    """Save these changes, all of them or none; how many answers were saved. The upload is then thrown away.

    `shown` are the revisions that the preview showed. Raises AnswersConflict where it no longer holds, and Refused.
    """
    moved = [one.asked.key for one in changes if shown.get(one.asked.key) != one.revision]
    if moved:
        raise AnswersConflict(moved)
    saved = 0
    for section, ours in groupby(changes, key=lambda one: one.section.key):
        answers = {one.asked.key: one.after for one in ours}
        bases = {key: shown[key] for key in answers}
        done = save_answers(session, return_=opened, section=section, answers=answers, bases=bases, by=by)
        if done.ignored:
            raise Refused("A question is no longer asked, because of another answer. Look at the changes again.")
        saved += len(done.revisions)
        if opened.state is ReturnState.NOT_STARTED and done.revisions:
            opened = replace(opened, state=ReturnState.STARTED)
    record(session, "return.workbook-saved", on=("return", opened.id), by=by, audit_id=opened.audit_id, answers=saved)
    session.delete(upload)
    session.flush()
    return saved

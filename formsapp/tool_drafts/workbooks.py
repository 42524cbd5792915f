"""Uploaded workbooks: kept as what was read from them, given a mapping, and turned into a draft."""

import json
from dataclasses import dataclass
from datetime import timedelta

from flask import abort
from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import replace_source, start_draft
from formsapp.tool_drafts.models import ToolDraft, ToolWorkbook
from tool_definitions.workbook.guess import guess_mapping
from tool_definitions.workbook.into_text import into_text
from tool_definitions.workbook.mapping import Mapping
from tool_definitions.workbook.own import is_own_workbook
from tool_definitions.workbook.problems import WorkbookProblem
from tool_definitions.workbook.remarks import remarks
from tool_definitions.workbook.sheets import Sheets, sheets_from_json
from tool_definitions.workbook.tool_text import ToolText, tool_text

#: An upload that nobody comes back to is thrown away with the next one after this.
KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class ReadUpload:
    """What an upload holds: its sheets, how they are read, and what came of that."""

    sheets: Sheets
    mapping: Mapping | None
    made: ToolText

    @property
    def is_ours(self) -> bool:
        """Whether it has our own layout, so that nothing has to be chosen."""
        return self.mapping is None

    @property
    def remarks(self) -> list[str]:
        """What was seen and left out."""
        return remarks(self.sheets, is_ours=self.is_ours)

    @property
    def to_choose(self) -> list[WorkbookProblem]:
        """What a person still has to settle."""
        return [found for found in self.made.problems if found.code == "choose"]


def workbook_from_url(actor: Actor, workbook_id: int) -> ToolWorkbook:
    """An upload, for whoever uploaded it."""
    upload = current_session().get(ToolWorkbook, workbook_id)
    if upload is None or upload.uploaded_by_id != actor.id or not can(actor, Permission.TOOL_CHANGE):
        abort(404)
    return upload


def read_upload(upload: ToolWorkbook) -> ReadUpload:
    """What an upload holds."""
    sheets = sheets_from_json(json.loads(upload.sheets))
    mapping = Mapping.model_validate_json(upload.mapping) if upload.mapping else None
    return ReadUpload(sheets, mapping, tool_text(sheets, mapping, hidden_too=upload.hidden_too))


def keep_workbook(
    session: Session, *, sheets: Sheets, file_name: str, draft: ToolDraft | None = None, by: Actor
) -> ToolWorkbook:
    """Keep what was read from a workbook, with a mapping proposed where it is not of our own layout.

    Whatever the same person uploaded before, and what others left behind, is thrown away.
    """
    stale = or_(ToolWorkbook.uploaded_by_id == by.id, ToolWorkbook.uploaded_at < now() - KEPT_FOR)
    session.execute(delete(ToolWorkbook).where(stale))
    proposed = None if is_own_workbook(sheets) else guess_mapping(sheets, name=file_name.rpartition(".")[0])
    upload = ToolWorkbook(
        draft_id=draft.id if draft else None,
        base=draft.revision if draft else 0,
        file_name=file_name,
        uploaded_at=now(),
        uploaded_by_id=by.id,
        sheets=json.dumps(sheets.as_json(), ensure_ascii=False, separators=(",", ":")),
        mapping=proposed.model_dump_json(exclude_defaults=True) if proposed else None,
        hidden_too=False,
    )
    session.add(upload)
    session.flush()
    record(session, "tool.workbook-uploaded", on=("tool_workbook", upload.id), by=by, tool_draft=upload.draft_id)
    return upload


def choose_columns(session: Session, *, upload: ToolWorkbook, mapping: Mapping, by: Actor) -> None:
    """Keep which column is what, as somebody chose it."""
    upload.mapping = mapping.model_dump_json(exclude_defaults=True)
    session.flush()
    record(session, "tool.workbook-columns-chosen", on=("tool_workbook", upload.id), by=by)


def include_hidden(session: Session, *, upload: ToolWorkbook, hidden_too: bool, by: Actor) -> None:
    """Read the hidden rows and columns of a workbook of our own layout too, or no longer."""
    upload.hidden_too = hidden_too
    session.flush()
    record(session, "tool.workbook-hidden-chosen", on=("tool_workbook", upload.id), by=by, hidden_too=hidden_too)


def new_source(upload: ToolWorkbook, made: ToolText) -> str | None:
    """The text that an upload makes: of its draft, with all kept that it says the same; None where it has problems."""
    if made.text is None:
        return None
    return into_text(upload.draft.source, made.text) if upload.draft else made.text


def apply_workbook(session: Session, *, upload: ToolWorkbook, by: Actor) -> ToolDraft:
    """Put what the workbook holds into its draft, or start a draft with it. The upload is then thrown away.

    Raises Refused while it has problems, and PartChangedError where somebody changed the draft meanwhile.
    """
    source = new_source(upload, read_upload(upload).made)
    if source is None:
        raise Refused("The workbook has problems. Mend them there, and bring it in again.")
    draft = upload.draft
    if draft is None:
        draft = start_draft(session, source=source, by=by)
    else:
        words = f"Replaced by the workbook {upload.file_name}"
        replace_source(session, draft=draft, source=source, base=upload.base, words=words, by=by)
    session.delete(upload)
    session.flush()
    return draft

"""Reading drafts and their steps."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.tool_drafts.models import ToolDraft, ToolDraftStep
from formsapp.tools.models import ToolVersion
from formsapp.tools.queries import last_ratified_id


def tool_draft_from_url(actor: Actor, tool_draft_id: int) -> ToolDraft:
    """A draft, for whoever may change tools."""
    draft = current_session().get(ToolDraft, tool_draft_id)
    if draft is None or not can(actor, Permission.TOOL_CHANGE):
        abort(404)
    return draft


def all_drafts(session: Session) -> Sequence[ToolDraft]:
    """Every draft, the one changed last first."""
    newest = ToolDraft.changed_at.desc(), ToolDraft.id.desc()
    return session.scalars(select(ToolDraft).options(joinedload(ToolDraft.proposed)).order_by(*newest)).all()


def version_before(session: Session, draft: ToolDraft) -> ToolVersion | None:
    """The version that a draft is compared with: the one it was made from, else the last one ratified of its tool."""
    if draft.based_on is not None and draft.based_on.key == draft.key:
        return draft.based_on
    last = last_ratified_id(session, draft.key) if draft.key else None
    return session.get(ToolVersion, last) if last else None


def steps_of(session: Session, draft: ToolDraft) -> Sequence[ToolDraftStep]:
    """Every step of the work on a draft, the last first."""
    return session.scalars(
        select(ToolDraftStep).where(ToolDraftStep.draft_id == draft.id).order_by(ToolDraftStep.number.desc())
    ).all()


def every_step(session: Session, draft: ToolDraft) -> Sequence[ToolDraftStep]:
    """Every step of the work on a draft with what it cut out and put in, the first first."""
    whole = undefer(ToolDraftStep.removed), undefer(ToolDraftStep.added)
    of_draft = select(ToolDraftStep).where(ToolDraftStep.draft_id == draft.id).options(*whole)
    return session.scalars(of_draft.order_by(ToolDraftStep.number)).all()


def step_numbered(session: Session, draft: ToolDraft, number: int) -> ToolDraftStep | None:
    """One step, with what it cut out and put in."""
    return session.scalar(
        select(ToolDraftStep)
        .where(ToolDraftStep.draft_id == draft.id, ToolDraftStep.number == number)
        .options(undefer(ToolDraftStep.removed), undefer(ToolDraftStep.added))
    )


def step_to_redo(session: Session, draft: ToolDraft) -> ToolDraftStep | None:
    """The step that was undone last, if the work has not gone another way since."""
    following = ToolDraftStep.draft_id == draft.id, ToolDraftStep.after == draft.step
    return session.scalar(select(ToolDraftStep).where(*following).order_by(ToolDraftStep.number.desc()).limit(1))


def last_change_of(session: Session, draft: ToolDraft, part: str) -> ToolDraftStep | None:
    """The last step that was taken on a part of the tool."""
    on_part = ToolDraftStep.draft_id == draft.id, ToolDraftStep.part == part
    return session.scalar(select(ToolDraftStep).where(*on_part).order_by(ToolDraftStep.number.desc()).limit(1))


def standing_steps(steps: Sequence[ToolDraftStep], step: int) -> set[int]:
    """The numbers of those steps that the text at this step is made of; the others were undone."""
    after = {one.number: one.after for one in steps}
    standing = set()
    while step in after:
        standing.add(step)
        step = after[step]
    return standing

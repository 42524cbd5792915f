"""Where a copy can go: the sections of the drafts that can be changed."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.document import is_mapping


class Destination(NamedTuple):
    """A place in a draft: a section by its key, or (no section) the end of the draft."""

    draft: ToolDraft
    section: str
    words: str

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.draft.id}/{self.section}"


def open_drafts(session: Session) -> Sequence[ToolDraft]:
    """The drafts that can be changed, the one changed last first."""
    open_ = select(ToolDraft).where(ToolDraft.discarded_at.is_(None), ToolDraft.proposed_id.is_(None))
    newest = ToolDraft.changed_at.desc(), ToolDraft.id.desc()
    return session.scalars(open_.options(undefer(ToolDraft.source)).order_by(*newest)).all()


def for_sections(session: Session) -> list[Destination]:
    """Every draft."""
    return [Destination(draft, "", _name(draft)) for draft in open_drafts(session)]


def for_questions(session: Session) -> list[Destination]:
    """Every section of every draft."""
    return [
        Destination(draft, str(section["key"]), f"{_name(draft)}: {section.get('title', section['key'])}")
        for draft in open_drafts(session)
        for section in examined(session, draft).data.get("sections") or ()
        if is_mapping(section) and "key" in section
    ]


def _name(draft: ToolDraft) -> str:
    return f"{draft.title or 'A tool without a title'}, version {draft.version or 'not named'}"

"""Copying into a draft. Each copy is one step of the draft, which can be undone."""

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.library.asked import Origin
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.copying import Copied, copy_question, copy_section
from tool_definitions.document import is_mapping


def copy_question_into(
    session: Session, *, draft: ToolDraft, section: str, origin: Origin, question: str, by: Actor
) -> Copied:
    """Copy a question to the end of a section of a draft."""
    data = examined(session, draft).data
    sections = [str(one.get("key")) if is_mapping(one) else "" for one in data.get("sections") or ()]
    if section not in sections:
        raise Refused("That section is no longer in the draft. Choose another.")
    copied = copy_question(data, origin.tool, question, section=sections.index(section))
    words = f"Copied {copied.key} from {origin.words}"
    change_draft(session, draft=draft, edits=copied.edits, words=words, by=by)
    return copied


def copy_section_into(session: Session, *, draft: ToolDraft, origin: Origin, section: str, by: Actor) -> Copied:
    """Copy a section with its questions to the end of a draft."""
    copied = copy_section(examined(session, draft).data, origin.tool, section)
    words = f"Copied the section {copied.key} from {origin.words}"
    change_draft(session, draft=draft, edits=copied.edits, words=words, by=by)
    return copied

"""What became of last year's questions: what a draft says of it, what is proposed, and saying it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.examined import digest
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.changes import Origin, Proposal, lapsed, numbers_of, origins, propose_relations
from tool_definitions.changes.relations import NEW, origin_of, stated
from tool_definitions.document import is_mapping, read_text
from tool_definitions.editing import Edit, Put
from tool_definitions.editing.structure import free_key, place_of_question, rename_question
from tool_definitions.question import Question
from tool_definitions.tool import Tool

RELATION_WORDS = {
    "same": "The same question as",
    "reworded": "A rewording of",
    "split": "A part of",
    "merged": "Merged from",
    "new": "A new question",
}


@dataclass(frozen=True)
class Relations:
    """A draft's questions and those of the version before. `data` is the draft's text as data."""

    before: Tool
    after: Tool
    data: dict[str, Any]

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """What is proposed and has not been answered. An empty `from` says that a question is new."""
        said = {question["key"] for question in _questions(self.data) if "from" in question}
        return tuple(one for one in propose_relations(self.before, self.after) if one.question not in said)

    @cached_property
    def plain(self) -> tuple[Proposal, ...]:
        """The proposals that nobody would see otherwise."""
        return tuple(one for one in self.proposals if one.is_plain)

    @cached_property
    def said(self) -> dict[str, Origin]:
        """Where questions come from that say so, or that are new, by key. The same key goes without saying."""
        found = origins(self.before, self.after)
        waiting = {one.question for one in self.proposals}
        return {
            key: origin
            for key, origin in found.items()
            if key not in waiting and (stated(self.after.questions[key], self.before) or origin == NEW)
        }

    @cached_property
    def unsaid(self) -> int:
        """How many questions are the same as before without anybody having to say so."""
        return len(self.after.questions) - len(self.said) - len(self.proposals)

    @cached_property
    def lapsed(self) -> list[Question]:
        """Questions of the version before that nothing follows, nor is proposed to."""
        proposed = {key for one in self.proposals for key in one.origins}
        return [self.before.questions[key] for key in lapsed(self.before, self.after) if key not in proposed]

    @cached_property
    def old_numbers(self) -> dict[str, str]:
        """The numbers of the questions of the version before, by key."""
        return numbers_of(self.before)

    @cached_property
    def new_numbers(self) -> dict[str, str]:
        """The numbers of the draft's questions, by key."""
        return numbers_of(self.after)

    def origin(self, key: str) -> Origin:
        """What a question is taken to come from now: what it says, else what is proposed, else its key."""
        for proposal in self.proposals:
            if proposal.question == key:
                return Origin(proposal.origins, proposal.relation)
        return origin_of(self.after.questions[key], self.before)


def say_origins(session: Session, *, draft: ToolDraft, before: Tool, said: Mapping[str, Origin], by: Actor) -> int:
    """Write where questions come from, as one step, and say of how many. What somebody else said meanwhile stays."""
    data = data_of(draft)
    unsaid = {question["key"] for question in _questions(data) if "from" not in question}
    chosen = {key: origin for key, origin in said.items() if key in unsaid}
    edits = [edit for key, origin in chosen.items() for edit in edits_for(data, before, key, origin)]
    if not edits:
        return 0
    number = "a question comes" if len(chosen) == 1 else f"{len(chosen)} questions come"
    change_draft(session, draft=draft, edits=edits, words=f"Said where {number} from", by=by)
    return len(chosen)


def edits_for(data: dict[str, Any], before: Tool, key: str, origin: Origin) -> list[Edit]:
    """The edits that say where a question comes from; one that is new under the key of an old one gets another key."""
    path = place_of_question(data, key)
    written: Any = [{"key": old, "relation": origin.relation} for old in origin.keys]
    edits: list[Edit] = [Put((*path, "from"), written[0] if len(written) == 1 else written)]
    takes_old_key = not origin.keys and key in before.questions
    return [*edits, *rename_question(data, key, free_key(data, f"{key}-new"))] if takes_old_key else edits


def data_of(draft: ToolDraft) -> dict[str, Any]:
    """The text of a draft as data."""
    document = read_text(draft.source, file="draft").document
    return document.data if document is not None and is_mapping(document.data) else {}


def from_of(data: Any, key: str) -> Any:
    """What a question says that it comes from, as it is written; None where it does not say."""
    return next((question.get("from") for question in _questions(data) if question["key"] == key), None)


def digest_of_from(data: Any, key: str) -> str:
    """What the field is recognised by, so that two people do not overwrite each other."""
    return digest(from_of(data, key))


def _questions(data: Any) -> Iterator[dict[str, Any]]:
    """Every question of a draft's data that has a key."""
    sections = data.get("sections") if is_mapping(data) else None
    for section in sections if isinstance(sections, list) else ():
        questions = section.get("questions") if is_mapping(section) else None
        for question in questions if isinstance(questions, list) else ():
            if is_mapping(question) and isinstance(question.get("key"), str):
                yield question

"""What is previewed: a version of a tool or a draft, made ready to be asked. The same pages show both."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from flask import url_for

from formsapp.access.actor import Actor
from formsapp.access.policy import Scope
from formsapp.database import current_session
from formsapp.returns.asked_tool import AskedTool, asked_tool
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.queries import tool_draft_from_url
from formsapp.tools.queries import tool_version_from_url
from tool_definitions.tool import Tool

#: More drafts than people preview at a time.
KEPT = 8


@dataclass(frozen=True)
class Previewed:
    """A tool to be previewed. `asked` is None for a draft with errors: there is no tool yet."""

    #: `version` or `draft`: the end of the names of its pages.
    kind: str
    id: int
    title: str
    version: str
    asked: AskedTool | None
    errors: int = 0

    @property
    def scope(self) -> Scope:
        """Tools are for everyone who may see tools, whatever their role is over."""
        return Scope(shared=True)

    def address(self, page: str) -> str:
        """The address of one of its pages: `preview`, `length`, `print` or `try`."""
        return url_for(f"previews.{page}_{self.kind}", **{f"tool_{self.kind}_id": self.id})

    @property
    def pdf_address(self) -> str:
        """The address of the blank tool as a PDF."""
        return url_for(f"previews.{self.kind}_pdf", **{f"tool_{self.kind}_id": self.id})

    @property
    def home_address(self) -> str:
        """Where the tool itself is shown or built."""
        if self.kind == "version":
            return url_for("tools.show_tool_version", tool_version_id=self.id)
        return url_for("builder.show_tool", tool_draft_id=self.id)

    @property
    def problems_address(self) -> str:
        """Where a draft's problems are listed, each with its remedy."""
        return url_for("builder.check_tool", tool_draft_id=self.id)


def previewed_version(actor: Actor, tool_version_id: int) -> Previewed:
    """A version, for whoever may see tools."""
    version = tool_version_from_url(actor, tool_version_id)
    asked = asked_tool(current_session(), version.id, version.fingerprint)
    return _given_back(Previewed("version", version.id, version.title, version.version, asked))


def previewed_draft(actor: Actor, tool_draft_id: int) -> Previewed:
    """A draft, for whoever may change tools."""
    draft = tool_draft_from_url(actor, tool_draft_id)
    found = examined(current_session(), draft)
    asked = None if found.tool is None else made_ready(found.tool)
    title = draft.title or "A draft without a title"
    return _given_back(Previewed("draft", draft.id, title, draft.version, asked, len(found.errors)))


def _given_back(previewed: Previewed) -> Previewed:
    """The transaction ends before anything that was typed is read: a preview has nothing to store it with."""
    current_session().close()
    return previewed


_kept: OrderedDict[int, AskedTool] = OrderedDict()
_lock = Lock()


def made_ready(tool: Tool) -> AskedTool:
    """The tool ready to be asked, kept per process. A draft's tool is one object until its text changes."""
    with _lock:
        kept = _kept.get(id(tool))
        if kept is not None and kept.tool is tool:
            _kept.move_to_end(id(tool))
            return kept
    made = AskedTool(tool)
    with _lock:
        _kept[id(tool)] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made

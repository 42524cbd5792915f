"""What a draft holds: its data, the tool where there are no errors, and every problem."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from formsapp.clock import today
from formsapp.legal_register.queries import editions_in_force
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.queries import ratified_tools
from tool_definitions.checker import Editions, examine
from tool_definitions.document import is_mapping, read_text
from tool_definitions.problems import Problem, Severity
from tool_definitions.tool import Tool

#: More drafts than people work on at a time.
KEPT = 16


@dataclass(frozen=True)
class ExaminedDraft:
    """A draft's text, read and checked. `data` is what the file holds, as far as it is a set of fields."""

    source: str
    data: dict[str, Any]
    tool: Tool | None
    problems: tuple[Problem, ...]

    @cached_property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended before the draft can be proposed."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What the checker advises."""
        return tuple(one for one in self.problems if one.severity is Severity.WARNING)


#: What an examination depends on: the text, the versions before it, and the editions in force.
_Name = tuple[str, tuple[str, ...], tuple[tuple[str, date], ...]]
_kept: OrderedDict[_Name, ExaminedDraft] = OrderedDict()
_lock = Lock()


def examined(session: Session, draft: ToolDraft) -> ExaminedDraft:
    """What the draft holds now, beside the ratified versions of the same tool and the law in force. Read once."""
    return examined_text(session, draft.source, key=draft.key, version=draft.version)


def examined_text(session: Session, source: str, *, key: str, version: str) -> ExaminedDraft:
    """The same for a text that is not (yet) a draft's."""
    earlier = [tool for tool in ratified_tools(session, key) if tool.version != version] if key else []
    editions = editions_in_force(session, today())
    name = (
        hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        tuple(tool.fingerprint for tool in earlier),
        tuple(sorted(editions.items())),
    )
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    found = _examine(source, earlier, editions)
    with _lock:
        _kept[name] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _examine(source: str, earlier: list[Tool], editions: Editions) -> ExaminedDraft:
    reading = read_text(source, file="draft")
    data = reading.document.data if reading.document and is_mapping(reading.document.data) else {}
    tool, problems = examine(reading, earlier=earlier, editions=editions)
    return ExaminedDraft(source, data, tool, tuple(problems))


def digest(part: Any) -> str:
    """What a part of a tool's data is recognised by: the same for the same data, however it is laid out."""
    text = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

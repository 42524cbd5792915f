"""Which question of an earlier version each question comes from: worked out once per process for each two versions."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from sqlalchemy.orm import Session

from formsapp.tools.compared import changes_since
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.changes import ChangeKind, Changes, QuestionChanges

#: More pairs of versions than one partnership has in use at a time.
KEPT = 32


class Tie(NamedTuple):
    """How a question stands to the version before: `same`, `reworded`, `split`, `merged` or `new`."""

    relation: str
    origins: tuple[str, ...]


class Crosswalk:
    """Two versions of a tool: what changed, and where each question of the later one comes from."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        told = list(changes.questions)
        self._ties = {one.key: _tie(one) for one in told if one.relation != "dropped"}
        #: The questions of the earlier version without any successor.
        self.lapsed = tuple(one.key for one in told if one.relation == "dropped")

    def tie(self, key: str) -> Tie:
        """Where a question of the later version comes from; what is not told of stands in both as it was."""
        return self._ties.get(key) or Tie("same", (key,))


def _tie(question: QuestionChanges) -> Tie:
    is_reworded = any(change.kind is ChangeKind.REWORDED for change in question.changes)
    relation = "reworded" if question.relation == "same" and is_reworded else question.relation
    return Tie(relation, question.origins)


_kept: OrderedDict[tuple[int, str, int, str], Crosswalk] = OrderedDict()
_lock = Lock()


def crosswalk(
    session: Session, before_id: int, before_fingerprint: str, version_id: int, fingerprint: str
) -> Crosswalk:
    """The two versions compared. Comparing long tools takes a moment, and versions do not change, so it is kept."""
    name = (before_id, before_fingerprint, version_id, fingerprint)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    made = Crosswalk(_compared(session, before_id, version_id))
    with _lock:
        _kept[name] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _compared(session: Session, before_id: int, version_id: int) -> Changes:
    before, version = session.get_one(ToolVersion, before_id), session.get_one(ToolVersion, version_id)
    if before is version:
        return Changes(version.version, version.version, (), (), len(tool_of(version).questions))
    based_on = session.get(ToolVersion, version.based_on_id) if version.based_on_id else None
    return changes_since(session, before, tool_of(version), based_on)

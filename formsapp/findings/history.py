"""What happens to a finding, and where that leaves it. Drafting never touches what the chair did."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from formsapp.findings.models import Finding, FindingChange


class Change(StrEnum):
    """One entry in the history of a finding."""

    #: By drafting: a new draft, and a draft that the figures no longer give.
    DRAFTED = "drafted"
    UNDRAFTED = "undrafted"
    #: By the chair.
    KEPT = "kept"
    REWORDED = "reworded"
    DROPPED = "dropped"
    PUT_BACK = "put_back"
    ADDED = "added"
    MOVED = "moved"

    @property
    def words(self) -> str:
        """As the history says it."""
        return _WORDS[self]


_WORDS = {
    Change.DRAFTED: "Drafted",
    Change.UNDRAFTED: "No longer drafted from the figures",
    Change.KEPT: "Kept as drafted",
    Change.REWORDED: "Reworded",
    Change.DROPPED: "Left out of the report",
    Change.PUT_BACK: "Put back for a decision",
    Change.ADDED: "Added",
    Change.MOVED: "Moved",
}
#: What decides whether a finding is in the report, and with which words.
DECISIONS = frozenset({Change.KEPT, Change.REWORDED, Change.DROPPED, Change.PUT_BACK, Change.ADDED})
_DRAFTING = frozenset({Change.DRAFTED, Change.UNDRAFTED})
_IN_THE_REPORT = frozenset({Change.KEPT, Change.REWORDED, Change.ADDED})


@dataclass(frozen=True)
class Entry:
    """One change with the name of whoever made it; None where the summary drafted."""

    change: FindingChange
    by: str | None

    @property
    def kind(self) -> Change:
        """What happened."""
        return Change(self.change.kind)


@dataclass(frozen=True)
class Worded:
    """A finding with its history, oldest first."""

    finding: Finding
    history: tuple[Entry, ...]

    @property
    def decision(self) -> FindingChange | None:
        """What the chair last decided; None while nothing is decided."""
        decided = [entry.change for entry in self.history if entry.kind in DECISIONS]
        return decided[-1] if decided and decided[-1].kind != Change.PUT_BACK else None

    @property
    def standing(self) -> str:
        """Open (nothing decided), kept, reworded, dropped or added."""
        return self.decision.kind if self.decision else "open"

    @property
    def is_in_report(self) -> bool:
        """Whether the report has it."""
        return self.standing in _IN_THE_REPORT

    @property
    def is_worded(self) -> bool:
        """Whether the chair has ever decided anything about it, so that drafting keeps its hands off."""
        return any(entry.kind in DECISIONS for entry in self.history)

    @property
    def text(self) -> str:
        """The words that stand: the chair's, else the draft."""
        if self.decision is not None and self.is_in_report:
            return self.decision.text
        return self.last_wording or self.finding.drafted or ""

    @property
    def last_wording(self) -> str | None:
        """The chair's latest own words, also where the finding was dropped since."""
        own = [one.change.text for one in self.history if one.kind in {Change.REWORDED, Change.ADDED}]
        return own[-1] if own else None

    @property
    def is_drafted(self) -> bool:
        """Whether the figures give this finding at the moment."""
        drafting = [entry.kind for entry in self.history if entry.kind in _DRAFTING]
        return bool(drafting) and drafting[-1] is Change.DRAFTED

    @property
    def draft_changed_since(self) -> bool:
        """Whether the draft has changed, or gone, since the chair decided."""
        decided = self.decision
        if decided is None:
            return False
        return any(one.kind in _DRAFTING and one.change.id > decided.id for one in self.history)

    @property
    def is_shown(self) -> bool:
        """Whether the editor lists it: what is neither drafted any more nor ever decided is out of the way."""
        return self.is_drafted or self.is_worded


def has_been_ordered(findings: Sequence[Worded]) -> bool:
    """Whether the chair has touched this part of the summary, so that drafting leaves its order alone."""
    return any(one.is_worded or any(entry.kind is Change.MOVED for entry in one.history) for one in findings)

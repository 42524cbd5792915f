"""The same scores over all returns, from the published report alone.

What was published is frozen, with its small numbers hidden, and never recomputed here: a figure worked out on another
day would give one organisation's ratings away by subtraction. The feature that publishes reports stands above this
one; it puts its reader into PUBLISHED.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import AuditState
from formsapp.returns.opened import OpenedReturn


@dataclass(frozen=True)
class PublishedScore:
    """The mean score over `returns` of the audit; where it is hidden both are None, and `hidden_as` says why."""

    title: str
    mean: float | None
    returns: int | None
    hidden_as: str

    @property
    def is_hidden(self) -> bool:
        """Whether there is a figure that is not shown."""
        return self.mean is None and self.returns is None


@dataclass(frozen=True)
class PublishedGroup:
    """The same over organisations that are alike, such as all primary schools."""

    by: str
    name: str
    overall: PublishedScore
    sections: tuple[PublishedScore, ...]


@dataclass(frozen=True)
class Published:
    """What a published report holds of scores: `sections` are the scored sections of its tool, in their order."""

    overall: PublishedScore
    sections: tuple[PublishedScore, ...]
    #: The group that the organisation is in; None where the report holds no scores of it.
    alike: PublishedGroup | None


#: From an audit and the attributes of an organisation to what the published report says, while it is shown; filled by
#: `formsapp/features.py`.
PUBLISHED: list[Callable[[Session, int, Mapping[str, str | None]], Published | None]] = []


@dataclass(frozen=True)
class BenchmarkLine:
    """One score beside that of all returns, and that of organisations that are alike where the report has it."""

    title: str
    own: float | None
    everybody: PublishedScore
    alike: PublishedScore | None

    @property
    def others(self) -> tuple[PublishedScore, ...]:
        """What stands beside it, in the order of the columns."""
        return (self.everybody,) if self.alike is None else (self.everybody, self.alike)


@dataclass(frozen=True)
class Benchmark:
    """A return beside all returns of its audit, overall first. `alike` names the organisations that are alike, if any
    are set beside it.
    """

    lines: tuple[BenchmarkLine, ...]
    alike: str

    @property
    def bars(self) -> list[tuple[str, float | None, float | None]]:
        """Everybody's figure and its own, of each line that has both, for a chart."""
        return [(one.title, one.everybody.mean, one.own) for one in self.lines if one.everybody.mean is not None]

    @property
    def hides(self) -> bool:
        """Whether a figure is hidden because few returns are in it."""
        return any(other.is_hidden for one in self.lines for other in one.others)


def published_scores(session: Session, opened: OpenedReturn) -> Published | None:
    """What the published report of the return's audit says; None while there is none."""
    if opened.audit_state is not AuditState.PUBLISHED:
        return None
    return next(filter(None, (read(session, opened.audit_id, opened.attributes) for read in PUBLISHED)), None)


def benchmark(
    published: Published, overall: float | None, sections: Sequence[tuple[str, float | None]]
) -> Benchmark | None:
    """The return's scores (title and score of every scored section of the tool) beside the published ones.

    None where the report is about other sections: then nothing is set beside anything.
    """
    if [one.title for one in published.sections] != [title for title, _ in sections]:
        return None
    group = published.alike
    whole = BenchmarkLine("Overall", overall, published.overall, group.overall if group else None)
    alike = group.sections if group else [None] * len(sections)
    lines = [
        BenchmarkLine(title, own, everybody, like)
        for (title, own), everybody, like in zip(sections, published.sections, alike, strict=True)
        if own is not None
    ]
    return Benchmark((whole, *lines), f"{group.name} ({group.by})" if group else "")

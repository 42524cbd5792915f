"""The same scores over all returns, from the published report alone.

What was published is frozen, with its small numbers hidden, and never recomputed here: a figure worked out on another
day would give one organisation's ratings away by subtraction. The feature that publishes reports stands above this
one; it puts its reader into PUBLISHED.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import AuditState
from formsapp.returns.opened import OpenedReturn


@dataclass(frozen=True)
class PublishedScore:
    """The mean score over `returns` of the audit; None where it is hidden, or nobody has one."""

    title: str
    mean: float | None
    returns: int | None


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

    audit_id: int
    overall: PublishedScore
    sections: tuple[PublishedScore, ...]
    #: What stands in the place of a figure that is hidden.
    hidden_as: str


#: From an audit to what its published report says, while it is shown; filled by `formsapp/features.py`.
PUBLISHED: list[Callable[[Session, int], Published | None]] = []


@dataclass(frozen=True)
class BenchmarkLine:
    """One score beside that of all returns."""

    title: str
    own: float | None
    everybody: PublishedScore


@dataclass(frozen=True)
class Benchmark:
    """A return beside all returns of its audit, overall first."""

    lines: tuple[BenchmarkLine, ...]
    hidden_as: str

    @property
    def bars(self) -> list[tuple[str, float | None, float | None]]:
        """Each line that has both figures, for a chart."""
        return [(one.title, one.own, one.everybody.mean) for one in self.lines if one.everybody.mean is not None]

    @property
    def hides(self) -> bool:
        """Whether a figure is hidden because few returns are in it."""
        return any(one.everybody.mean is None and one.own is not None for one in self.lines)


def published_scores(session: Session, opened: OpenedReturn) -> Published | None:
    """What the published report of the return's audit says; None while there is none."""
    if opened.audit_state is not AuditState.PUBLISHED:
        return None
    return next(filter(None, (read(session, opened.audit_id) for read in PUBLISHED)), None)


def benchmark(
    published: Published, overall: float | None, sections: Sequence[tuple[str, float | None]]
) -> Benchmark | None:
    """The return's scores (title and score of every scored section of the tool) beside the published ones.

    None where the report is about other sections: then nothing is set beside anything.
    """
    if [one.title for one in published.sections] != [title for title, _ in sections]:
        return None
    pairs = zip(sections, published.sections, strict=True)
    lines = [BenchmarkLine(title, own, everybody) for (title, own), everybody in pairs if own is not None]
    return Benchmark((BenchmarkLine("Overall", overall, published.overall), *lines), published.hidden_as)

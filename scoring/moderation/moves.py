"""How many ratings moderation upheld, raised and lowered, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from scoring.moderation.changed import Step
from scoring.moderation.statistic import SAME
from scoring.shown import careful_percent, counted, rounded


@dataclass(frozen=True)
class Moves:
    """Where moderated ratings went: `n` moderated, of these upheld, raised and lowered in level order.

    `not_applicable` became (or stayed) not applicable, and `newly_rated` had no level before, for instance a rejected
    not-applicable: both count in `n` alone. The shares are of `n`, 0 to 1. `mean_levels` (steps of each question's own
    scheme) and `mean_points` (rating score points) are moderated minus self over the ratings that were a level before
    and after. None where there is nothing to divide by.
    """

    n: int
    upheld: int
    raised: int
    lowered: int
    not_applicable: int
    newly_rated: int
    mean_levels: float | None
    mean_points: float | None

    @property
    def compared(self) -> int:
        """The ratings that were a level before and after."""
        return self.upheld + self.raised + self.lowered

    @property
    def upheld_share(self) -> float | None:
        """Upheld of all moderated."""
        return self.upheld / self.n if self.n else None

    @property
    def raised_share(self) -> float | None:
        """Raised of all moderated."""
        return self.raised / self.n if self.n else None

    @property
    def lowered_share(self) -> float | None:
        """Lowered of all moderated."""
        return self.lowered / self.n if self.n else None

    @property
    def sentence(self) -> str:
        """The counts and the direction in words."""
        if not self.n:
            return "No ratings have been moderated."
        shares = (self.upheld_share, self.raised_share, self.lowered_share)
        upheld, raised, lowered = (careful_percent(share) for share in shares)
        said = (
            f"Of {counted(self.n, 'moderated rating')}, {self.upheld} ({upheld}) "
            f"{'was' if self.upheld == 1 else 'were'} upheld, {self.raised} ({raised}) raised and "
            f"{self.lowered} ({lowered}) lowered{self._others}"
        )
        if self.mean_points is None:
            return f"{said}."
        points = rounded(abs(self.mean_points))
        if abs(self.mean_points) <= SAME:
            return f"{said}; on average they went neither up nor down."
        if points == "0.0":
            return f"{said}; on average they moved by less than 0.1 points."
        way = "above" if self.mean_points > 0 else "below"
        return f"{said}; on average moderated ratings were {points} points {way} self ratings."

    @property
    def _others(self) -> str:
        """What is in the number of ratings and in none of the three, so that the counts are seen to add up."""
        others = self.n - self.compared
        if not others:
            return ""
        return f" (the other {others}, with no level before or after, {'is' if others == 1 else 'are'} not compared)"


def moves_of(steps: Sequence[Step]) -> Moves:
    """The moves of these steps, whatever their order."""
    levels = [step.levels for step in steps if step.levels is not None]
    points = [step.points for step in steps if step.points is not None]
    return Moves(
        n=len(steps),
        upheld=sum(moved == 0 for moved in levels),
        raised=sum(moved > 0 for moved in levels),
        lowered=sum(moved < 0 for moved in levels),
        not_applicable=sum(step.after is None for step in steps),
        newly_rated=sum(step.before is None and step.after is not None for step in steps),
        mean_levels=sum(levels) / len(levels) if levels else None,
        mean_points=fsum(points) / len(points) if points else None,
    )

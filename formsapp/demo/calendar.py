"""What happens when: deeds are put down with their moments, and done in the order of time."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from formsapp import clock

Deed = Callable[[], object]


class Calendar:
    """Deeds with their moments. Of two at the same moment, the one put down first comes first."""

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def put(self, moment: datetime, deed: Deed) -> None:
        """Put down what will be done at a moment; a deed may put down what follows from it."""
        heappush(self._deeds, (moment, next(self._numbers), deed))

    def live_through(self) -> None:
        """Do everything, each thing at its moment."""
        while self._deeds:
            moment, _, deed = heappop(self._deeds)
            with clock.at(moment):
                deed()

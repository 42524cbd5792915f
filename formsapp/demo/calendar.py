"""What happens when: everything of a season is put down first, and then done in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from formsapp import clock

Deed = Callable[[], None]


@dataclass
class Calendar:
    """Deeds with their moments. Of two at the same moment, the one put down first comes first."""

    deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def put(self, moment: datetime, deed: Deed) -> None:
        """Put down what will be done at a moment."""
        self.deeds.append((moment, deed))

    def live_through(self) -> None:
        """Do everything, each thing at its moment."""
        for moment, deed in sorted(self.deeds, key=itemgetter(0)):
            with clock.at(moment):
                deed()
        self.deeds.clear()

"""A meeting of the moderation panel: exceptions decided one after the other, one of them left open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from formsapp.demo.calendar import Calendar
from formsapp.demo.chance import chance
from formsapp.demo.deep_dive import words
from formsapp.demo.making import Making
from formsapp.demo.moderating import level_found
from formsapp.moderation.commands import MinorityView
from formsapp.moderation.models import Panel
from formsapp.moderation.panels import Decision, begin_panel, decide, end_panel, last_talked, meeting_of
from formsapp.moderation.waiting import Unsettled

#: The minutes that the panel takes for one exception.
_EACH = 4
#: Which exception is left open, and of which somebody keeps another view, in the order of the meeting.
LEFT_OPEN, MINORITY = 2, 1


@dataclass
class PanelMeeting:
    """One meeting: whose audit, how many days ago, who holds it and who else is there, and how far it gets."""

    making: Making
    calendar: Calendar
    audit: str
    days_ago: int
    chair: str
    there: Sequence[str]
    most: int
    others: str = ""
    panel: Panel | None = None

    def begin(self) -> None:
        """Begin, and put down the decisions and the end."""
        making = self.making
        self.panel = begin_panel(
            making.session,
            audit=making.audits[self.audit],
            held_on=making.day(self.days_ago),
            present=[making.people[name].id for name in self.there],
            others=self.others,
            by=making.persona(self.chair),
        )
        left = meeting_of(making.session, self.panel, by=making.persona(self.chair)).left[: self.most]
        for place, one in enumerate(left):
            self.calendar.put(self._at(place), partial(self._decide, place, one))
        self.calendar.put(self._at(len(left)), self._end)

    def _at(self, place: int) -> datetime:
        minutes = 14 * 60 + 6 + place * _EACH
        return self.making.moment(self.days_ago, minutes // 60, minutes % 60)

    def _decide(self, place: int, one: Unsettled) -> None:
        making, luck = self.making, chance(self.making.seed, one.key, "panel")
        decision = Decision(
            rating=None if place == LEFT_OPEN else level_found(one),
            how="agreed" if luck.random() < 0.4 else "chair_settled",
            reason=f"{words('left_open' if place == LEFT_OPEN else 'panel', making.seed, one.key)}.",
            minority=self._minority(one) if place == MINORITY else None,
            seen=one.seen,
            talked=last_talked(making.session, one),
        )
        decide(making.session, panel=self._held, one=one, decision=decision, by=making.persona(self.chair))

    def _minority(self, one: Unsettled) -> MinorityView | None:
        judged = one.record.judged
        return MinorityView(f"{words('minority')}.", judged[0].moderator_id) if judged else None

    def _end(self) -> None:
        end_panel(self.making.session, panel=self._held, by=self.making.persona(self.chair))

    @property
    def _held(self) -> Panel:
        if self.panel is None:
            raise LookupError("the meeting has not begun")
        return self.panel

"""What the stages of making the borough share: the session, the days, the organisations and who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp import clock
from formsapp.access.actor import Actor, Holds
from formsapp.access.models import Person, RoleGiven
from formsapp.audits.models import Audit
from formsapp.organisations.models import Organisation
from formsapp.tools.models import ToolVersion

if TYPE_CHECKING:
    from formsapp.demo.filling_in import Filling


@dataclass
class Making:
    """The borough while it is being made."""

    session: Session
    seed: int
    today: date
    #: How many of the settings are asked for returns: tests make a smaller borough.
    most_settings: int
    settings: list[Organisation] = field(default_factory=list)
    agencies: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    #: Who fills in for an organisation, by its id.
    leads: dict[int, Person] = field(default_factory=dict)
    tools: dict[tuple[str, str], ToolVersion] = field(default_factory=dict)
    audits: dict[str, Audit] = field(default_factory=dict)
    #: The returns of an audit as they are filled in, by the organisation's id.
    fillings: dict[str, dict[int, "Filling"]] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)

    @contextmanager
    def on(self, days_ago: float, hour: int = 10, minute: int = 0) -> Iterator[None]:
        """Act on a day so long ago (or still to come, if negative), at a time of day in London."""
        with clock.at(self.moment(days_ago, hour, minute)):
            yield

    def moment(self, days_ago: float, hour: int = 10, minute: int = 0) -> datetime:
        """A time of day, so many days ago."""
        return datetime.combine(self.day(days_ago), time(hour, minute), clock.LONDON)

    def day(self, days_ago: float) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=int(days_ago))

    def actor(self, person: Person) -> Actor:
        """The person as the one who acts, with every role they hold."""
        if person.id not in self._actors:
            held = select(RoleGiven).where(RoleGiven.person_id == person.id, RoleGiven.ended_at.is_(None))
            roles = tuple(Holds.stored(one) for one in self.session.scalars(held))
            self._actors[person.id] = Actor(id=person.id, name=person.name, email=person.email, roles=roles)
        return self._actors[person.id]

    def forget_roles(self) -> None:
        """Read everybody's roles anew: some were given."""
        self._actors.clear()

    def persona(self, name: str) -> Actor:
        """One of the people on the sign-in list, as the one who acts."""
        return self.actor(self.people[name])

    @property
    def scale(self) -> float:
        """How much of a deep dive is done in a borough where fewer settings are asked."""
        return min(1.0, self.most_settings / 80)

    @property
    def is_whole(self) -> bool:
        """Whether returns are moderated whole: not in the smaller borough of a test."""
        return self.scale == 1.0

    @property
    def auditors(self) -> dict[str, Person]:
        """Who audits case files for an agency, where it is not the agency's lead."""
        return {"Wexbridge Council, children's social care": self.people["Saskia Umarov-Field"]}

    @property
    def officer(self) -> Actor:
        """The partnership officer, who sets most things up."""
        return self.persona("Honor Wetherfold")

    @property
    def hub(self) -> Actor:
        """Who records for the learning hub that a tool was ratified."""
        return self.persona("Theodora Nkemelu-Gray")

"""People, and the interests that keep them away from a return."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.models import Person
from formsapp.access.policy import Scope
from formsapp.database import Model

__all__ = ["Interest", "Person"]


class Interest(Model):
    """An interest a person declared in an organisation: it hides that organisation's returns from them everywhere."""

    __tablename__ = "interests"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: A case in which the person had a part: it hides what every organisation says about that case.
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """Interests belong to the partnership: ending one is never for whoever declared it."""
        return Scope()

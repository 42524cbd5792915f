"""Who may sign in, and who was given which role, over what."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class Person(Model):
    """Somebody who may sign in. `email` is kept in lower case."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    job_title: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """People belong to the partnership."""
        return Scope()


class RoleGiven(Model):
    """A role given to a person: over the partnership, one organisation, one audit, or one return."""

    __tablename__ = "roles_given"
    __table_args__ = (Index("ix_roles_given_person", "person_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audits.id"), index=True)
    #: The return that a contributor helps with; their organisation is that of the return.
    return_id: Mapped[int | None] = mapped_column(ForeignKey("returns.id"), index=True)
    #: The keys of the sections a contributor was given, as canonical JSON; None for the whole return.
    sections: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

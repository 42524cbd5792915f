"""Whom the people of an organisation asked to help with a return, and how far that has come."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class Contribution(Model):
    """Somebody asked to help, by name and address as the one who asked wrote them.

    The role is given when the person says yes, from the link that was sent to them: nobody is made a contributor,
    and so given an interest in the organisation, behind their back.
    """

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    #: The keys of the sections they are asked for, as canonical JSON; None for the whole return.
    sections: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text, default="")
    token_hash: Mapped[str] = mapped_column(unique=True)
    #: Whether the link reached the address itself, so that whoever opens it can read that mail.
    was_mailed: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    #: The role that was given when they said yes; where it has ended, so has the contribution.
    role_id: Mapped[int | None] = mapped_column(ForeignKey("roles_given.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    #: When they last said that they had finished their part.
    finished_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

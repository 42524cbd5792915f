"""The register of law and guidance: instruments, and the editions each has had."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsapp.access.policy import Scope
from formsapp.database import Model


class LegalInstrument(Model):
    """An act, regulations or guidance that questions cite, whatever its edition."""

    __tablename__ = "legal_instruments"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What the references of a tool call it in `instrument`.
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    publisher: Mapped[str | None]
    url: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    #: The latest first.
    editions: Mapped[list["LegalEdition"]] = relationship(
        back_populates="instrument", order_by="LegalEdition.edition.desc()"
    )

    @property
    def scope(self) -> Scope:
        """The register is for everyone who may see tools."""
        return Scope(shared=True)

    @property
    def latest(self) -> "LegalEdition | None":
        """The latest edition."""
        return self.editions[0] if self.editions else None

    @property
    def names(self) -> tuple[str, ...]:
        """Every title it has had."""
        return (self.title, *(one.title for one in self.editions if one.title))


class LegalEdition(Model):
    """One edition of an instrument, known by its date."""

    __tablename__ = "legal_editions"
    __table_args__ = (UniqueConstraint("instrument_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("legal_instruments.id"))
    edition: Mapped[date]
    #: Where it differs from the instrument's.
    title: Mapped[str | None]
    url: Mapped[str | None]
    #: Where it came or comes into force on another day than its own.
    in_force_from: Mapped[date | None]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    instrument: Mapped[LegalInstrument] = relationship(back_populates="editions")

    @property
    def scope(self) -> Scope:
        """As its instrument's."""
        return Scope(shared=True)

    @property
    def starts(self) -> date:
        """The day from which it is in force."""
        return self.in_force_from or self.edition

    @property
    def full_title(self) -> str:
        """Its own title, or the instrument's."""
        return self.title or self.instrument.title

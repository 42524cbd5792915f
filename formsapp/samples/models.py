"""The sample of an audit: each draw with its rules and its seed, and every return that could have been drawn."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class Sample(Model):
    """One draw. The last one counts; earlier ones are kept with the reason why it was drawn again."""

    __tablename__ = "samples"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    number: Mapped[int]
    size: Mapped[int]
    #: The organisation attributes that make the strata, as a JSON list.
    strata: Mapped[str] = mapped_column(Text)
    seed: Mapped[int] = mapped_column(BigInteger)
    #: How many returns were to be picked for their risk, and the points of each sign of risk, as JSON.
    risk_picks: Mapped[int]
    risk_points: Mapped[str] = mapped_column(Text)
    #: Why it was drawn again; empty for the first draw.
    reason: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: When settings were told that they were chosen, and why; None while they are not told.
    told_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """A sample belongs to its audit."""
        return Scope(audit_id=self.audit_id)


class SampleEntry(Model):
    """One return that could have been drawn: its stratum, and how it was picked if it was."""

    __tablename__ = "sample_entries"

    sample_id: Mapped[int] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), primary_key=True, index=True)
    stratum: Mapped[str]
    pick: Mapped[str | None]  # random | must_include | risk; None: not drawn
    #: Why it must be included, or the signs of risk with their figures, as JSON; empty for a random pick.
    reason: Mapped[str] = mapped_column(Text)

"""The cases of a case-file audit: a code, never a name."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class Case(Model):
    """One case in one audit. Who the child is stays with the agencies."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("audit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), index=True)
    code: Mapped[str]
    theme: Mapped[str | None]
    age_band: Mapped[str | None]
    added_at: Mapped[datetime]


class IndependenceConfirmed(Model):
    """An auditor said of one return that they had no part in the case: appended, never changed."""

    __tablename__ = "independence_confirmed"
    __table_args__ = (UniqueConstraint("return_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

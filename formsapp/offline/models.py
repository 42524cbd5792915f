"""What was read from a workbook that somebody filled in offline, until they decide what to take from it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class ReturnWorkbook(Model):
    """The answers read from an uploaded workbook: seen by whoever sent it alone, deleted once used."""

    __tablename__ = "return_workbooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    file_name: Mapped[str]
    #: What was read, as JSON: see `reading.py`.
    read: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

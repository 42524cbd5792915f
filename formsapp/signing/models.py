"""Signatures: who was asked to sign a return, and what exactly each agreed to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class SignatureRequest(Model):
    """Somebody asked to sign a return in one of the roles its tool names, by a link of their own."""

    __tablename__ = "signature_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]


class Signature(Model):
    """What somebody signed: their words, and a digest of the answers they signed. Appended, never changed.

    It lapses by itself: it counts only while the digest is that of the answers as they stand.
    """

    __tablename__ = "signatures"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    statement: Mapped[str] = mapped_column(Text)
    answers_digest: Mapped[str]
    signed_at: Mapped[datetime]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("signature_requests.id"))
    #: The account it was signed with; none where it was signed by a link.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

"""Who was asked to sign, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.access.policy import Scope
from formsapp.clock import now
from formsapp.database import current_session
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import is_complete, progress_now
from formsapp.sign_in.sessions import hashed
from formsapp.signing.models import Signature, SignatureRequest


class LinkState(StrEnum):
    """Where a link is."""

    SIGNED = "Signed"
    REVOKED = "Taken back"
    EXPIRED = "Expired"
    OPENED = "Opened"
    SENT = "Sent"

    @property
    def works(self) -> bool:
        """Whether somebody can still sign with it."""
        return self in {LinkState.SENT, LinkState.OPENED}


@dataclass(frozen=True)
class AskedSignature:
    """A request together with the return that it is about."""

    opened: OpenedReturn
    request: SignatureRequest

    @property
    def scope(self) -> Scope:
        """It belongs where its return does."""
        return self.opened.scope


@dataclass(frozen=True)
class AskedSoFar:
    """One request as it is listed: who was asked by whom, and where their link is."""

    request: SignatureRequest
    asked_by: str
    state: LinkState
    signed_at: datetime | None


def state_of(request: SignatureRequest, signed: frozenset[int]) -> LinkState:
    """Where the link of a request is. `signed` holds the requests that led to a signature."""
    states: Mapping[LinkState, Any] = {
        LinkState.SIGNED: request.id in signed,
        LinkState.REVOKED: request.revoked_at is not None,
        LinkState.EXPIRED: request.expires_at <= now(),
        LinkState.OPENED: request.opened_at is not None,
        LinkState.SENT: True,
    }
    return next(state for state, holds in states.items() if holds)


def request_of_token(session: Session, token: str) -> SignatureRequest | None:
    """The request whose link this is. Looked up by a hash: what is guessed takes as long as what exists."""
    return session.scalar(select(SignatureRequest).where(SignatureRequest.token_hash == hashed(token)))


def signature_by(session: Session, request: SignatureRequest) -> Signature | None:
    """What was signed with the link of a request."""
    return session.scalar(select(Signature).where(Signature.request_id == request.id))


def asked_so_far(session: Session, return_id: int) -> list[AskedSoFar]:
    """Everybody who was asked to sign a return, the latest first."""
    rows = session.execute(
        select(SignatureRequest, Person.name, Signature.signed_at)
        .outerjoin(Person, Person.id == SignatureRequest.asked_by_id)
        .outerjoin(Signature, Signature.request_id == SignatureRequest.id)
        .where(SignatureRequest.return_id == return_id)
        .order_by(SignatureRequest.id.desc())
    ).all()
    signed = frozenset(request.id for request, _, at in rows if at is not None)
    return [AskedSoFar(request, name or "the system", state_of(request, signed), at) for request, name, at in rows]


def asked_lately(session: Session, return_id: int) -> int:
    """How many links were sent for a return within the last hour."""
    since = now() - timedelta(hours=1)
    lately = select(func.count()).where(SignatureRequest.return_id == return_id, SignatureRequest.asked_at > since)
    return session.scalar(lately) or 0


def missing_from(session: Session, opened: OpenedReturn) -> int:
    """How many things are missing from a return before it can be signed or submitted."""
    progress = progress_now(session, opened)
    found = sum(len(one.gaps) for one in progress)
    return found if is_complete(progress) else max(found, 1)


def asked_signature(actor: Actor, return_id: int, request_id: int) -> AskedSignature:
    """A request about a return of the person's own organisation; 404 elsewhere."""
    opened = own_return(actor, return_id)
    request = current_session().get(SignatureRequest, request_id)
    if request is None or request.return_id != opened.id:
        abort(404)
    return AskedSignature(opened, request)

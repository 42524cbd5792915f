"""Asking somebody to sign a return, taking it back, and signing."""

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.people.rules import LONGEST_NAME
from formsapp.refusals import Refused, refuse
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of
from formsapp.returns.sign_off import own_roles, sign_offs, signed_digest, title_of
from formsapp.sign_in.sessions import hashed
from formsapp.signing.models import Signature, SignatureRequest
from formsapp.signing.queries import asked_lately, missing_from
from formsapp.signing.rules import (
    CHANGED_MEANWHILE,
    LINK_LASTS,
    MOST_AN_HOUR,
    asking_refusal,
    signing_refusal,
    twice_refusal,
)
from formsapp.ui.formatting import lower_first


class ChangedMeanwhile(Refused):
    """The return is no longer what was shown to the one who signs; nothing was signed."""


def ask_for_signature(
    session: Session, *, opened: OpenedReturn, role: str, name: str, email: str, by: Actor
) -> tuple[SignatureRequest, str]:
    """Make the link with which somebody signs in one role. An earlier link in that role stops working."""
    name, email = " ".join(name.split()), email.strip().lower()
    refuse(asking_refusal(opened, role, name, email, by))
    refuse(_signed_already(session, opened, role))
    refuse(
        twice_refusal(role, _asked_and_open(session, opened), email) or _signed_refusal(session, opened, role, email)
    )
    if asked_lately(session, opened.id) >= MOST_AN_HOUR:
        raise Refused("Many links were sent for this return within the last hour. Please wait a little.")
    token, moment = secrets.token_urlsafe(32), now()
    _end_links(session, opened, role)
    request = SignatureRequest(
        return_id=opened.id,
        role=role,
        name=name,
        email=email,
        token_hash=hashed(token),
        asked_at=moment,
        asked_by_id=by.id,
        expires_at=moment + LINK_LASTS,
    )
    session.add(request)
    session.flush()
    record(session, "signature.asked", on=("return", opened.id), by=by, audit_id=opened.audit_id, role=role,
           request=request.id)  # fmt: skip
    return request, token


def ask_again(
    session: Session, *, opened: OpenedReturn, request: SignatureRequest, by: Actor
) -> tuple[SignatureRequest, str]:
    """Ask the same person again: their link is lost or ended, or answers changed after they signed."""
    return ask_for_signature(session, opened=opened, role=request.role, name=request.name, email=request.email, by=by)


def revoke_request(session: Session, *, opened: OpenedReturn, request: SignatureRequest, by: Actor) -> None:
    """Stop a link from working."""
    if request.revoked_at is not None:
        return
    request.revoked_at = now()
    session.flush()
    record(session, "signature.request-revoked", on=("return", opened.id), by=by, audit_id=opened.audit_id,
           role=request.role, request=request.id)  # fmt: skip


def open_request(session: Session, *, opened: OpenedReturn, request: SignatureRequest) -> None:
    """Note that the one who was asked chose to read the return."""
    if request.opened_at is None:
        request.opened_at = now()
        session.flush()
        by = Actor(id=None, name=request.name)
        record(session, "signature.opened", on=("return", opened.id), by=by, audit_id=opened.audit_id,
               role=request.role, request=request.id)  # fmt: skip


def sign_by_link(
    session: Session, *, opened: OpenedReturn, request: SignatureRequest, name: str, digest: str
) -> Signature:
    """Sign with a link, once."""
    used = select(Signature.id).where(Signature.request_id == request.id)
    if session.scalar(used) is not None or request.revoked_at is not None or request.expires_at <= now():
        raise Refused("This link has been used, taken back or has expired.")
    by = Actor(id=None, name=request.name, email=request.email)
    return _sign(session, opened, role=request.role, name=name, digest=digest, by=by, request=request)


def sign_return(session: Session, *, opened: OpenedReturn, role: str, name: str, digest: str, by: Actor) -> Signature:
    """Sign with one's account, in a role that one holds at the organisation."""
    if role not in own_roles(opened, by):
        raise Refused(f"You do not sign this return as {lower_first(title_of(role))}.")
    refuse(_signed_refusal(session, opened, role, by.email))
    return _sign(session, opened, role=role, name=name, digest=digest, by=by)


def _sign(
    session: Session,
    opened: OpenedReturn,
    *,
    role: str,
    name: str,
    digest: str,
    by: Actor,
    request: SignatureRequest | None = None,
) -> Signature:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Enter your full name, in at most {LONGEST_NAME} characters.")
    refuse(signing_refusal(opened, missing_from(session, opened)))
    stored = answers_of(session, opened.id)
    if signed_digest(session, opened, stored) != digest:
        raise ChangedMeanwhile(CHANGED_MEANWHILE)
    refuse(_signed_already(session, opened, role))
    signature = Signature(
        return_id=opened.id,
        role=role,
        name=name,
        statement=next(one.statement.strip() for one in opened.tool.tool.sign_off if one.role == role),
        answers_digest=digest,
        signed_at=now(),
        request_id=request.id if request else None,
        person_id=by.id,
    )
    session.add(signature)
    session.flush()
    way = {"request": request.id} if request else {}
    record(session, "return.signed", on=("return", opened.id), by=by, audit_id=opened.audit_id, role=role,
           answers_digest=digest, **way)  # fmt: skip
    return signature


def _asked_and_open(session: Session, opened: OpenedReturn) -> list[SignatureRequest]:
    """The requests whose links still work."""
    wanted = select(SignatureRequest).where(
        SignatureRequest.return_id == opened.id,
        SignatureRequest.revoked_at.is_(None),
        SignatureRequest.expires_at > now(),
        SignatureRequest.id.not_in(select(Signature.request_id).where(Signature.request_id.is_not(None))),
    )
    return list(session.scalars(wanted))


def _signed_already(session: Session, opened: OpenedReturn, role: str) -> str | None:
    """Why nobody signs in this role now: it is signed as it stands."""
    off = next(one for one in sign_offs(session, opened) if one.role == role)
    if off.signature is None or not off.holds:
        return None
    return f"{off.signature.name} has signed this return as {lower_first(off.title)} already."


def _signed_refusal(session: Session, opened: OpenedReturn, role: str, email: str) -> str | None:
    """Why somebody who signed in another role cannot sign in this one too."""
    holding = {one.signature.id: one for one in sign_offs(session, opened) if one.signature and one.holds}
    rows = session.execute(
        select(Signature.id, Signature.name)
        .outerjoin(SignatureRequest, SignatureRequest.id == Signature.request_id)
        .outerjoin(Person, Person.id == Signature.person_id)
        .where(Signature.id.in_(holding), (SignatureRequest.email == email) | (Person.email == email))
    )
    for id_, name in rows:
        if holding[id_].role != role:
            return f"{name} signed as {lower_first(holding[id_].title)}. Nobody signs in two roles."
    return None


def _end_links(session: Session, opened: OpenedReturn, role: str) -> None:
    session.execute(
        update(SignatureRequest)
        .where(
            SignatureRequest.return_id == opened.id,
            SignatureRequest.role == role,
            SignatureRequest.revoked_at.is_(None),
        )
        .values(revoked_at=now())
    )

"""Slowing down guesses: counted by account, never by address, because a whole school shares one."""

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from formsapp.clock import now
from formsapp.settings import Settings
from formsapp.sign_in.models import FailedAttempt

MOST_FAILURES = 6
WITHIN = timedelta(minutes=15)


def hash_of(email: str) -> str:
    """What is stored of an address that somebody tried, keyed so that it cannot be guessed from a copy of the data."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    return hmac.new(settings.secret_key.encode(), email.encode(), hashlib.sha256).hexdigest()


def seconds_to_wait(session: Session, email: str) -> int:
    """How long this account must wait before the next try; 0 when it need not."""
    moment = now()
    latest = session.scalars(
        select(FailedAttempt.at)
        .where(FailedAttempt.email_hash == hash_of(email), FailedAttempt.at > moment - WITHIN)
        .order_by(FailedAttempt.at.desc())
        .limit(MOST_FAILURES)
    ).all()
    return _seconds_until(latest[-1] + WITHIN, moment) if len(latest) == MOST_FAILURES else 0


def count_failure(session: Session, email: str) -> None:
    """Note that a sign-in failed."""
    session.add(FailedAttempt(email_hash=hash_of(email), at=now()))
    session.flush()


def forget_failures(session: Session, email: str) -> None:
    """Start again after a sign-in that worked, and clear away what is too old to count for anyone."""
    old = FailedAttempt.at <= now() - WITHIN
    session.execute(delete(FailedAttempt).where((FailedAttempt.email_hash == hash_of(email)) | old))


def one_try_at_a_time(session: Session, email: str) -> None:
    """Let tries for one account wait for each other, so that many at once are counted as many."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(hash_of(email)[:15], 16)})


def _seconds_until(end: datetime, moment: datetime) -> int:
    return max(1, int((end - moment).total_seconds()) + 1)

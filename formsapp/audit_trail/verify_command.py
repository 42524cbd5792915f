"""`formsapp verify-audit`: whether the audit trail is whole."""

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from formsapp.audit_trail.models import TrailEvent
from formsapp.audit_trail.record import first_broken_event
from formsapp.database import database


@click.command("verify-audit")
@with_appcontext
def verify_audit() -> None:
    """Check the chain of the audit trail; exit 1 and name the first event that does not fit."""
    with database().reading() as session:
        broken = first_broken_event(session)
        if broken is not None:
            click.echo(f"The audit trail is broken at event {broken}.", err=True)
            sys.exit(1)
        events = session.scalar(select(func.count()).select_from(TrailEvent))
        last = session.scalar(select(TrailEvent.hash).order_by(TrailEvent.id.desc()).limit(1))
    click.echo(f"The audit trail is whole: {events} events, the last with hash {last}.")

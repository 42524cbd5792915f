"""`formsapp verify-audit`: whether the audit trail is whole."""

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from formsapp.audit_trail.models import TrailEvent
from formsapp.audit_trail.record import first_broken_event
from formsapp.database import database


@click.command("verify-audit")
@click.option("--kept", metavar="HASH", help="A hash printed on an earlier day: the chain must still run through it.")
@with_appcontext
def verify_audit(kept: str | None) -> None:
    """Check the chain of the audit trail; exit 1 and name the first event that does not fit.

    The chain alone cannot tell that its last events are gone, or that all of it was made anew: a hash kept elsewhere
    can.
    """
    with database().reading() as session:
        broken = first_broken_event(session)
        if broken is not None:
            click.echo(f"The audit trail is broken at event {broken}.", err=True)
            sys.exit(1)
        if kept and session.scalar(select(TrailEvent.id).where(TrailEvent.hash == kept.strip())) is None:
            click.echo("The audit trail no longer holds that hash: it was cut short or rewritten.", err=True)
            sys.exit(1)
        events = session.scalar(select(func.count()).select_from(TrailEvent))
        last = session.scalar(select(TrailEvent.hash).order_by(TrailEvent.id.desc()).limit(1))
    click.echo(f"The audit trail is whole: {events} events, the last with hash {last}.")

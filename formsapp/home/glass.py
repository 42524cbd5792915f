"""Home: a return was read in spite of an interest, for whoever decides about it."""

from flask import url_for
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.home.need import Group, Need
from formsapp.moderation.break_glass import not_seen_yet


def broken(session: Session, actor: Actor) -> list[Group]:
    """One line a reading that the person has not marked as seen."""
    needs = [
        Need(
            f"{one.person} read the return of {one.organisation}",
            url_for("moderation.list_broken_glass", audit_id=one.audit.id, _anchor=f"glass-{one.glass.id}"),
            f"{one.audit.title}: in spite of an interest, with a reason",
            "To see",
            "yellow",
        )
        for one in not_seen_yet(session, by=actor)
    ]
    return [Group("Read in spite of an interest", needs)] if needs else []

"""Words with which reasons often begin: those that come with the application, and the partnership's own."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.moderation.models import ReasonTemplate
from formsapp.refusals import Refused

#: What a reason can be about, in the order in which it is shown.
ABOUT = MappingProxyType(
    {
        "lower": "Proposing a lower level",
        "raise": "Proposing a higher level",
        "cannot_judge": "Cannot judge",
        "reject_not_applicable": "Rejecting not applicable",
        "agree": "Agreeing",
        "any": "Any verdict",
    }
)
LONGEST = 500

SHIPPED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lower": (
            "What is described is planned. Nothing here shows yet that it is done.",
            "The evidence covers a part of the setting only.",
            "The evidence is more than a year old. What has happened since?",
            "Practice is described, but nothing shows what difference it makes for children.",
            "The comment answers another question than the one asked.",
        ),
        "raise": (
            "The evidence shows more than the level chosen: it meets what the higher level describes.",
            "The action named is done already, as the evidence shows.",
        ),
        "cannot_judge": (
            "No evidence is named, and the comment does not say what is done.",
            "The document named could not be opened.",
            "The evidence named has nothing to do with this question.",
        ),
        "reject_not_applicable": (
            "This applies to every setting of this kind.",
            "The reason given describes a gap, which is a level, and not something that does not apply.",
        ),
        "agree": ("The evidence named shows the level chosen.",),
    }
)


def reasons(session: Session) -> dict[str, list[str]]:
    """Every reason to begin from, by what it is about in words: the shipped ones, then the partnership's own."""
    own = kept_reasons(session)
    found = {
        words: [*SHIPPED.get(about, ()), *(one.text for one in own if one.about == about)]
        for about, words in ABOUT.items()
    }
    return {words: texts for words, texts in found.items() if texts}


def kept_reasons(session: Session) -> list[ReasonTemplate]:
    """The partnership's own, in the order in which they were added: one query."""
    wanted = select(ReasonTemplate).where(ReasonTemplate.removed_at.is_(None)).order_by(ReasonTemplate.id)
    return list(session.scalars(wanted))


def keep_reason(session: Session, *, about: str, text: str, by: Actor) -> ReasonTemplate:
    """Keep a reason that moderators can begin from."""
    text = " ".join(text.split())
    if about not in ABOUT:
        raise Refused("Choose what the reason is about.")
    if not text:
        raise Refused("Enter the reason.")
    if len(text) > LONGEST:
        raise Refused(f"Keep the reason to {LONGEST} characters.")
    again = next((one for one in kept_reasons(session) if (one.about, one.text) == (about, text)), None)
    if again is not None or text in SHIPPED.get(about, ()):
        raise Refused("This reason is there already.")
    kept = ReasonTemplate(about=about, text=text, added_at=now(), added_by_id=by.id)
    session.add(kept)
    session.flush()
    record(session, "reason.kept", on=("reason_template", kept.id), by=by, about=about)
    return kept


def remove_reason(session: Session, *, template_id: int, by: Actor) -> None:
    """Take a reason of the partnership's own off the lists. What was written with it stays."""
    kept = session.get(ReasonTemplate, template_id)
    if kept is not None and kept.removed_at is None:
        kept.removed_at = now()
        session.flush()
        record(session, "reason.removed", on=("reason_template", kept.id), by=by)

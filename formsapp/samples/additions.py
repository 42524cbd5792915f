"""What this feature shows in returns: to the setting's own people, that their return was drawn, and why."""

from flask import current_app
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.queries import opened_by
from formsapp.returns.additions import Addition, Overview
from formsapp.returns.opened import OpenedReturn
from formsapp.samples.models import Sample, SampleEntry
from formsapp.samples.queries import reasons_of
from formsapp.settings import Settings
from formsapp.ui.formatting import day

_CHOSEN = Markup(
    '<div class="govuk-inset-text"><h2 class="govuk-heading-s">Chosen for a closer look</h2>'
    '<p class="govuk-body app-typed" dir="auto">{why}</p>'
    '<p class="govuk-body">Moderators read what you wrote and the evidence you named, and give a rating of their own '
    "beside yours. Your rating stays on record. You need do nothing now; a moderator may ask you something about an "
    "answer.</p>"
    '<p class="govuk-body">If you want to know more, ask {whom}. You were told on {day}.</p></div>'
)
_NO_LONGER = Markup(
    '<div class="govuk-inset-text"><p class="govuk-body">Your return was chosen for a closer look in an earlier draw. '
    "The sample was drawn again, and your return is no longer in it.</p></div>"
)


def why_chosen(entry: SampleEntry) -> str:
    """Why a return was drawn, in words for its setting: nothing about any other."""
    reasons = "; ".join(reasons_of(entry))
    if entry.pick == "must_include":
        return f"The partnership asked for your return to be looked at. The reason: {reasons}"
    if entry.pick == "risk":
        return (
            "Your return was chosen because of something in its own ratings. It is a reason to look, not a judgement: "
            f"your return {reasons}."
        )
    return "Your return was drawn by lot. Nobody picked it, and nothing in it was the reason."


def overview(session: Session, opened: OpenedReturn, by: Actor) -> Overview:
    """On the task list: that the return was drawn, and why, once settings were told. Not for those who only help."""
    if opened.state.is_before_submission or opened.only_sections is not None:
        return Overview()
    if not can(by, Permission.RETURN_VIEW, opened):
        return Overview()
    rows = session.execute(
        select(Sample, SampleEntry, Person.name)
        .outerjoin(SampleEntry, (SampleEntry.sample_id == Sample.id) & (SampleEntry.return_id == opened.id))
        .outerjoin(Person, (Person.id == Sample.drawn_by_id) & Person.disabled_at.is_(None))
        .where(Sample.audit_id == opened.audit_id, Sample.told_at.is_not(None))
        .order_by(Sample.number.desc())
    ).all()
    if not rows:
        return Overview()
    sample, entry, name = rows[0]
    if entry is not None and entry.pick:
        settings: Settings = current_app.extensions["formsapp_settings"]
        name = name or opened_by(session, opened.audit_id)
        whom = f"{name} at {settings.partnership_name}" if name else settings.partnership_name
        return Overview(_CHOSEN.format(why=why_chosen(entry), whom=whom, day=day(sample.told_at)))
    return Overview(_NO_LONGER if any(one and one.pick for _sample, one, _name in rows[1:]) else Markup(""))


ADDITION = Addition("samples", overview=overview)

"""One return, section by section: the self rating with its evidence, and the moderator's own beside it."""

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import return_from_url, return_state, state_of, state_of_return
from formsapp.audits.visibility import returns_in_sight
from formsapp.database import current_session
from formsapp.evidence.additions import submitted_evidence
from formsapp.moderation.commands import record_rating
from formsapp.moderation.judgements import CANNOT_JUDGE, Judgement, has_changed, read_judgements
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.queries import is_allocated
from formsapp.moderation.rules import why_not_moderate
from formsapp.moderation.worklist import SectionToModerate, sections_to_moderate
from formsapp.refusals import Refused


def return_to_moderate(actor: Actor, return_id: int) -> Return:
    """A return that was submitted, in the sight of someone who reviews it; one's own organisation's is not found."""
    return_ = return_from_url(actor=actor, return_id=return_id)
    submitted = return_state().in_((ReturnState.SUBMITTED.value, ReturnState.SENT_BACK.value))
    seen = select(Return.id).where(Return.id == return_.id, returns_in_sight(actor), submitted)
    if current_session().scalar(seen) is None:
        abort(404)
    return return_


@pages.get("/returns/<int:return_id>/moderate")
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def moderate_return(return_: Return) -> str:
    """The sections of one return, with how far moderation has come in each."""
    session = current_session()
    sections = sections_to_moderate(session, return_) if _is_submitted(session, return_) else []
    refusal = _why_not(session, return_)
    return render_template(
        "moderation/moderate_return.html", return_=return_, sections=sections, refusal=refusal, audit=return_.audit
    )


@pages.route("/returns/<int:return_id>/moderate/<section_key>", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def moderate_section(return_: Return, section_key: str) -> str | Response | tuple[str, int]:
    """One section: each self rating with its evidence, and the moderator's own rating beside it."""
    session = current_session()
    if not _is_submitted(session, return_):
        return redirect(url_for("moderation.moderate_return", return_id=return_.id))
    section = _section(session, return_, section_key)
    if request.method == "GET":
        return _section_page(return_, section, {}, _why_not(session, return_))
    unseen = _unseen(return_, section)
    judgements = read_judgements(request.form, section.tool, section.questions, section.records, unseen=unseen)
    if any(one.error for one in judgements.values()):
        return _section_page(return_, section, judgements, None), 422
    try:
        saved = _save(session, return_, section, judgements)
    except Refused as refusal:
        return _section_page(return_, section, judgements, refusal.sentence), 422
    flash(f"{saved} {'rating' if saved == 1 else 'ratings'} saved in {section.section.title}.")
    return redirect(_after(return_, section))


def _why_not(session: Session, return_: Return) -> str | None:
    return why_not_moderate(
        state_of(session, return_.audit),
        state_of_return(session, return_),
        is_allocated=is_allocated(session, return_, current_actor()),
    )


def _is_submitted(session: Session, return_: Return) -> bool:
    """Whether the answers are those submitted: while the organisation has its return back, they are its own draft."""
    return state_of_return(session, return_) is ReturnState.SUBMITTED


def _unseen(return_: Return, section: SectionToModerate) -> set[str]:
    person, blind = current_actor().id, return_.audit.blind
    return {key for key, record in section.records.items() if record.hides_self_from(person, blind=blind)}


def _section(session: Session, return_: Return, key: str) -> SectionToModerate:
    found = [one for one in sections_to_moderate(session, return_) if one.section.key == key]
    if not found:
        abort(404)
    return found[0]


def _section_page(
    return_: Return, section: SectionToModerate, judgements: dict[str, Judgement], refusal: str | None
) -> str:
    actor = current_actor()
    errors: list[tuple[str | None, str]] = [
        (f"judge-{one.question}", one.error) for one in judgements.values() if one.error
    ]
    if refusal and request.method == "POST":
        errors.insert(0, (None, refusal))
    return render_template(
        "moderation/moderate_section.html",
        return_=return_,
        audit=return_.audit,
        section=section,
        judgements=judgements,
        refusal=refusal,
        unseen=_unseen(return_, section),
        mine={key: record.judged_by(actor.id) for key, record in section.records.items()},
        cannot_judge=CANNOT_JUDGE,
        attached=submitted_evidence(current_session(), return_.id),
        errors=errors,
    )


def _save(session: Session, return_: Return, section: SectionToModerate, judgements: dict[str, Judgement]) -> int:
    actor = current_actor()
    changed = [one for one in judgements.values() if has_changed(one, section.records[one.question], actor.id)]
    for one in changed:
        record_rating(session, return_=return_, question=one.question, rating=one.level, reason=one.reason, by=actor)
    return len(changed)


def _after(return_: Return, section: SectionToModerate) -> str:
    if "next" in request.form and section.next_key:
        return url_for("moderation.moderate_section", return_id=return_.id, section_key=section.next_key)
    return url_for("moderation.moderate_return", return_id=return_.id)

"""What an open section page sends by itself: each answer as it is left, and that it is still open."""

from typing import Any

from flask import abort, current_app, render_template, request

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.clock import now
from formsapp.database import current_session
from formsapp.returns.answers import Base, base_of, digest_of, written
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.conflict_page import conflicts_of
from formsapp.returns.fields.given import NOT_STORED, NOTHING
from formsapp.returns.loaders import answered_return, section_of
from formsapp.returns.one_section import SectionPage, section_page
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.pages.blueprint import pages
from formsapp.returns.posted import bases_of, open_page
from formsapp.returns.presence import changed_since, note_here, note_left, people_here
from formsapp.returns.saving import Attempt, Outcome, Posted, attempt, read_post
from formsapp.ui.formatting import time_of_day

Reply = dict[str, Any] | tuple[dict[str, Any], int]


@pages.post("/returns/<int:return_id>/sections/<section_key>/save")
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, changing=Permission.RETURN_FILL, load=answered_return)
def save_answer(opened: OpenedReturn, section_key: str) -> Reply:
    """Save the answer to one question."""
    section = section_of(opened, section_key)
    key = _question(section)
    part = section.only(key)
    page = section_page(opened, section if section.unfolds else part)
    posted = read_post(page, request.form, part)
    if key not in posted.bases or posted.page is None:
        abort(400)
    made = attempt(page, posted)
    match made.outcome:
        case Outcome.LOCKED:
            return {"state": "locked", "why": made.refusal}, 409
        case Outcome.FAULTY:
            return _refused(page, made), 422
        case Outcome.CONFLICT | Outcome.UNDECIDED:
            return _conflict(page, posted, key), 409
    return _saved(page, posted, made, key)


def _question(section: AskedSection) -> str:
    """The question that the form names, once."""
    keys = request.form.getlist("question")
    if len(keys) != 1:
        abort(400)
    if keys[0] not in section.by_key:
        abort(422, "The form names a question that this section does not have. Nothing was saved.")
    return keys[0]


def _refused(page: SectionPage, made: Attempt) -> dict[str, Any]:
    faults = [(page.section.by_key[key], found) for key, found in made.faults.items()]
    errors = {asked.input_of(part): words for asked, found in faults for part, words in found.items()}
    reasons: Any = current_app.jinja_env.get_template("returns/fields/held.html").module
    held = {asked.input_of(part): reasons.held(asked, found, part) for asked, found in faults for part in found}
    return {"state": "refused", "errors": errors, "held": held}


def _conflict(page: SectionPage, posted: Posted, key: str) -> dict[str, Any]:
    one = conflicts_of(page, [key], posted)[0]
    shown = [one.asked] if one.is_asked else []
    stored = page.stored.get(key, NOT_STORED)
    return {
        "state": "conflict",
        "question": key,
        "revisions": written({key: base_of(stored)}) if one.is_asked else "",
        "html": render_template("returns/conflict_beside.html", one=one),
        "theirs": page.html(shown, {key: stored.given}, {}),
    }


def _saved(page: SectionPage, posted: Posted, made: Attempt, key: str) -> dict[str, Any]:
    reply = {
        "state": "older" if key in posted.older else "saved",
        "question": key,
        "revisions": written({key: _base_now(page, posted, made, key)}),
        "at": time_of_day(now()),
    }
    return {**reply, **_unfolded(page, posted, made)} if page.section.unfolds else reply


def _base_now(page: SectionPage, posted: Posted, made: Attempt, key: str) -> Base:
    """What the page may say from now on that it shows. What somebody else saved meanwhile it does not show."""
    stored = page.stored.get(key, NOT_STORED)
    if key in made.revisions:
        return Base(made.revisions[key], digest_of(posted.typed[key]))
    shows_it = key in posted.older or posted.typed.get(key) == stored.given
    return base_of(stored) if shows_it else posted.bases[key]


def _unfolded(page: SectionPage, posted: Posted, made: Attempt) -> dict[str, Any]:
    """Which questions are asked now, and those that the page does not hold yet."""
    answers = {**posted.before, **{key: posted.typed[key] for key in made.revisions}}
    shown, held = page.shown(answers), set(request.form.get("holds", "").split())
    added = [asked for asked in shown if asked.key not in held]
    return {
        "shown": [asked.key for asked in shown],
        "added": [
            {
                "question": asked.key,
                "html": page.html([asked], {asked.key: answers.get(asked.key, NOTHING)}, {}),
                "revisions": written({asked.key: base_of(page.stored.get(asked.key, NOT_STORED))}),
            }
            for asked in added
        ],
    }


@pages.post("/returns/<int:return_id>/sections/<section_key>/presence")
@requires(
    Permission.RETURN_VIEW,
    Permission.RETURN_CONTRIBUTE,
    changing=Permission.RETURN_FILL,
    load=answered_return,
    polled=True,
)
def note_presence(opened: OpenedReturn, section_key: str) -> dict[str, Any]:
    """A page says that it is open, or left; the reply says who else is there and what they changed."""
    section, session, actor = section_of(opened, section_key), current_session(), current_actor()
    place = {"return_id": opened.id, "section": section.key}
    if request.form.get("left"):
        note_left(session, **place, by=actor)
        return {}
    note_here(session, **place, by=actor)
    bases = bases_of(request.form, section, None)
    return {
        "here": people_here(session, **place, but=actor),
        "changed": [
            {
                "question": one.question,
                "number": section.by_key[one.question].number,
                "by": one.by,
                "at": time_of_day(one.at),
            }
            for one in changed_since(session, opened.id, bases, open_page(request.form))
        ],
    }

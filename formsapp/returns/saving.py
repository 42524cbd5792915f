"""From a posted form to saved answers: the same way for a whole section, sent by its button, and for one answer that
an open page saves by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from formsapp.access.actor import current_actor
from formsapp.database import current_session
from formsapp.returns import rules
from formsapp.returns.answers import Base, changed_by_hand, faults_of, read_answers, settled
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside_last_year import taken_over
from formsapp.returns.commands import AnswersConflict, NotSaved, save_answers
from formsapp.returns.fields.asked import Faults, FormData
from formsapp.returns.fields.given import NOT_STORED, Given, Stored
from formsapp.returns.guard import held_words
from formsapp.returns.one_section import SectionPage
from formsapp.returns.posted import bases_of, check_form, decided, open_page
from formsapp.returns.progress import given_of
from formsapp.returns.upsert import OpenPage


@dataclass(frozen=True)
class Posted:
    """What a form holds: what it showed, what it says now, and what of that somebody changed."""

    form: FormData
    page: OpenPage | None
    #: What stood in the database before, of every question that matters here.
    before: dict[str, Given]
    bases: dict[str, Base]
    answers: dict[str, Given]
    typed: dict[str, Given]
    #: Questions of which two texts were shown, and none was chosen.
    undecided: list[str]
    #: Questions of which the same page has sent a later text already.
    older: frozenset[str]


class Outcome(Enum):
    """What came of an attempt to save."""

    SAVED = auto()
    LOCKED = auto()
    FAULTY = auto()
    UNDECIDED = auto()
    CONFLICT = auto()


@dataclass(frozen=True)
class Attempt:
    """What came of an attempt to save, and why it was not saved."""

    outcome: Outcome
    #: The new revision of each answer that was saved.
    revisions: Mapping[str, int] = field(default_factory=dict)
    refusal: str = ""
    faults: Mapping[str, Faults] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)


def read_post(page: SectionPage, form: FormData, part: AskedSection | None = None) -> Posted:
    """What the form says of the section, or of a part of it. Stops with 400 or 422 where no page of ours sent it."""
    section = part or page.section
    check_form(form, section)
    opened_page = open_page(form)
    bases = bases_of(form, section, page.stored)
    posted, undecided = decided(form, section)
    before = given_of(page.stored)
    answers = taken_over(page.opened, section, form, read_answers(posted, section, before))
    typed = changed_by_hand(settled(answers, section), bases)
    older = frozenset(key for key in typed if _is_older(page.stored.get(key), opened_page))
    return Posted(
        form=form,
        page=opened_page,
        before=before,
        bases={key: _on_top(base, page.stored.get(key), opened_page) for key, base in bases.items()},
        answers=answers,
        typed={key: given for key, given in typed.items() if key not in older},
        undecided=undecided,
        older=older,
    )


def _is_older(stored: Stored | None, page: OpenPage | None) -> bool:
    return _is_own(stored, page) and stored.save_number >= page.number


def _on_top(base: Base, stored: Stored | None, page: OpenPage | None) -> Base:
    """What a page sends goes on top of what it has sent itself, whether or not it was told that this was saved."""
    is_own = _is_own(stored, page) and stored.save_number < page.number
    return Base(stored.revision, base.digest) if is_own else base


def _is_own(stored: Stored | None, page: OpenPage | None) -> bool:
    return stored is not None and page is not None and stored.saved_from == page.id and stored.save_number is not None


def attempt(page: SectionPage, posted: Posted) -> Attempt:
    """Save what was typed, all of it or none."""
    if refusal := rules.answering_refusal(page.opened):
        return Attempt(Outcome.LOCKED, refusal=refusal)
    seen = page.shown_before_or_after(posted.before, posted.typed)
    asked = [one for one in seen if one.key in posted.answers]
    if faults := faults_of(posted.answers, asked, page.opened.attributes):
        return Attempt(Outcome.FAULTY, faults=faults)
    if posted.undecided:
        return Attempt(Outcome.UNDECIDED, questions=posted.undecided)
    held = _held(page, posted)
    return Attempt(Outcome.FAULTY, faults=held) if held else _saved(page, posted)


def _saved(page: SectionPage, posted: Posted) -> Attempt:
    try:
        saved = save_answers(
            current_session(),
            return_=page.opened,
            section=page.section,
            answers=posted.typed,
            by=current_actor(),
            bases={key: base.revision for key, base in posted.bases.items()},
            stored=page.stored,
            page=posted.page,
        )
    except AnswersConflict as conflict:
        return Attempt(Outcome.CONFLICT, questions=conflict.questions)
    except NotSaved as refusal:
        return Attempt(Outcome.LOCKED, refusal=refusal.sentence)
    return Attempt(Outcome.SAVED, revisions=saved.revisions)


def _held(page: SectionPage, posted: Posted) -> dict[str, Faults]:
    """Words that may identify a child."""
    stored = page.stored
    changed = {key: given for key, given in posted.typed.items() if stored.get(key, NOT_STORED).given != given}
    if not changed:
        return {}
    return held_words(current_session(), page.opened, changed, posted.before, form=posted.form, by=current_actor())

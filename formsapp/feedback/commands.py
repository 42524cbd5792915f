"""What changes about letters. Everything is appended; a letter that was sent never changes again."""

from collections.abc import Callable

from flask import current_app
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.interests import decides
from formsapp.audits.models import Return
from formsapp.clock import in_london, now
from formsapp.feedback.document import Letter, fingerprint, sent_parts, tested_ratings
from formsapp.feedback.drafting import as_json, draft_of
from formsapp.feedback.lines import ADDED, Change, Line
from formsapp.feedback.models import FeedbackLetter, LetterAcknowledged, LetterChange
from formsapp.feedback.outcomes import outcomes_of
from formsapp.feedback.parts import LetterPart
from formsapp.feedback.queries import (
    LetterAtWork,
    acknowledged_by,
    letter_at_work,
    letters_of,
    released_letter,
    return_is_sampled,
)
from formsapp.feedback.readiness import who_releases, why_sent_for_good, why_waits
from formsapp.feedback.rules import last_day_to_challenge, why_not_these_words
from formsapp.feedback.waiting import judged_in
from formsapp.refusals import Refused, refuse
from formsapp.returns.guarded_form import MODERATION
from formsapp.returns.kept_words import Typed, hold_back
from formsapp.returns.opened import OpenedReturn
from formsapp.settings import Settings

#: What words kept in letters belong to: a letter is drafted from moderators' reasons, so what stands there may stay.
SUBJECT = MODERATION


def why_not(session: Session, opened: OpenedReturn) -> str | None:
    """Why the letter of this return cannot be drafted from the judgements as they stand."""
    judged = judged_in(session, [opened.id])[opened.id]
    sampled = return_is_sampled(session, opened.id)
    return why_waits(opened.tool.tool, opened.audit_state, opened.state, judged, is_sampled=sampled)


def draft_letter(session: Session, *, opened: OpenedReturn, by: Actor) -> bool:
    """Draft the letter from the judgements as they stand, beside whatever was worded; whether anything is new."""
    refuse(why_sent_for_good(session, released_letter(session, opened.id)))
    refuse(why_not(session, opened))
    drafted = as_json(draft_of(session, opened))
    work = letter_at_work(session, opened.id)
    if work.is_drafted and work.latest.drafted == drafted:
        return False
    number = max((one.number for one in letters_of(session, opened.id)), default=0) + 1
    letter = FeedbackLetter(return_id=opened.id, number=number, drafted=drafted, drafted_at=now(), drafted_by_id=by.id)
    session.add(letter)
    session.flush()
    _note(session, "letter.drafted", letter, opened, by)
    return True


def reword(session: Session, *, opened: OpenedReturn, key: str, text: str, by: Actor) -> None:
    """Give a line these words. The draft stays beside them."""
    refuse(why_not_these_words(text))
    work, line = _line(session, opened, key)
    if line.text != text or line.is_dropped or line.is_changed:
        _append(session, work, line, Change.REWORD, text, opened=opened, by=by)


def drop(session: Session, *, opened: OpenedReturn, key: str, by: Actor) -> None:
    """Leave a line out of the letter; it can be put back."""
    work, line = _line(session, opened, key)
    if not line.is_dropped:
        _append(session, work, line, Change.DROP, "", opened=opened, by=by)


def put_back(session: Session, *, opened: OpenedReturn, key: str, by: Actor) -> None:
    """Bring a line back with the words it had."""
    work, line = _line(session, opened, key)
    if line.is_dropped:
        _append(session, work, line, Change.PUT_BACK, "", opened=opened, by=by)


def move(session: Session, *, opened: OpenedReturn, key: str, place: int, by: Actor) -> None:
    """Put a line at this place of its part, counted from 1."""
    work, line = _line(session, opened, key)
    part = [one.key for one in work.lines if one.part is line.part]
    if not 1 <= place <= len(part):
        raise Refused("There is no such place in this part of the letter.")
    if part.index(key) != place - 1:
        _append(session, work, line, Change.MOVE, str(place), opened=opened, by=by)


def add(session: Session, *, opened: OpenedReturn, part: LetterPart, key: str, text: str, by: Actor) -> None:
    """Add a line at the end of a part. The page gives its key, so that a form sent twice adds one line."""
    refuse(why_not_these_words(text))
    work = _work(session, opened)
    if not key.removeprefix(ADDED).isdecimal() or not key.startswith(ADDED):
        raise Refused("Reload the page, and add the line again.")
    there = work.line(key)
    if there is not None and there.history[0].text != text:
        raise Refused("Somebody added another line meanwhile. Reload the page, and add yours again.")
    if there is None:
        _append(session, work, Line(key, part, None, ()), Change.ADD, text, opened=opened, by=by)


def next_key(work: LetterAtWork) -> str:
    """The key that the next added line has."""
    return f"{ADDED}{work.changes + 1}"


def held_lines(session: Session, opened: OpenedReturn, work: LetterAtWork, *, by: Actor) -> dict[str, str]:
    """The lines whose words may identify a child, and nobody said why they stay: by key, with the sentence."""
    texts = {one.key: one.text for one in work.lines if not one.is_dropped}
    return hold_back(session, opened, Typed(SUBJECT, texts), by=by)


def why_not_release(session: Session, opened: OpenedReturn, work: LetterAtWork, *, by: Actor) -> str | None:
    """Why this person cannot release the letter now; None where they can."""
    return_ = session.get_one(Return, opened.id)
    if not work.is_drafted:
        return "The letter is not drafted yet."
    if refusal := why_not(session, opened):
        return refusal
    if as_json(draft_of(session, opened)) != work.latest.drafted:
        return "The judgements, or what the letter is drafted from, changed since. Draft it again, and check its lines."
    if held := held_lines(session, opened, work, by=by):
        number = len(held)
        return (
            f"{number} {'line has' if number == 1 else 'lines have'} words that may identify a child. Reword them, or "
            "save them with the reason why they must stay."
        )
    if not decides(session, return_, by.id):
        return f"This letter is released by {who_releases(session, return_)}."
    return None


def release_letter(
    session: Session, *, opened: OpenedReturn, by: Actor, read: str | None = None
) -> FeedbackLetter | None:
    """Freeze the letter and open it to the setting; None where it was sent already. The caller holds the return.

    `read` is the mark of the letter that the person has read: another one is not released unread.
    """
    work = letter_at_work(session, opened.id)
    if not work.is_drafted and released_letter(session, opened.id) is not None:
        return None
    if work.is_drafted and read is not None and read != work.mark:
        raise Refused(f"The letter of {opened.title} was changed since you read it. Read it again before it goes out.")
    refuse(why_not_release(session, opened, work, by=by))
    letter, at = work.latest, now()
    until = last_day_to_challenge(at, opened.tool.tool.moderation.challenge_days)
    document = letter_now(session, opened, work, signed=by.name).as_json()
    letter.document, letter.fingerprint = document, fingerprint(document)
    letter.released_at, letter.released_by_id, letter.challenge_until = at, by.id, until
    session.flush()
    record(
        session, "letter.released", on=("letter", letter.id), by=by, audit_id=opened.audit_id, return_id=opened.id,
        fingerprint=letter.fingerprint, challenge_until=until,
    )  # fmt: skip
    return letter


def letter_now(session: Session, opened: OpenedReturn, work: LetterAtWork, *, signed: str) -> Letter:
    """The letter as the setting would see it if it were sent now."""
    at = now()
    settings: Settings = current_app.extensions["formsapp_settings"]
    days = opened.tool.tool.moderation.challenge_days
    return Letter(
        partnership=settings.partnership_name,
        audit=opened.audit,
        title=opened.title,
        sent_on=in_london(at).date(),
        signed=signed,
        challenge_until=last_day_to_challenge(at, days),
        parts=sent_parts(work.lines),
        tested=tested_ratings(outcomes_of(session, opened)[0]),
    )


def acknowledge(session: Session, *, letter: FeedbackLetter, opened: OpenedReturn, by: Actor) -> None:
    """Say that one has read the letter: once a person, however often it is said."""
    if by.id is None or any(one.person_id == by.id for one, _ in acknowledged_by(session, letter)):
        return
    session.add(LetterAcknowledged(letter_id=letter.id, person_id=by.id, at=now()))
    session.flush()
    _note(session, "letter.acknowledged", letter, opened, by)


def _work(session: Session, opened: OpenedReturn) -> LetterAtWork:
    work = letter_at_work(session, opened.id)
    if not work.is_drafted:
        refuse(why_sent_for_good(session, released_letter(session, opened.id)))
        raise Refused("Draft the letter first.")
    return work


def _line(session: Session, opened: OpenedReturn, key: str) -> tuple[LetterAtWork, Line]:
    work = _work(session, opened)
    line = work.line(key)
    if line is None:
        raise Refused("This line is not in the letter any more. Reload the page.")
    return work, line


def _append(
    session: Session, work: LetterAtWork, line: Line, kind: Change, text: str, *, opened: OpenedReturn, by: Actor
) -> None:
    letter = work.latest
    session.add(
        LetterChange(
            letter_id=letter.id, kind=kind.value, part=line.part.value, line=line.key, text=text, at=now(), by_id=by.id
        )
    )
    session.flush()
    _note(session, f"letter.line-{kind.value.replace('_', '-')}", letter, opened, by, line=line.key)


def _note(
    session: Session, event: str, letter: FeedbackLetter, opened: OpenedReturn, by: Actor, **details: str
) -> None:
    on = ("letter", letter.id)
    record(session, event, on=on, by=by, audit_id=opened.audit_id, return_id=opened.id, **details)


#: What a page does with one line, by the name of its button.
WITH_A_LINE: dict[str, Callable[..., None]] = {"drop": drop, "put_back": put_back}

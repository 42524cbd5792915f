"""One letter at work: its lines as drafted and as worded, and how the setting will see it."""

from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.interests import deciders_of
from formsapp.audits.models import Audit, Return
from formsapp.database import current_session
from formsapp.feedback.challenge_queries import of_letter
from formsapp.feedback.commands import (
    SUBJECT,
    WITH_A_LINE,
    add,
    draft_letter,
    held_lines,
    letter_now,
    move,
    next_key,
    reword,
    why_not,
)
from formsapp.feedback.files import letter_file
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.outcomes import label_of
from formsapp.feedback.pages.blueprint import pages
from formsapp.feedback.parts import LetterPart
from formsapp.feedback.queries import (
    LetterAtWork,
    acknowledged_by,
    document_of,
    letter_at_work,
    lines_as_sent,
    released_letter,
)
from formsapp.feedback.readiness import waits_words, who_releases
from formsapp.feedback.waiting import judged_in
from formsapp.moderation.second import sees_others
from formsapp.refusals import Refused
from formsapp.returns.fields.wording import is_blank, tidy
from formsapp.returns.file_names import file_name
from formsapp.returns.kept_words import Typed, hold_back
from formsapp.returns.loaders import reviewed_return
from formsapp.returns.opened import OpenedReturn

Page = str | Redirect | tuple[str, int]
_STILL_JUDGING = "You judge this return yourself. Its letter opens for you when all its moderators are done."


@dataclass(frozen=True)
class TypedLine:
    """What was typed, and refused. `key` is that of the line; of a new line it is the part.

    Where its box is on the page no more, the words are given back apart (`lost`).
    """

    key: str = ""
    text: str = ""
    error: str = ""
    field: str | None = None
    lost: str = ""

    def without_box(self) -> "TypedLine":
        """The same for a page that has no box for it."""
        return TypedLine(error=self.error, lost=self.text)

    @property
    def errors(self) -> list[tuple[str | None, str]]:
        """For the top of the page."""
        return [(self.field, self.error)] if self.error else []


@pages.get("/returns/<int:return_id>/letter")
@requires(Permission.LETTER_EDIT, load=reviewed_return)
def edit_letter(opened: OpenedReturn) -> Page:
    """The letter of a return: at work, or as it was sent with what happened since."""
    return _page(opened, TypedLine())


@pages.post("/returns/<int:return_id>/letter")
@requires(Permission.LETTER_EDIT, load=reviewed_return)
def change_letter(opened: OpenedReturn) -> Page:
    """One change: draft, add a line, or do something with one."""
    session = current_session()
    if _why_not_see(session, opened, current_actor()):
        return _page(opened, TypedLine()), 422
    try:
        held, anchor = _change(session, opened, current_actor())
    except Refused as refusal:
        session.rollback()
        return _page(opened, _typed(refusal.sentence)), 422
    if held is not None:
        session.rollback()
        return _page(opened, _typed(held)), 422
    return redirect(url_for("feedback.edit_letter", return_id=opened.id, _anchor=anchor), 303)


def _change(session: Session, opened: OpenedReturn, by: Actor) -> tuple[str | None, str]:
    """Do it: the sentence that holds the words back, if any, and the place on the page to come back to."""
    do, key, part = (request.form.get(name, "") for name in ("do", "line", "part"))
    if do == "draft":
        is_new = draft_letter(session, opened=opened, by=by)
        flash("The letter is drafted from the judgements as they stand." if is_new else "The draft is as it was.")
        return None, ""
    if do in {"reword", "add"}:
        text = _text()
        held = _held(session, opened, text, by)
        if held is None and do == "reword":
            reword(session, opened=opened, key=key, text=text, by=by)
        elif held is None:
            if part not in list(LetterPart):
                raise Refused("Choose the part of the letter.")
            add(session, opened=opened, part=LetterPart(part), key=key, text=text, by=by)
        return held, f"line-{key}"
    if do == "move":
        move(session, opened=opened, key=key, place=request.form.get("place", 0, type=int), by=by)
    elif do in WITH_A_LINE:
        WITH_A_LINE[do](session, opened=opened, key=key, by=by)
    else:
        raise Refused("Choose what to do with the line.")
    return None, f"line-{key}"


def _text() -> str:
    text = tidy(request.form.get("text", ""))
    return "" if is_blank(text) else text


def _held(session: Session, opened: OpenedReturn, text: str, by: Actor) -> str | None:
    typed = Typed(SUBJECT, {"text": text}, reasons={"text": request.form.get("text-keep", "")})
    return hold_back(session, opened, typed, by=by).get("text")


def _typed(error: str) -> TypedLine:
    """What was posted, to be shown again with the box it belongs to."""
    do, key, part = (request.form.get(name, "") for name in ("do", "line", "part"))
    text = _text().replace("\x00", "\ufffd")
    if do == "add":
        return TypedLine(part, text, error, f"add-{part}" if part in list(LetterPart) else None)
    return TypedLine(key, text, error, f"text-{key}" if do == "reword" else None)


@pages.get("/returns/<int:return_id>/letter/preview")
@requires(Permission.LETTER_EDIT, load=reviewed_return)
def preview_letter(opened: OpenedReturn) -> Page:
    """The letter as the setting will see it."""
    session = current_session()
    if refusal := _why_not_see(session, opened, current_actor()):
        return render_template("feedback/no_letter.html", opened=opened, refusal=refusal)
    work = letter_at_work(session, opened.id)
    if not work.is_drafted:
        return redirect(url_for("feedback.edit_letter", return_id=opened.id))
    deciders = [one.person.name for one in deciders_of(session, session.get_one(Return, opened.id))]
    signed = current_actor().name if current_actor().name in deciders else (deciders or ["The chair of the audit"])[0]
    letter = letter_now(session, opened, work, signed=signed)
    return render_template("feedback/preview_letter.html", opened=opened, letter=letter)


@pages.get("/returns/<int:return_id>/letter.pdf", defaults={"kind": "pdf"})
@pages.get("/returns/<int:return_id>/letter.docx", defaults={"kind": "docx"})
@requires(Permission.LETTER_EDIT, load=reviewed_return)
def download_letter(opened: OpenedReturn, kind: str) -> Response | Page:
    """The letter as it was sent, for those who run the audit."""
    session = current_session()
    letter = released_letter(session, opened.id)
    refusal = _why_not_see(session, opened, current_actor())
    if letter is None or refusal:
        words = refusal or "No letter about this return has been sent yet."
        return render_template("feedback/no_letter.html", opened=opened, refusal=words)
    return letter_file(document_of(letter), letter.fingerprint or "", file_name(opened, "letter"), kind)


def _why_not_see(session: Session, opened: OpenedReturn, actor: Actor) -> str | None:
    """Why this person may not see the letter yet: it tells what was judged, and how the setting rated itself."""
    if waits := why_not_yet(actor, session.get_one(Audit, opened.audit_id), opened.audit_state):
        return waits
    return None if sees_others(session, session.get_one(Return, opened.id), actor.id) else _STILL_JUDGING


def _page(opened: OpenedReturn, typed: TypedLine) -> str:
    session, actor = current_session(), current_actor()
    if refusal := _why_not_see(session, opened, actor):
        return render_template("feedback/no_letter.html", opened=opened, refusal=refusal)
    work, sent = letter_at_work(session, opened.id), released_letter(session, opened.id)
    if sent is not None and not work.is_drafted:
        return _sent_page(session, opened, sent, typed.without_box())
    if not work.is_drafted or (typed.field == f"text-{typed.key}" and work.line(typed.key) is None):
        typed = typed.without_box()
    judged = judged_in(session, [opened.id])[opened.id]
    return render_template(
        "feedback/edit_letter.html",
        opened=opened,
        work=work,
        parts=[(part, [one for one in work.lines if one.part is part]) for part in LetterPart],
        waits=[waits_words(opened.tool.tool, one) for one in judged.waits],
        refusal=why_not(session, opened),
        held=held_lines(session, opened, work, by=actor) if work.is_drafted else {},
        next_key=next_key(work),
        releasers=who_releases(session, session.get_one(Return, opened.id)),
        numbers=_numbers(opened, work),
        typed=typed,
        errors=typed.errors,
    )


def _sent_page(session: Session, opened: OpenedReturn, sent: FeedbackLetter, typed: TypedLine) -> str:
    tool = opened.tool.tool
    challenges = of_letter(session, sent)
    by_question: dict[str, list[object]] = {}
    for one in challenges:
        by_question.setdefault(one.challenge.question, []).append(one)
    return render_template(
        "feedback/letter_sent.html",
        opened=opened,
        sent=sent,
        letter=document_of(sent),
        acknowledged=acknowledged_by(session, sent),
        challenges=challenges,
        by_question=by_question,
        label=lambda question, rating: label_of(tool.scheme_of(question), rating),
        lines=[one for one in lines_as_sent(session, sent) if one.history],
        lost=typed.lost,
        errors=typed.errors,
    )


def _numbers(opened: OpenedReturn, work: LetterAtWork) -> dict[str, str]:
    """The number and title of each question that a line came from."""
    asked = opened.tool.questions
    keys = {key for one in work.lines for key in one.questions if key in asked}
    return {key: f"{asked[key].number} {asked[key].question.title}" for key in keys}

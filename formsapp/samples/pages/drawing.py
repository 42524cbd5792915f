"""Stating the rules of a draw, seeing what they give, and drawing."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns.guarded_form import held_reasons
from formsapp.returns.queries import lock_return
from formsapp.samples.commands import Stated, draw, try_out
from formsapp.samples.frame import STRATA, InFrame, frame_of, varying
from formsapp.samples.pages.blueprint import pages
from formsapp.samples.queries import Drawn, all_entries, draws_of
from formsapp.samples.rules import why_not_draw
from formsapp.samples.stating import SIGNS, Typed, read_typed, stated_in, typed_before
from formsapp.ui.formatting import count
from scoring.moderation.sampling import Sample


class _Preview(NamedTuple):
    """What the rules give, and whether equal points of risk leave something to the seed."""

    sample: Sample
    has_tie: bool


@pages.route("/audits/<int:audit_id>/sample/draw", methods=["GET", "POST"])
@requires(Permission.SAMPLE_DRAW, load=audit_from_url)
def draw_again(audit: Audit) -> str | Response | tuple[str, int]:
    """State the rules, see the numbers they give, draw; the first time or again."""
    session, actor = current_session(), current_actor()
    state = state_of(session, audit)
    if waits := why_not_yet(actor, audit, state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    interested = actor.id is not None and has_interest_in_any(session, audit, actor.id)
    if refusal := why_not_draw(state, has_interest=interested):
        page = render_template("samples/cannot_draw.html", audit=audit, refusal=refusal)
        return page if request.method == "GET" else (page, 422)
    frame, draws = frame_of(session, audit, by=actor), draws_of(session, audit)
    last = draws[0] if draws else None
    if request.method == "GET":
        typed = typed_before(last, all_entries(session, last.sample) if last else [])
        typed.must = [(one, why) for one, why in typed.must if int(one) in {row.return_id for row in frame}]
        return _page(audit, frame, last, typed)
    return _posted(audit, frame, last)


def _posted(audit: Audit, frame: list[InFrame], last: Drawn | None) -> str | Response | tuple[str, int]:
    typed = read_typed(request.form, request.form.getlist("strata"))
    stated = stated_in(typed, returns={one.return_id for one in frame}, strata=varying(frame))
    if stated is not None:
        typed.errors.extend(_held(typed))
    if stated is None or typed.errors:
        return _page(audit, frame, last, typed), 422
    try:
        preview = _preview(frame, stated)
        if "draw" not in request.form:
            return _page(audit, frame, last, typed, preview)
        sample = draw(
            current_session(),
            audit=audit,
            stated=stated,
            after=_after(),
            reason=typed.reason,
            keep_seed=typed.seed == "keep",
            by=current_actor(),
        )
    except Refused as refusal:
        place = "reason" if "again" in refusal.sentence and last and not typed.reason else "size"
        typed.errors.append((place, refusal.sentence))
        return _page(audit, frame, last, typed), 422
    flash(f"The sample is drawn: {count(sample.size, 'return')}.")
    return redirect(url_for("samples.show_sample", audit_id=audit.id), 303)


def _held(typed: Typed) -> Iterator[tuple[str, str]]:
    """Reasons that settings may be told, held back for words that may identify a child, by the place of each."""
    for return_id in sorted(int(one) for one, _ in typed.must):
        lock_return(current_session(), return_id)
    for number, (return_id, why) in enumerate(typed.must, start=1):
        yield from held_reasons(int(return_id), {f"why-{number}": why}).items()


def _after() -> int:
    number = request.form.get("after", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else -1


def _preview(frame: list[InFrame], stated: Stated) -> _Preview:
    sample = try_out(frame, stated)
    worth = sorted(
        (
            sum(stated.risk_points[sign] for sign in one.risk)
            for one in frame
            if one.return_id not in stated.must_include
        ),
        reverse=True,
    )
    line = stated.risk_picks
    has_tie = 0 < line < len(worth) and worth[line - 1] == worth[line] > 0
    return _Preview(sample, has_tie)


def _page(
    audit: Audit,
    frame: list[InFrame],
    last: Drawn | None,
    typed: Typed,
    preview: _Preview | None = None,
) -> str:
    return render_template(
        "samples/draw_sample.html",
        audit=audit,
        frame=frame,
        last=last,
        typed=typed,
        errors=typed.errors,
        preview=preview,
        varying=varying(frame),
        labels=STRATA,
        signs=SIGNS,
        with_sign={sign: sum(1 for one in frame if sign in one.risk) for sign in SIGNS},
    )

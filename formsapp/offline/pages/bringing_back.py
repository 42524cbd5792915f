"""What a workbook that was brought back changes, question by question; nothing is saved until this is confirmed."""

import json

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.offline.commands import discard_workbook, save_workbook
from formsapp.offline.forms import SaveWorkbookForm
from formsapp.offline.models import ReturnWorkbook
from formsapp.offline.pages.blueprint import pages
from formsapp.offline.pages.taking_out import refusal_of
from formsapp.offline.preview import Change, Preview, preview_of
from formsapp.offline.queries import workbook_of
from formsapp.offline.reading import Reading
from formsapp.refusals import Refused
from formsapp.returns.commands import AnswersConflict
from formsapp.returns.fields.asked import Faults
from formsapp.returns.guard import held_words
from formsapp.returns.loaders import answered_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of, who_saved
from formsapp.ui.formatting import count

Shown = str | Response | tuple[str, int]
LOOK_AGAIN = "Somebody changed an answer while you were looking. Look at the changes again: nothing was saved."


@pages.route("/returns/<int:return_id>/offline/changes", methods=["GET", "POST"])
@requires(Permission.RETURN_FILL, load=answered_return)
def review_workbook(opened: OpenedReturn) -> Shown:
    """What the workbook changes, what somebody changed meanwhile, and what is wrong in it."""
    upload = workbook_of(current_session(), opened.id, current_actor())
    if upload is None:
        return redirect(url_for("offline.show_workbook", return_id=opened.id))
    if not SaveWorkbookForm().validate_on_submit():
        return _page(opened, upload)
    if request.form.get("then") == "discard":
        discard_workbook(current_session(), upload=upload, by=current_actor())
        flash("The workbook was thrown away. Nothing was changed.")
        return redirect(url_for("offline.show_workbook", return_id=opened.id), 303)
    return _save(opened, upload)


def _save(opened: OpenedReturn, upload: ReturnWorkbook) -> Shown:
    preview = _preview(opened, upload)
    if refusal := refusal_of(opened):
        return _page(opened, upload, error=refusal), 409
    if preview.problems:
        return _page(opened, upload, error="Mend the workbook, and bring it in again"), 422
    changes = preview.without(_kept_theirs(preview))
    held = _held(opened, changes)
    if held:
        return _page(opened, upload, held=held), 422
    try:
        saved = save_workbook(
            current_session(), opened=opened, upload=upload, changes=changes, shown=_shown(), by=current_actor()
        )
    except AnswersConflict:
        return _page(opened, upload, error=LOOK_AGAIN), 409
    except Refused as refused:
        return _page(opened, upload, error=refused.sentence), 409
    flash(f"{count(saved, 'answer')} from the workbook saved.")
    return redirect(url_for("returns.show_return", return_id=opened.id), 303)


def _preview(opened: OpenedReturn, upload: ReturnWorkbook) -> Preview:
    session = current_session()
    reading = Reading.from_json(json.loads(upload.read))
    return preview_of(reading, opened, answers_of(session, opened.id), who_saved(session, opened.id))


def _kept_theirs(preview: Preview) -> set[str]:
    """The questions of which somebody chose the answer that is saved online.

    A conflict of which no choice was shown came about since: it is no choice, and what the page showed decides.
    """
    return {one.asked.key for one in preview.conflicts if request.form.get(f"keep-{one.asked.key}") == "theirs"}


def _shown() -> dict[str, int]:
    """The revisions that the page showed."""
    found = {}
    for part in request.form.get("shown", "").split():
        key, _, revision = part.rpartition(":")
        if revision.isascii() and revision.isdigit():
            found[key] = int(revision[:9])
    return found


def _held(opened: OpenedReturn, changes: list[Change]) -> dict[str, Faults]:
    """Words that may identify a child, which wait for a reason."""
    return held_words(
        current_session(),
        opened,
        {one.asked.key: one.after for one in changes},
        {one.asked.key: one.before for one in changes},
        form=request.form,
        by=current_actor(),
    )


def _page(
    opened: OpenedReturn, upload: ReturnWorkbook, *, error: str = "", held: dict[str, Faults] | None = None
) -> str:
    preview = _preview(opened, upload)
    if held is None and request.method == "GET":
        held = _held(opened, list(preview.changes))
    errors: list[tuple[str | None, str]] = [(None, error)] if error else []
    if held and request.method == "POST":
        questions = opened.tool.questions
        errors += [
            (f"{questions[key].input_of(part)}:keep", f"{questions[key].number} {sentence}")
            for key, found in held.items()
            for part, sentence in found.items()
        ]
    return render_template(
        "offline/review_workbook.html",
        opened=opened,
        upload=upload,
        preview=preview,
        held=held or {},
        refusal=refusal_of(opened),
        typed=request.form,
        shown=" ".join(f"{one.asked.key}:{one.revision}" for one in preview.changes),
        **({"errors": errors} if errors else {}),
    )

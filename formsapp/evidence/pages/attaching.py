"""The evidence that stands beside one answer: ticked from the library, taken from last year, or added here."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.evidence import commands
from formsapp.evidence.choosing import Choosing, choosing, posted_numbers
from formsapp.evidence.forms import ACCEPTED, AddForm
from formsapp.evidence.models import EvidenceItem
from formsapp.evidence.pages.blueprint import pages
from formsapp.evidence.sending import REFUSED, SAID, add_posted, look_for_viruses, scanner, told
from formsapp.refusals import Refused
from formsapp.returns import rules
from formsapp.returns.loaders import answered_return, section_of
from formsapp.returns.opened import OpenedReturn

Page = str | Response | tuple[str, int]
LONGEST_SEARCH = 100


@pages.route("/returns/<int:return_id>/sections/<section_key>/evidence/<question_key>", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, changing=Permission.RETURN_FILL, load=answered_return)
def attach_evidence(opened: OpenedReturn, section_key: str, question_key: str) -> Page:
    """The evidence of one answer: what stands there, what may, and something new."""
    section = section_of(opened, section_key)
    if question_key not in section.by_key:
        abort(404)
    search = request.args.get("search", "").strip()[:LONGEST_SEARCH]
    chosen = choosing(current_session(), opened, section, question_key, by=current_actor(), search=search)
    if request.method != "POST":
        return _page(chosen, AddForm())
    try:
        return _added(chosen) if "kind" in request.form else _ticked(chosen)
    except Refused as refusal:
        return _page(chosen, AddForm(), [(None, refusal.sentence)]), 422


def _ticked(chosen: Choosing) -> Response:
    session, by, opened, question = current_session(), current_actor(), chosen.opened, chosen.asked.key
    showed, ticked = posted_numbers(request.form, "showed"), posted_numbers(request.form, "piece")
    wanted = [one for one in ticked if one not in showed] + posted_numbers(request.form, "attach")
    if not set(wanted) <= chosen.offered:
        raise Refused(commands.ELSEWHERE)
    for item_id in wanted:
        item = session.get(EvidenceItem, item_id)
        if item is not None:
            commands.attach(session, opened=opened, question=question, item=item, by=by)
    for item_id in showed:
        if item_id not in ticked:
            commands.detach(session, opened=opened, question=question, item_id=item_id, by=by)
    flash(f"The evidence for {chosen.asked.number} is saved.")
    return redirect(_address(chosen), 303)


def _added(chosen: Choosing) -> Page:
    form = AddForm()
    if not form.validate_on_submit():
        return _page(chosen, form), 422
    session, by = current_session(), current_actor()
    try:
        item = add_posted(form, chosen.opened.organisation_id, by)
        commands.attach(session, opened=chosen.opened, question=chosen.asked.key, item=item, by=by)
    except Refused as refusal:
        session.rollback()
        return _page(chosen, form, [("kind", refusal.sentence)]), 422
    verdict = look_for_viruses(item)
    if verdict is not None and verdict.scan in REFUSED:
        return _page(chosen, form, [("file", SAID[verdict.scan])]), 422
    flash(told(f"“{item.title}” stands beside your answer to {chosen.asked.number}.", form, verdict))
    return redirect(_address(chosen), 303)


def _address(chosen: Choosing) -> str:
    return url_for(
        "evidence.attach_evidence",
        return_id=chosen.opened.id,
        section_key=chosen.section.key,
        question_key=chosen.asked.key,
    )


def _page(chosen: Choosing, form: AddForm, errors: list[tuple[str | None, str]] | None = None) -> str:
    may_fill = can(current_actor(), Permission.RETURN_FILL, chosen.opened)
    refusal = rules.answering_refusal(chosen.opened) or rules.independence_refusal(chosen.opened)
    return render_template(
        "evidence/attach_evidence.html",
        chosen=chosen,
        opened=chosen.opened,
        section=chosen.section,
        asked=chosen.asked,
        form=form,
        accepted=ACCEPTED,
        is_scanned=bool(scanner()),
        refusal=refusal or (None if may_fill else "You can see this. Others in your organisation attach evidence."),
        address=_address(chosen),
        **({"errors": errors} if errors else {}),
    )

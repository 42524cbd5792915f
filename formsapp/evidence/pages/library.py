"""The evidence library of an organisation."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.evidence import commands, queries
from formsapp.evidence.forms import ACCEPTED, AddForm, ChangeForm, ConfirmForm
from formsapp.evidence.loaders import evidence_to_change, own_evidence, own_library
from formsapp.evidence.models import EvidenceItem
from formsapp.evidence.pages.blueprint import pages
from formsapp.evidence.sending import REFUSED, SAID, add_posted, look_for_viruses, scanner, told
from formsapp.organisations.models import Organisation
from formsapp.refusals import Refused
from formsapp.ui.paging import ListedPage, page_asked_for

Page = str | Response | tuple[str, int]
LONGEST_SEARCH = 100


@pages.get("/organisations/<int:organisation_id>/evidence")
@requires(Permission.RETURN_VIEW, load=own_library)
def list_evidence(organisation: Organisation) -> str:
    """What an organisation has to show, where each piece is used, and what is out of date."""
    session = current_session()
    search = request.args.get("search", "").strip()[:LONGEST_SEARCH]
    only_old = request.args.get("show") == "out-of-date"
    total = queries.count_library(session, organisation.id, search, out_of_date=only_old)
    listed = ListedPage(
        page_asked_for(),
        total,
        queries.A_PAGE,
        "evidence.list_evidence",
        organisation_id=str(organisation.id),
        search=search,
        show="out-of-date" if only_old else "",
    )
    pieces = queries.library(session, organisation.id, search, out_of_date=only_old, page=listed.number)
    return render_template(
        "evidence/list_evidence.html",
        organisation=organisation,
        pieces=pieces,
        uses=queries.uses_of(session, [one.id for one in pieces]),
        page=listed,
        search=search,
        only_old=only_old,
        out_of_date=queries.count_library(session, organisation.id, out_of_date=True),
        is_scanned=bool(scanner()),
    )


@pages.route("/organisations/<int:organisation_id>/evidence/add", methods=["GET", "POST"])
@requires(Permission.RETURN_FILL, load=own_library)
def add_evidence(organisation: Organisation) -> Page:
    """Add a reference, a link or a file to the library."""
    form, errors = AddForm(), []
    if form.validate_on_submit():
        try:
            item = add_posted(form, organisation.id, current_actor())
        except Refused as refusal:
            errors = [("kind", refusal.sentence)]
        else:
            verdict = look_for_viruses(item)
            if verdict is None or verdict.scan not in REFUSED:
                flash(told(f"“{item.title}” is in your library.", form, verdict))
                return redirect(url_for("evidence.list_evidence", organisation_id=organisation.id), 303)
            errors = [("file", SAID[verdict.scan])]
    page = render_template(
        "evidence/add_evidence.html",
        organisation=organisation,
        form=form,
        accepted=ACCEPTED,
        is_scanned=bool(scanner()),
        **({"errors": errors} if errors else {}),
    )
    return (page, 422) if request.method == "POST" else page


@pages.get("/organisations/<int:organisation_id>/evidence/<int:evidence_id>")
@requires(Permission.RETURN_VIEW, load=own_evidence)
def show_evidence(item: EvidenceItem) -> str:
    """One piece: what is said about it, its file, and where it is used."""
    session = current_session()
    return render_template(
        "evidence/show_evidence.html",
        item=item,
        piece=queries.piece_of(session, item),
        uses=queries.uses_of(session, [item.id]).get(item.id, {}),
        is_scanned=bool(scanner()),
    )


@pages.route("/organisations/<int:organisation_id>/evidence/<int:evidence_id>/change", methods=["GET", "POST"])
@requires(Permission.RETURN_FILL, load=evidence_to_change)
def change_evidence(item: EvidenceItem) -> Page:
    """Say something else about a piece. What was submitted with it stays as it was."""
    form, errors = ChangeForm(obj=item), []
    if form.validate_on_submit():
        revision = request.form.get("revision", "")
        try:
            commands.change_item(
                current_session(),
                item=item,
                described=form.described(),
                revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0,
                by=current_actor(),
            )
        except commands.StaleEvidence:
            current_session().rollback()
            return _stale_page(item, form), 409
        except Refused as refusal:
            errors = [("link" if item.kind == "link" else None, refusal.sentence)]
        else:
            flash(f"“{item.title}” is changed.")
            return redirect(_address(item), 303)
    page = render_template(
        "evidence/change_evidence.html", item=item, form=form, **({"errors": errors} if errors else {})
    )
    return (page, 422) if request.method == "POST" else page


def _stale_page(item: EvidenceItem, form: ChangeForm) -> str:
    session = current_session()
    now_there = session.get_one(EvidenceItem, item.id)
    return render_template("evidence/stale_evidence.html", item=now_there, typed=form.described())


@pages.route("/organisations/<int:organisation_id>/evidence/<int:evidence_id>/remove", methods=["GET", "POST"])
@requires(Permission.RETURN_FILL, load=evidence_to_change)
def remove_evidence(item: EvidenceItem) -> Page:
    """Take a piece out of the library, after saying what that means."""
    session, form = current_session(), ConfirmForm()
    if form.validate_on_submit():
        commands.remove_item(session, item=item, by=current_actor())
        flash(f"“{item.title}” is no longer in your library.")
        return redirect(url_for("evidence.list_evidence", organisation_id=item.organisation_id), 303)
    page = render_template(
        "evidence/remove_evidence.html",
        item=item,
        uses=queries.uses_of(session, [item.id]).get(item.id, {}),
        is_kept=queries.was_ever_submitted(session, item.id),
        form=form,
    )
    return (page, 422) if request.method == "POST" else page


@pages.post("/organisations/<int:organisation_id>/evidence/<int:evidence_id>/scan")
@requires(Permission.RETURN_FILL, load=evidence_to_change)
def scan_evidence(item: EvidenceItem) -> Response:
    """Have the file of a piece looked at again."""
    verdict = look_for_viruses(item)
    if verdict is None:
        flash("There is nothing that can check it now. Tell the people who run this service.", "error")
    else:
        flash(SAID[verdict.scan], "error" if verdict.scan in REFUSED else "message")
    return redirect(_address(item), 303)


def _address(item: EvidenceItem) -> str:
    return url_for("evidence.show_evidence", organisation_id=item.organisation_id, evidence_id=item.id)

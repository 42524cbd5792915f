"""The register: who could be asked for a return, added by hand or from the DfE's register."""

import hashlib
from datetime import date
from typing import BinaryIO

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.organisations import commands, queries, words
from formsapp.organisations.forms import ApplyForm, OrganisationForm, UploadForm, change_form
from formsapp.organisations.models import Organisation, RegisterImport
from formsapp.organisations.queries import import_from_url, organisation_from_url
from formsapp.organisations.register_file import RegisterFile, read_register
from formsapp.organisations.register_preview import RegisterPreview
from formsapp.organisations.register_text import CHUNK, NotARegisterError
from formsapp.refusals import Refused
from formsapp.ui.formatting import day
from formsapp.ui.paging import ListedPage, page_asked_for

pages = Blueprint("organisations", __name__, template_folder="templates")
Shown = str | Response | tuple[str, int]
UNPROCESSABLE, CONFLICT = 422, 409
#: A preview lists so many of each kind; the rest is counted.
MOST_SHOWN = 200


@pages.app_template_filter("attribute")
def _attribute(value: str | None, name: str) -> str:
    """A value of an organisation's attribute, as people read it."""
    if value is not None and name in {"opened_on", "closed_on"}:
        return day(date.fromisoformat(value))
    return words.words_for(name, value)


@pages.get("/register")
@requires(Permission.REGISTER_VIEW)
def list_organisations() -> str:
    """Every organisation, by name; narrowed by words and attributes."""
    session = current_session()
    asked = {name: request.args.get(name, "").strip()[:200] for name in ("words", *queries.FILTERS)}
    total = queries.count_organisations(session, asked)
    page = ListedPage(
        page_asked_for(), total, queries.ORGANISATIONS_A_PAGE, "organisations.list_organisations", **asked
    )
    return render_template(
        "organisations/list_organisations.html",
        organisations=queries.list_organisations(session, asked, page=page.number),
        page=page,
        asked=asked,
        choices=queries.filter_choices(session),
        labels=words.LABELS,
        last=queries.last_import(session),
    )


@pages.get("/register/<int:organisation_id>")
@requires(Permission.REGISTER_VIEW, load=organisation_from_url)
def show_organisation(organisation: Organisation) -> str:
    """All that is known of one organisation."""
    return render_template("organisations/show_organisation.html", organisation=organisation, labels=words.LABELS)


@pages.route("/register/add", methods=["GET", "POST"])
@requires(Permission.REGISTER_CHANGE)
def add_organisation() -> Shown:
    """Add an agency, or another organisation that the DfE's register does not list."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _form_page("organisations/add_organisation.html", form)
    try:
        added = commands.add_organisation(
            current_session(), name=form.name.data or "", by=current_actor(), **_typed(form)
        )
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _form_page("organisations/add_organisation.html", form)
    flash(f"{added.name} is in the register.")
    return redirect(url_for("organisations.show_organisation", organisation_id=added.id))


def _typed(form: OrganisationForm) -> dict[str, str]:
    return {name: value or "" for name, value in form.given().items()}


def _form_page(template: str, form: object, **more: object) -> Shown:
    shown = render_template(template, form=form, **more)
    return (shown, UNPROCESSABLE) if request.method == "POST" else shown


@pages.route("/register/<int:organisation_id>/change", methods=["GET", "POST"])
@requires(Permission.REGISTER_CHANGE, load=organisation_from_url)
def change_organisation(organisation: Organisation) -> Shown:
    """Change what is said of an organisation."""
    form = change_form(organisation)
    if not form.validate_on_submit():
        return _form_page("organisations/change_organisation.html", form, organisation=organisation)
    name = form.name.data if isinstance(form, OrganisationForm) else None
    try:
        commands.change_organisation(
            current_session(), organisation=organisation, name=name, by=current_actor(), **form.given()
        )
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _form_page("organisations/change_organisation.html", form, organisation=organisation)
    flash(f"{organisation.name} is up to date.")
    return redirect(url_for("organisations.show_organisation", organisation_id=organisation.id))


@pages.route("/register/import", methods=["GET", "POST"])
@requires(Permission.REGISTER_CHANGE)
def import_register() -> Shown:
    """Upload a file of the DfE's register, to see what it would change."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form)
    upload: FileStorage = form.file.data
    try:
        file = read_register(upload.stream, local_authorities=form.codes)
    except NotARegisterError as error:
        form.file.errors = [str(error)]
        return _upload_page(form)
    if file.problems:
        form.file.errors = ["The file has problems, listed below. Nothing was imported"]
        return _upload_page(form, file)
    kept = commands.preview_register(
        current_session(),
        file=file,
        file_name=(upload.filename or "register.csv")[:200],
        fingerprint=_fingerprint(upload.stream),
        by=current_actor(),
    )
    return redirect(url_for("organisations.confirm_import", import_id=kept.id))


def _upload_page(form: UploadForm, file: RegisterFile | None = None) -> Shown:
    return _form_page("organisations/import_register.html", form, file=file, most_shown=MOST_SHOWN)


def _fingerprint(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@pages.route("/register/imports/<int:import_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_CHANGE, load=import_from_url)
def confirm_import(kept: RegisterImport) -> Shown:
    """What an uploaded file would change, and the button that does it."""
    form = ApplyForm()
    if not form.validate_on_submit():
        return _preview_page(kept, form, UNPROCESSABLE)
    try:
        changes = commands.apply_register(
            current_session(),
            preview=kept,
            by=current_actor(),
            confirmed_closures=form.confirmed_closures.data or 0,
        )
    except commands.NeedsConfirmationError as refusal:
        form.confirmed_closures.errors = [refusal.sentence]
        return _preview_page(kept, form, UNPROCESSABLE)
    except commands.RegisterChangedError as refusal:
        form.form_errors.append(refusal.sentence)
        return _preview_page(kept, form, CONFLICT)
    flash(f"The register is up to date: {changes} {'change' if changes == 1 else 'changes'}.")
    return redirect(url_for("organisations.list_organisations"))


def _preview_page(kept: RegisterImport, form: ApplyForm, code: int) -> Shown:
    shown = render_template(
        "organisations/confirm_import.html",
        kept=kept,
        preview=RegisterPreview.from_json(kept.preview),
        form=form,
        labels=words.LABELS,
        most_shown=MOST_SHOWN,
    )
    return (shown, code) if request.method == "POST" else shown

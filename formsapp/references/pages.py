"""The register of law and guidance: instruments, their editions, and the questions that cite each."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.legal_register import commands
from formsapp.legal_register.models import LegalEdition, LegalInstrument
from formsapp.legal_register.queries import all_instruments, legal_edition_from_url, legal_instrument_from_url
from formsapp.references.citations import editions_cited, tools_in_use
from formsapp.references.forms import EditionForm, InstrumentForm, NewInstrumentForm

pages = Blueprint("references", __name__, template_folder="templates")
Shown = str | Response | tuple[str, int]


@pages.get("/tools/references")
@requires(Permission.TOOL_VIEW)
def list_instruments() -> str:
    """Every law and guidance, with its latest edition and how many questions cite an older one."""
    tools = tools_in_use(current_session(), current_actor())
    listed = [(one, editions_cited(one, tools)) for one in all_instruments(current_session())]
    return render_template("references/list_instruments.html", listed=listed, today=today())


@pages.get("/tools/references/<int:legal_instrument_id>")
@requires(Permission.TOOL_VIEW, load=legal_instrument_from_url)
def show_instrument(instrument: LegalInstrument) -> str:
    """One law or guidance: its editions, and the questions that cite each, an old one first."""
    cited = editions_cited(instrument, tools_in_use(current_session(), current_actor()))
    return render_template("references/show_instrument.html", instrument=instrument, cited=cited, today=today())


@pages.route("/tools/references/add", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE)
def add_instrument() -> Shown:
    """Add a law or guidance, with its latest edition where that is known."""
    form = NewInstrumentForm()
    return _form_page("add_instrument", form, lambda: _add(form), "It is in the register.")


@pages.route("/tools/references/<int:legal_instrument_id>/change", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=legal_instrument_from_url)
def change_instrument(instrument: LegalInstrument) -> Shown:
    """Correct what is said of a law or guidance."""
    form = InstrumentForm(obj=instrument)

    def change() -> LegalInstrument:
        commands.change_instrument(current_session(), instrument=instrument, by=current_actor(), **form.given())
        return instrument

    return _form_page("change_instrument", form, change, "The register is up to date.", instrument=instrument)


@pages.route("/tools/references/<int:legal_instrument_id>/editions/add", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=legal_instrument_from_url)
def add_edition(instrument: LegalInstrument) -> Shown:
    """Note a new edition, and see at once which questions cite an older one."""
    form = EditionForm()

    def note() -> LegalInstrument:
        commands.note_edition(current_session(), instrument=instrument, by=current_actor(), **form.given())
        return instrument

    return _form_page("add_edition", form, note, "The edition is in the register.", instrument=instrument)


@pages.route("/tools/references/editions/<int:legal_edition_id>/change", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=legal_edition_from_url)
def change_edition(noted: LegalEdition) -> Shown:
    """Correct what is said of an edition."""
    form = EditionForm(obj=noted)

    def change() -> LegalInstrument:
        commands.change_edition(current_session(), noted=noted, by=current_actor(), **form.given())
        return noted.instrument

    return _form_page("change_edition", form, change, "The register is up to date.", noted=noted)


def _add(form: NewInstrumentForm) -> LegalInstrument:
    added = commands.add_instrument(current_session(), by=current_actor(), **form.given())
    if form.edition.data:
        commands.note_edition(current_session(), instrument=added, edition=form.edition.data, by=current_actor())
    return added


def _form_page(name: str, form: FlaskForm, keep: Callable[[], LegalInstrument], words: str, **shown: object) -> Shown:
    """The form, until what it gives could be kept; then the instrument it concerns."""
    if form.validate_on_submit():
        try:
            instrument = keep()
        except commands.RefusedField as refusal:
            form[refusal.field].errors = [refusal.sentence]
        else:
            flash(words)
            return redirect(url_for("references.show_instrument", legal_instrument_id=instrument.id))
    page = render_template(f"references/{name}.html", form=form, **shown)
    return (page, 422) if request.method == "POST" else page

"""What a return says back: the pages, for the organisation's own people alone."""

from flask import Blueprint, Response, abort, render_template

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.previews.typesetting import TakesTooLongError, TypesettingError
from formsapp.profiles.profile import profile_of
from formsapp.profiles.summary import readers_of, summary_of
from formsapp.profiles.summary_pdf import summary_pdf
from formsapp.profiles.wording import moved_sentence, shortened
from formsapp.returns.file_names import file_name
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.rules import answering_refusal

NO_PDF = "These pages could not be made into a PDF. Print the page from your browser instead."
#: How many strengths, and how many questions to act on, are shown in full.
MOST = 6

pages = Blueprint("profiles", "formsapp.profiles", template_folder="templates")
pages.add_app_template_filter(shortened)
pages.add_app_template_filter(moved_sentence, "moved")


@pages.get("/returns/<int:return_id>/profile")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_profile(opened: OpenedReturn) -> str:
    """Scores by section with last year's, strengths, what to act on first, and all returns once there is a report."""
    may_fill = can(current_actor(), Permission.RETURN_FILL, opened)
    return render_template(
        "profiles/show_profile.html",
        profile=profile_of(current_session(), opened),
        may_answer=may_fill and answering_refusal(opened) is None,
        readers=readers_of(opened),
        most=MOST,
        today=today(),
    )


@pages.get("/returns/<int:return_id>/summary")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_summary(opened: OpenedReturn) -> str:
    """Two pages for governors or the executive, with questions to ask."""
    return render_template("profiles/show_summary.html", opened=opened, summary=summary_of(current_session(), opened))


@pages.get("/returns/<int:return_id>/summary.pdf")
@requires(Permission.RETURN_VIEW, load=own_return)
def download_summary(opened: OpenedReturn) -> Response:
    """The same as a file to send or to print."""
    try:
        response = Response(summary_pdf(summary_of(current_session(), opened)), mimetype="application/pdf")
    except (TypesettingError, TakesTooLongError):
        abort(422, NO_PDF)
    name = f"{file_name(opened, 'summary')}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

"""The reasons that moderators can begin from, kept by the partnership."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.identifiers import find_identifiers, words_for
from formsapp.moderation.forms import KeepReasonForm
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.reasons import ABOUT, SHIPPED, keep_reason, kept_reasons, remove_reason
from formsapp.refusals import Refused


@pages.route("/moderation/reasons", methods=["GET", "POST"])
@requires(Permission.REASONS_CHANGE)
def keep_reasons() -> str | Response | tuple[str, int]:
    """The shipped reasons, the partnership's own, and a form to add one."""
    form = KeepReasonForm()
    if request.method == "GET":
        return _page(form)
    if (removed := request.form.get("remove", type=int)) is not None:
        remove_reason(current_session(), template_id=removed, by=current_actor())
        flash("The reason is off the list.")
        return redirect(url_for("moderation.keep_reasons"), 303)
    if not form.validate_on_submit():
        return _page(form), 422
    if found := find_identifiers(form.text.data or "", year=today().year):
        form.text.errors = [words_for(found, "Take it out: moderators begin with this in any return")]
        return _page(form), 422
    try:
        keep_reason(current_session(), about=form.about.data, text=form.text.data or "", by=current_actor())
    except Refused as refusal:
        form.text.errors = [refusal.sentence]
        return _page(form), 422
    flash("Moderators can begin from this reason now.")
    return redirect(url_for("moderation.keep_reasons"), 303)


def _page(form: KeepReasonForm) -> str:
    kept = kept_reasons(current_session())
    return render_template(
        "moderation/keep_reasons.html",
        form=form,
        groups=[
            (words, SHIPPED.get(about, ()), [one for one in kept if one.about == about])
            for about, words in ABOUT.items()
        ],
    )

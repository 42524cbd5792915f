"""One worked example: rated first, and only then its reference."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.calibration import commands, queries
from formsapp.calibration.forms import RateForm
from formsapp.calibration.models import WorkedExample
from formsapp.calibration.pages.blueprint import pages
from formsapp.calibration.rules import why_not_rate
from formsapp.database import current_session
from formsapp.refusals import Refused

Page = str | Response | tuple[str, int]


@pages.route("/calibration/examples/<int:example_id>", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=queries.example_from_url)
def rate_example(example: WorkedExample) -> Page:
    """Rate an example once; from then on the page shows its reference, why, and how far one's own rating lies."""
    session, actor = current_session(), current_actor()
    audit = audit_from_url(actor, example.audit_id)
    examples = queries.examples_of(session, audit, by=actor)
    place = next(number for number, one in enumerate(examples) if one.example.id == example.id)
    form, refused = RateForm(), ""
    form.offer(examples[place].scheme)
    if form.validate_on_submit():
        try:
            given = {"rating": form.rating.data or "", "reason": form.reason.data or ""}
            commands.rate_example(session, audit=audit, example=example, **given, by=actor)
        except Refused as refusal:
            refused = refusal.sentence
        else:
            flash("Your rating is kept. The reference is below it.")
            return redirect(url_for("calibration.rate_example", example_id=example.id), 303)
    knows = queries.knows_references(actor, audit)
    own = examples[place].own
    page = render_template(
        "calibration/rate_example.html",
        audit=audit,
        one=examples[place],
        number=place + 1,
        total=len(examples),
        form=form,
        refusal=None if own else why_not_rate(state_of(session, audit), has_rated=False, knows_reference=knows),
        left=[] if knows else [other for other in examples if other.own is None and other is not examples[place]],
        **({"errors": [(None, refused)]} if refused else {}),
    )
    return (page, 422) if request.method == "POST" else page

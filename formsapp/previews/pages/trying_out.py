"""Trying a tool out: the scores and bands of test answers, and what each threshold would do to many returns."""

from typing import Any

from flask import render_template, request

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.previews.carried import read
from formsapp.previews.filled_in import FilledIn
from formsapp.previews.made_up import MIXTURES, Fill, answers_made_up, returns_made_up
from formsapp.previews.pages.blueprint import pages
from formsapp.previews.previewed import Previewed, previewed_draft, previewed_version
from formsapp.previews.seen_as import seen_as
from formsapp.previews.thresholds import WhatIf
from formsapp.previews.trial import MOST_ANSWERS, Trial, trial_of
from formsapp.previews.tried import Tried, tried
from formsapp.previews.wording import THRESHOLD_WORDS


@pages.route("/tools/<int:tool_version_id>/try", methods=["GET", "POST"])
@requires(Permission.TOOL_VIEW, load=previewed_version)
def try_version(previewed: Previewed) -> str | tuple[str, int]:
    """A version, tried out."""
    return _try(previewed)


@pages.route("/tools/drafts/<int:tool_draft_id>/try", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=previewed_draft)
def try_draft(previewed: Previewed) -> str | tuple[str, int]:
    """A draft, tried out."""
    return _try(previewed)


def _try(previewed: Previewed) -> str | tuple[str, int]:
    if previewed.asked is None:
        return render_template("previews/not_yet.html", previewed=previewed)
    carried = request.form.get("carried", "")
    answers = read(carried, previewed.asked)
    filled = FilledIn(previewed.asked, seen_as(previewed.asked.tool, request.values), answers)
    trial, errors = trial_of(request.values, has_typed=bool(answers))
    page = _page(previewed, filled, trial, carried=carried if answers else "", errors=errors)
    return (page, 422) if errors else page


def _page(previewed: Previewed, filled: FilledIn, trial: Trial, **more: Any) -> str:
    tool = filled.tool.tool
    ratings = returns_made_up(tool, trial.returns_of(tool), MIXTURES[trial.mixture], trial.seed, filled.respondent.wave)
    what_if = WhatIf(tool, ratings)
    return render_template(
        "previews/try.html",
        previewed=previewed,
        filled=filled,
        tool=tool,
        trial=trial,
        most_answers=MOST_ANSWERS,
        mixtures=[(key, mixture.words) for key, mixture in MIXTURES.items()],
        tried=_tried(filled, trial),
        what_if=what_if,
        steps=[(name, what_if.steps(name)) for name in THRESHOLD_WORDS],
        threshold_words=THRESHOLD_WORDS,
        numbers={key: asked.number for key, asked in filled.tool.questions.items()},
        **more,
    )


def _tried(filled: FilledIn, trial: Trial) -> Tried:
    tool = filled.tool.tool
    made_up = filled.values if trial.fill is Fill.TYPED else answers_made_up(tool, trial.fill, trial.seed)
    return tried(tool, made_up, filled.respondent)

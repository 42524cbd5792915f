"""What is asked for beside a rating: comment, evidence, action, recommendation."""

from collections.abc import Iterator

from tool_definitions.checks.gathered import each_or_together
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import Problem
from tool_definitions.question import Demand, JudgedQuestion, RatingQuestion
from tool_definitions.scheme import Level, Stance
from tool_definitions.tool import Kind

MOST_REQUIRED_COMMENTS = 30
FEWEST_TO_COMPARE = 10
NEARLY_ALL = 0.9
_IN_PERSON = frozenset({Kind.TRAINING_IMPACT})


def demands_mean_something(draft: Draft) -> Iterator[Problem]:
    """A comment, evidence or action asked for at some levels is not asked for at all of them."""
    for question, judged, levels in draft.rated:
        for name, demand in (("comment", judged.comment), ("evidence", judged.evidence)):
            if _is_everything(demand, levels):
                yield draft.problem(
                    "demand-always", (*question.path, name), f"'{demand.when} {demand.level}' is always"
                )
        if judged.action_at_or_below == levels[-1].value:
            yield draft.problem("action-always", (*question.path, "action_at_or_below"))


def _is_everything(demand: Demand, levels: tuple[Level, ...]) -> bool:
    if demand.when == "required_at_or_below":
        return demand.level == levels[-1].value
    return demand.when == "required_at_or_above" and demand.level == levels[0].value


def comments(draft: Draft) -> Iterator[Problem]:
    """Ratings can be explained, and not all of them must be."""
    required = [question for question, judged, _ in draft.rated if judged.comment.when == "required"]
    if len(required) > MOST_REQUIRED_COMMENTS:
        message = f"{len(required)} of {len(draft.rated)} rated questions require a comment"
        yield draft.problem("comment-burden", (*required[0].path, "comment"), message)
    ratings = [(question, judged) for question, judged, _ in draft.rated if isinstance(judged, RatingQuestion)]
    silent = [(*question.path, "comment") for question, judged in ratings if judged.comment.when == "none"]
    if draft.kind not in _IN_PERSON:
        found = [(path, "nobody can say why they chose the rating") for path in silent]
        yield from each_or_together(draft, "no-room-to-explain", found, len(ratings), "ratings allow no comment")


def actions(draft: Draft) -> Iterator[Problem]:
    """Where nearly every rating asks for an action, the others were not forgotten."""
    rated = [(question, judged) for question, judged, levels in draft.rated if _may_be_concern(judged, levels)]
    without = [question for question, judged in rated if judged.action_at_or_below is None]
    if len(rated) >= FEWEST_TO_COMPARE and len(without) <= (1 - NEARLY_ALL) * len(rated):
        for question in without:
            yield draft.problem("action-missing", (*question.path, "action_at_or_below"))


def recommendations(draft: Draft) -> Iterator[Problem]:
    """Where a question can show a concern, the tool says what to recommend and who owns it."""
    rated = [(question, judged) for question, judged, levels in draft.rated if _may_be_concern(judged, levels)]
    bare = [question for question, judged in rated if not _recommendation(question, judged)]
    found = [((*each.path, "recommendation"), f"'{each.key}' says nothing to recommend") for each in bare]
    what = "rated questions have nothing to recommend"
    yield from each_or_together(draft, "no-recommendation", found, len(rated), what)
    yield from _owners(draft)


def _owners(draft: Draft) -> Iterator[Problem]:
    sections = [(each.path, each.section.recommendation) for each in draft.sections if each.section]
    questions = [(each.path, each.judged.recommendation) for each in draft.questions if each.judged]
    written = [(path, found) for path, found in (*sections, *questions) if found]
    ownerless = [
        ((*path, "recommendation"), "nobody owns the recommendation") for path, found in written if not found.owner
    ]
    what = "recommendations have no owner"
    yield from each_or_together(draft, "recommendation-without-owner", ownerless, len(written), what)


def _recommendation(question: DraftQuestion, judged: JudgedQuestion) -> bool:
    section = question.section.section
    return bool(judged.recommendation or (section and section.recommendation))


def _may_be_concern(judged: JudgedQuestion, levels: tuple[Level, ...]) -> bool:
    return isinstance(judged, RatingQuestion) and any(level.stance is Stance.CONCERN for level in levels)

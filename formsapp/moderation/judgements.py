"""What a moderator posted for one section: a level and a reason a question, read by plain functions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from formsapp.moderation.queries import QuestionRecord
from formsapp.moderation.rules import why_not_this_rating
from tool_definitions.question import JudgedQuestion
from tool_definitions.tool import Tool

CANNOT_JUDGE = "cannot-judge"
LONGEST_REASON = 4000


@dataclass(frozen=True)
class Judgement:
    """One question's judgement as typed. `rating` is empty where nothing was chosen."""

    question: str
    rating: str
    reason: str
    error: str | None = None

    @property
    def level(self) -> str | None:
        """The level chosen; None for "cannot judge"."""
        return None if self.rating == CANNOT_JUDGE else self.rating


def read_judgements(
    posted: Mapping[str, str],
    tool: Tool,
    questions: Iterable[JudgedQuestion],
    records: Mapping[str, QuestionRecord],
    *,
    unseen: Collection[str] = (),
) -> dict[str, Judgement]:
    """The judgements posted, each with what is wrong with it. A question with neither level nor reason is left out.

    `unseen` are the questions of which the moderator does not see the self rating yet.
    """
    read = {}
    for question in questions:
        rating = posted.get(f"rating-{question.key}", "")
        reason = posted.get(f"reason-{question.key}", "").strip()
        if rating or reason:
            record = records[question.key]
            error = _error(tool, question.key, rating, reason, record, is_blind=question.key in unseen)
            read[question.key] = Judgement(question.key, rating, reason, error)
    return read


def has_changed(judgement: Judgement, record: QuestionRecord, moderator_id: int | None) -> bool:
    """Whether this says anything that the moderator's latest judgement does not."""
    before = record.judged_by(moderator_id)
    return before is None or (before.rating, before.reason) != (judgement.level, judgement.reason)


def _error(tool: Tool, key: str, rating: str, reason: str, record: QuestionRecord, *, is_blind: bool) -> str | None:
    if not rating:
        return "Choose a level, or say that this cannot be judged."
    if len(reason) > LONGEST_REASON:
        return f"Keep the reason to {LONGEST_REASON} characters."
    level = None if rating == CANNOT_JUDGE else rating
    return why_not_this_rating(tool.scheme_of(key), level, reason, self_rating=record.self_rating, is_blind=is_blind)

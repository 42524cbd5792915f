"""What one answer of last year's may say to one question of this year's: pure decisions, question by question."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from formsapp.clock import today
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.date import Date
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.fields.judged import Judged
from formsapp.returns.fields.number import Number
from formsapp.returns.fields.wording import is_blank
from tool_definitions.changes import same_levels
from tool_definitions.visibility import Attributes

#: What is written beside a judgement, as people call it.
PART_TITLES = {
    "reason": "Why it did not apply",
    "comment": "Comment",
    "evidence": "Evidence",
    "action": "Action",
    "who": "By whom",
    "by": "By when",
}


class Mark(StrEnum):
    """What is worth knowing about a question before last year's answer is used for it."""

    SAME = ""
    NEW = "New this year"
    NOT_ASKED = "You were not asked this last year"
    UNANSWERED = "You did not answer this last year"
    REWORDED = "Reworded since last year"
    SPLIT = "One of several questions made out of one of last year’s"
    MERGED = "Brings several of last year’s questions together"
    LEVELS = "Rated by other levels than last year"
    ANSWER = "Answered in another way than last year"
    NOT_APPLICABLE = "“Not applicable” can no longer be chosen here"


@dataclass(frozen=True)
class Earlier:
    """One question of last year's with its answer."""

    asked: Asked[Any]
    given: Given

    @property
    def level(self) -> str:
        """The answer in a few words, where that is enough to say it; empty where it was words, rows or a list."""
        return "" if self.is_in_words or not self.given.value else self.asked.words(self.given.value)

    @property
    def is_in_words(self) -> bool:
        """Whether the answer is words, rows or a list, and not an option, a number or a day."""
        return not isinstance(self.asked, Judged | Number | Date)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read beside the level."""
        return self.is_in_words or bool(self.parts)

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """What was written beside it: the name of the part, what people call it, the words."""
        if not isinstance(self.asked, Judged):
            return []
        boxes = self.asked.boxes(self.given)
        left_out = set() if self.asked.is_not_applicable(self.given) else {"reason"}
        found = [(part, title, boxes[part]) for part, title in PART_TITLES.items() if part not in left_out]
        return [one for one in found if not is_blank(one[2])]


@dataclass(frozen=True)
class Carried:
    """A question of this year's, what last year says to it, and what of that may be taken over as it is."""

    asked: Asked[Any]
    mark: Mark
    earlier: tuple[Earlier, ...] = ()
    #: What stands there when last year's answer is used again; None where nothing can be taken over. Its value is None
    #: where the question has to be judged afresh, and only the words can be used again.
    offered: Given | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the table of changes says what became of the question."""
        return self.mark not in {Mark.SAME, Mark.NOT_ASKED, Mark.UNANSWERED}

    @property
    def was_asked_otherwise(self) -> bool:
        """Whether last year's question read otherwise."""
        return any(one.asked.question.title != self.asked.question.title for one in self.earlier)

    @property
    def is_unchanged(self) -> bool:
        """Whether last year's judgement answers this year's question as it stands.

        Figures, days and words are those of their year: they can be copied, but nobody says that they are still true.
        """
        is_judged = isinstance(self.asked, Judged)
        return is_judged and self.mark is Mark.SAME and self.offered is not None and self.offered.value is not None


def carried_over(
    asked: Asked[Any], relation: str, earlier: tuple[Earlier, ...], organisation: Attributes, *, was_asked: bool
) -> Carried:
    """What last year says to this question."""
    if relation == "new":
        return Carried(asked, Mark.NEW)
    if not earlier:
        return Carried(asked, Mark.UNANSWERED if was_asked else Mark.NOT_ASKED)
    if relation in {"split", "merged"}:
        return Carried(asked, Mark[relation.upper()], earlier, _words_of(asked, earlier))
    return _one_to_one(asked, relation, earlier[0], organisation)


def _one_to_one(asked: Asked[Any], relation: str, earlier: Earlier, organisation: Attributes) -> Carried:
    offered = _taken_over(asked, earlier, organisation)
    mark = _what_stands_in_the_way(asked, earlier, offered)
    if mark is Mark.SAME and relation == "reworded":
        mark = Mark.REWORDED
        # Another question wants another thought: its level is chosen anew.
        offered = (_words_of(asked, (earlier,)) or NOTHING) if isinstance(asked, Judged) else offered
    return Carried(asked, mark, (earlier,), None if offered == NOTHING else offered)


def _what_stands_in_the_way(asked: Asked[Any], earlier: Earlier, offered: Given) -> Mark:
    before = earlier.asked
    if earlier.given.value is None:
        return Mark.UNANSWERED
    if type(asked) is not type(before):
        return Mark.ANSWER
    if offered.value is not None:
        return Mark.SAME
    if isinstance(before, Judged) and before.is_not_applicable(earlier.given):
        return Mark.NOT_APPLICABLE
    return Mark.ANSWER if _is_on_the_same_levels(asked, before) else Mark.LEVELS


def _taken_over(asked: Asked[Any], earlier: Earlier, organisation: Attributes) -> Given:
    """Last year's answer as an answer to this question, without the parts that cannot be one."""
    given = _words_of(asked, (earlier,)) or NOTHING
    value, reason = _value(asked, earlier), earlier.given.not_applicable_reason
    whole = given._replace(value=value, not_applicable_reason=reason if _takes(asked, "reason") else "")
    faults = asked.faults(whole, organisation)
    is_judged = isinstance(asked, Judged)
    if ("value" in faults) if is_judged else faults:
        return given
    return whole if not is_judged or asked.is_not_applicable(whole) else whole._replace(not_applicable_reason="")


def _value(asked: Asked[Any], earlier: Earlier) -> str | None:
    value, before = earlier.given.value, earlier.asked
    if value is None or type(asked) is not type(before):
        return None
    if isinstance(asked, Judged):
        if before.is_not_applicable(earlier.given):
            return asked.not_applicable.value if asked.takes_not_applicable else None
        return value if _is_on_the_same_levels(asked, before) and _means_the_same(asked, before, value) else None
    if asked.chosen(earlier.given) and hasattr(asked, "labels"):
        return value if all(_means_the_same(asked, before, one) for one in asked.chosen(earlier.given)) else None
    return value if _has_the_same_boxes(asked, before) else None


def _is_on_the_same_levels(asked: Any, before: Any) -> bool:
    now, then = getattr(asked, "scheme", None), getattr(before, "scheme", None)
    return (now is None and then is None) or (now is not None and then is not None and same_levels(now, then))


def _means_the_same(asked: Any, before: Any, value: str) -> bool:
    """Whether an option is still there; one without a scheme only under the same name."""
    if getattr(asked, "scheme", None) is not None:
        return value in asked.labels
    return bool(asked.labels.get(value) == before.labels.get(value))


def _has_the_same_boxes(asked: Any, before: Any) -> bool:
    return all(getattr(asked, name, ()) == getattr(before, name, ()) for name in ("columns", "fixed_rows"))


def _takes(asked: Asked[Any], part: str) -> bool:
    return isinstance(asked, Judged) and part in asked.parts


def _words_of(asked: Asked[Any], earlier: tuple[Earlier, ...]) -> Given | None:
    """The words that went with last year's judgements, as far as this question asks for such words."""
    given = [one.given for one in earlier]
    words = Given(
        comment=_together(one.comment for one in given) if _takes(asked, "comment") else "",
        evidence=_together(one.evidence for one in given) if _takes(asked, "evidence") else "",
    )
    if _takes(asked, "action"):
        words = words._replace(
            action=_together(one.action for one in given),
            action_who=_the_only(one.action_who for one in given),
            action_by=_still_to_come(_the_only(one.action_by for one in given)),
        )
    wrong = asked.faults(words) if words != NOTHING else {}
    return None if words == NOTHING or wrong else words


def _together(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if not is_blank(text)))


def _the_only(texts: Iterable[str]) -> str:
    found = {text for text in texts if not is_blank(text)}
    return found.pop() if len(found) == 1 else ""


def _still_to_come(day: str) -> str:
    """A day that has passed is no day by which something will be done."""
    return day if day >= today().isoformat() else ""

"""What ratings, yes-or-no questions and choices share: options, not applicable, and what travels with a judgement."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from formsapp.returns.fields.asked import CHOOSE, Asked, Faults, FormData
from formsapp.returns.fields.days import day_in_words, fault_of_day, read_day
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import LONGEST_COMMENT, ONLY_SPACES, fault_of, is_blank, tidy
from formsapp.ui.formatting import markdown
from tool_definitions.question import Demand, JudgedQuestion, OnlyFor
from tool_definitions.scheme import NotApplicable, RatingScheme
from tool_definitions.tool import Tool
from tool_definitions.visibility import Attributes, applies

J = TypeVar("J", bound=JudgedQuestion)

#: What each part of the answer is called in a sentence.
NAMES = {
    "reason": "The reason",
    "comment": "The comment",
    "evidence": "The evidence",
    "action": "The action",
    "who": "Who will do it",
    "by": "The day",
}
#: What is missing of an action.
ACTION_GAPS = {
    "action": "Enter what you will do about this",
    "who": "Enter who will do it",
    "by": "Enter the day by which it will be done",
}


@dataclass(frozen=True)
class Choosable:
    """One option as it is shown: its value, its label, and what helps to choose it."""

    value: str
    label: str
    hint: Markup | str = ""


class Judged(Asked[J]):
    """A question with options, perhaps *not applicable*, a comment, evidence and an action."""

    read_template = "returns/read/judged.html"
    choose = CHOOSE
    unanswered = "Choose an answer"

    def __init__(self, question: J, tool: Tool, number: str) -> None:
        super().__init__(question, tool, number)
        self.scheme: RatingScheme | None = tool.rating_schemes[question.scheme] if question.scheme else None
        self.not_applicable = self.scheme.not_applicable if self.scheme else NotApplicable()
        self.options = self._options()
        self.values = frozenset(option.value for option in self.options)
        self.labels = {option.value: option.label for option in self.options}
        self.takes_not_applicable = question.not_applicable != "never"
        self.takes_reason = isinstance(question.not_applicable, OnlyFor) or question.not_applicable == "with_reason"
        asked = {
            "reason": self.takes_reason,
            "comment": question.comment.when != "none",
            "evidence": question.evidence.when != "none",
            **dict.fromkeys(ACTION_GAPS, question.action_at_or_below is not None),
        }
        self.parts = tuple(part for part, is_asked in asked.items() if is_asked)
        self.needed_for = self._needed_for(question)
        self.limit_words = self._limit_words(question)

    @abstractmethod
    def _options(self) -> tuple[Choosable, ...]:
        """What may be chosen, in the order in which it is shown."""

    def _needed_for(self, question: J) -> dict[str, frozenset[str]]:
        """For each part that goes with a judgement: the values that need it."""
        at_or_below = Demand(when="required_at_or_below", level=question.action_at_or_below or "-")
        return {
            "comment": self._values_of(question.comment),
            "evidence": self._values_of(question.evidence),
            **dict.fromkeys(ACTION_GAPS, self._values_of(at_or_below) if question.action_at_or_below else frozenset()),
        }

    def _limit_words(self, question: J) -> str:
        limit = question.limit
        if limit is None:
            return ""
        level = self.labels.get(limit.at_or_below, limit.at_or_below)
        capped = {"section": limit.section, "overall": limit.overall}
        bands = " and ".join(
            f"the {part} result can be no better than “{band}”" for part, band in capped.items() if band
        )
        lowest = self.scheme is not None and self.scheme.levels[0].value == limit.at_or_below
        return f"If this is rated “{level}”{'' if lowest else ' or lower'}, {bands}." if bands else ""

    def _values_of(self, demand: Demand) -> frozenset[str]:
        if demand.when == "required":
            return self.values
        if demand.level is None or self.scheme is None:
            return frozenset()
        ranks, bound = self.scheme.ranks, self.scheme.ranks[demand.level]
        below = demand.when == "required_at_or_below"
        return frozenset(value for value, rank in ranks.items() if (rank <= bound if below else rank >= bound))

    @cached_property
    def needs_words(self) -> dict[str, str]:
        """For each part that goes with a judgement: when it is needed, as people read it."""
        shown = {
            part: " or ".join(option.label for option in self.options if option.value in values)
            for part, values in self.needed_for.items()
            if values and values != self.values
        }
        always = {part: "Needed." for part, values in self.needed_for.items() if values == self.values}
        some = {part: f"Needed if you choose {labels}." for part, labels in shown.items()}
        return {**dict.fromkeys(self.needed_for, "Optional."), **always, **some}

    def needing(self, part: str) -> list[str]:
        """The values that need this part, in the order in which they are shown."""
        return [option.value for option in self.options if option.value in self.needed_for[part]]

    def is_optional(self, part: str) -> bool:
        """Whether no answer needs this part."""
        return not self.needed_for[part]

    @property
    def order_words(self) -> str:
        """Which end of the levels is best, where they are levels."""
        if self.scheme is None or len(self.options) < 3:
            return ""
        return "From best to worst" if self.scheme.show == "best_first" else "From worst to best"

    def may_be_not_applicable(self, organisation: Attributes | None) -> bool:
        """Whether this organisation may choose *not applicable*."""
        policy = self.question.not_applicable
        return applies(policy.only_for, organisation) if isinstance(policy, OnlyFor) else policy != "never"

    def is_not_applicable(self, given: Given) -> bool:
        """Whether the answer is *not applicable*."""
        return self.takes_not_applicable and given.value == self.not_applicable.value

    def read(self, form: FormData, before: Given) -> Given:
        """The answer that a posted form gives."""
        name = self.name
        texts = [
            tidy(form[f"{name}:{part}"]) if part in self.parts and f"{name}:{part}" in form else old
            for part, old in zip(NAMES, before[1:], strict=True)
        ]
        answer = Given(form[name] or None if name in form else before.value, *texts)
        return answer._replace(action_by=read_day(answer.action_by)) if answer.action_by else answer

    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:
        """Why the answer cannot be stored."""
        found: Faults = {}
        value = given.value
        if value is not None and value not in self.values:
            is_allowed = self.is_not_applicable(given) and self.may_be_not_applicable(organisation)
            if not is_allowed:
                found["value"] = self.choose
        for part, text in zip(NAMES, given[1:], strict=True):
            if not text:
                continue
            if text == ONLY_SPACES:
                if gap := self.gaps(given, organisation).get(part):
                    found[part] = gap
            elif fault := fault_of_day(text) if part == "by" else fault_of(text, LONGEST_COMMENT, NAMES[part]):
                found[part] = fault
        return found

    def gaps(self, given: Given, organisation: Attributes | None = None) -> Faults:
        """What is still missing from the answer before the return can be submitted."""
        value = given.value
        if value is None:
            return {"value": self.unanswered} if self.question.required else {}
        if value not in self.values:
            return self._not_applicable_gaps(given, organisation)
        found = {}
        needed = self.needed_for
        if value in needed["comment"] and is_blank(given.comment):
            found["comment"] = f"Enter a comment: “{self.labels[value]}” needs one"
        if value in needed["evidence"] and is_blank(given.evidence):
            found["evidence"] = f"Enter the evidence: “{self.labels[value]}” needs some"
        action = zip(ACTION_GAPS, (given.action, given.action_who, given.action_by), strict=True)
        found |= {part: ACTION_GAPS[part] for part, text in action if value in needed[part] and is_blank(text)}
        return found

    def _not_applicable_gaps(self, given: Given, organisation: Attributes | None) -> Faults:
        if not self.may_be_not_applicable(organisation):
            return {"value": self.choose}
        if self.takes_reason and is_blank(given.not_applicable_reason):
            return {"reason": "Enter the reason why this does not apply to you"}
        return {}

    def oddities(self, given: Given) -> Iterator[str]:
        """A top rating that nothing stands beside."""
        best = self.scheme.levels[-1] if self.scheme else None
        if best is None or given.value != best.value or "comment" not in self.parts:
            return
        if not given.comment and not given.evidence:
            yield f"“{best.label}” with neither a comment nor evidence"

    def boxes(self, given: Given) -> dict[str, str]:
        """What stands in each text box of the question, by part."""
        boxes = dict(zip(NAMES, given[1:], strict=True))
        if given.action_by:
            boxes["by"] = day_in_words(given.action_by)
        return boxes

    def words(self, value: str) -> str:
        """The label of the option."""
        return self.labels.get(value) or (self.not_applicable.label if self.takes_not_applicable else value)


def levels_shown(scheme: RatingScheme, described: dict[str, str]) -> tuple[Choosable, ...]:
    """The levels in the order of the scheme's pages: each with its words for this question, else the scheme's own."""
    return tuple(
        Choosable(level.value, level.label, inline(described.get(level.value) or level.means))
        for level in scheme.shown_levels
    )


def inline(text: str) -> Markup:
    """Markdown as HTML; a single paragraph without its element, so that it can stand in a hint."""
    html = markdown(text.strip()) if text.strip() else Markup("")
    opening, closing = '<p class="govuk-body">', "</p>"
    whole = html.strip()
    if whole.count(opening) == 1 and whole.startswith(opening) and whole.endswith(closing):
        return Markup(whole[len(opening) : -len(closing)])  # noqa: S704  cleaned by `markdown`
    return Markup(whole)  # noqa: S704  cleaned by `markdown`

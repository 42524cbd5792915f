"""How long a tool is for those who answer it: questions, words and minutes, by assumptions that are named here.

Two amounts are given for every respondent: `certain` holds what is asked whatever is answered, `at_most` what can come
on top of it (questions that depend on answers, or on something not known of the organisation; comments, evidence and
actions that a rating may call for). The second is an upper bound: of two questions that exclude each other it counts
both.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from tool_definitions.condition import AllOf, AnyOf, Condition, Not
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    EvidenceQuestion,
    JudgedQuestion,
    Question,
    RatingQuestion,
    TableQuestion,
    TextQuestion,
)
from tool_definitions.tool import Section, Tool
from tool_definitions.values import AppliesTo
from tool_definitions.visibility import asked_in

#: Silent reading of English non-fiction by adults: M. Brysbaert, "How many words do we read per minute? A review and
#: meta-analysis of reading rate", Journal of Memory and Language 109 (2019), 104047.
WORDS_READ_A_MINUTE = 238
#: Writing one's own words at a keyboard: C.-M. Karat and others, "Patterns of entry and correction in large vocabulary
#: continuous speech recognition systems", CHI 1999.
WORDS_WRITTEN_A_MINUTE = 19

# The rest are our own assumptions, to be replaced when the time that returns really take has been measured.
#: Weighing practice against the levels and choosing one.
SECONDS_TO_JUDGE = 30
#: Answering by type, without what is written.
SECONDS_TO_ANSWER = {
    "rating": SECONDS_TO_JUDGE,
    "yes_no": 10,
    "choice": 15,
    "choices": 20,
    "text": 15,
    "number": 45,
    "date": 20,
    "table": 0,
    "evidence": 0,
}
SECONDS_A_BOX = 15
SECONDS_A_DOCUMENT = 60
DOCUMENTS_NAMED = 3
ROWS_FILLED = 3
WORDS_OF_A_COMMENT = 25
WORDS_OF_EVIDENCE = 12
WORDS_OF_AN_ACTION = 15
WORDS_A_LINE = 12

#: The attribute by which the organisations of a type are told apart, where a tool asks by it.
DIVIDES = {"school": "phase", "agency": "sector"}
#: What is known of every organisation of a type.
KNOWN_OF: dict[str, dict[str, str | None]] = {"college": {"phase": "post_16"}, "agency": {"phase": None}}

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True)
class Respondent:
    """Who is asked. An attribute that `organisation` leaves out is not known; None says that it has no value."""

    organisation: Mapping[str, str | None] = field(default_factory=dict)
    wave: str | None = None


@dataclass(frozen=True)
class Amount:
    """How much is asked. `rated` are the questions that are scored; times are in minutes."""

    questions: int
    rated: int
    words: int
    reading_minutes: float
    answering_minutes: float

    @property
    def minutes(self) -> int:
        """Reading and answering together, in whole minutes, rounded up."""
        return math.ceil(self.reading_minutes + self.answering_minutes)


@dataclass(frozen=True)
class Length:
    """What a respondent is asked for certain, and at most."""

    certain: Amount
    at_most: Amount

    @property
    def depends(self) -> int:
        """How many questions may follow from answers, or from what is not known of the organisation."""
        return self.at_most.questions - self.certain.questions


def length(tool: Tool, respondent: Respondent | None = None) -> Length:
    """How much this tool asks of a respondent; without one, of whoever it may be."""
    asked = _Asked(tool, respondent or Respondent())
    return Length(
        certain=_amount(tool, asked.certain, least=True),
        at_most=_amount(tool, asked.certain | asked.possible, least=False),
    )


def audiences(tool: Tool) -> tuple[Respondent, ...]:
    """The respondents worth telling apart: each type of organisation, by phase or sector where the tool asks by it
    (None stands for all that it does not name), and each wave.
    """
    types = tool.audience.organisation_types or values_named(tool, "type") or (None,)
    kinds = [kind for type_ in types for kind in _kinds(tool, type_)]
    return tuple(Respondent(kind, wave) for kind, wave in product(kinds, tool.waves or (None,)))


def attributes_named(tool: Tool) -> tuple[str, ...]:
    """The attributes of organisations that decide anything in this tool, in the order in which it first names them."""
    named = [name for applies_to in _all_applies_to(tool) for name in applies_to]
    types = ["type"] if tool.audience.organisation_types else []
    return tuple(dict.fromkeys(types + named))


def values_named(tool: Tool, attribute: str) -> tuple[str, ...]:
    """The values of one attribute that the tool names, in the order in which it names them."""
    found = [value for applies_to in _all_applies_to(tool) for value in applies_to.get(attribute, ())]
    return tuple(dict.fromkeys(found))


def _all_applies_to(tool: Tool) -> Iterator[AppliesTo]:
    for section in tool.sections:
        yield section.applies_to
        yield from (question.applies_to for question in section.questions)
        policies = (one.not_applicable for one in section.questions if isinstance(one, JudgedQuestion))
        yield from (policy.only_for for policy in policies if not isinstance(policy, str))


def _kinds(tool: Tool, type_: str | None) -> list[dict[str, str | None]]:
    known: dict[str, str | None] = {} if type_ is None else {"type": type_, **KNOWN_OF.get(type_, {})}
    divides = DIVIDES.get(type_ or "")
    values = values_named(tool, divides) if divides else ()
    return [{**known, divides: value} for value in (*values, None)] if divides and values else [known]


class _Asked:
    """The keys of the questions that a respondent is asked for certain, and of those that may follow."""

    def __init__(self, tool: Tool, respondent: Respondent) -> None:
        self.certain: set[str] = set()
        self.possible: set[str] = set()
        for section in tool.sections:
            for question in section.questions:
                self._place(section, question, respondent)

    def _place(self, section: Section, question: Question, respondent: Respondent) -> None:
        if not asked_in(question, respondent.wave):
            return
        both = (section.applies_to, question.applies_to)
        if not all(may_apply(one, respondent.organisation) for one in both):
            return
        may_be, may_not_be = (True, False) if question.show_if is None else self._outcomes(question.show_if)
        is_known = all(name in respondent.organisation for one in both for name in one)
        if may_be and not may_not_be and is_known:
            self.certain.add(question.key)
        elif may_be:
            self.possible.add(question.key)

    def _outcomes(self, condition: Condition) -> tuple[bool, bool]:
        """Whether the condition may come to hold, and whether it may come not to."""
        match condition:
            case AllOf():
                parts = [self._outcomes(part) for part in condition.all]
                return all(may for may, _ in parts), any(may_not for _, may_not in parts)
            case AnyOf():
                parts = [self._outcomes(part) for part in condition.any]
                return any(may for may, _ in parts), all(may_not for _, may_not in parts)
            case Not():
                may, may_not = self._outcomes(condition.not_)
                return may_not, may
            case _:
                return condition.question in self.certain | self.possible, True


def may_apply(applies_to: AppliesTo, organisation: Mapping[str, str | None]) -> bool:
    """Whether every attribute named matches, or is not known of the organisation."""
    return all(name not in organisation or organisation[name] in values for name, values in applies_to.items())


def _amount(tool: Tool, keys: set[str], *, least: bool) -> Amount:
    """`least` counts only what must be written, else all that the rules may come to ask for."""
    asked = [tool.questions[key] for key in tool.questions if key in keys]
    words = sum(_words(text) for text in _texts(tool, keys))
    seconds = sum(_seconds(question, least=least) for question in asked)
    written = sum(_words_to_write(question, least=least) for question in asked)
    return Amount(
        questions=len(asked),
        rated=sum(question.key in tool.scored_questions for question in asked),
        words=words,
        reading_minutes=words / WORDS_READ_A_MINUTE,
        answering_minutes=seconds / 60 + written / WORDS_WRITTEN_A_MINUTE,
    )


@lru_cache(maxsize=8192)
def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _texts(tool: Tool, keys: set[str]) -> Iterator[str]:
    """All that somebody reads who is asked these questions; a scheme's own words for its levels are read once."""
    yield tool.purpose
    schemes = set()
    for section in tool.sections:
        asked = [question for question in section.questions if question.key in keys]
        if asked:
            yield from (section.title, section.guidance)
        for question in asked:
            yield from (question.title, question.guidance, *_choices(question))
            schemes.add(question.scheme if isinstance(question, JudgedQuestion) else None)
    for key in schemes - {None}:
        yield from (f"{level.label} {level.means}" for level in tool.rating_schemes[key or ""].levels)


def _choices(question: Question) -> Iterator[str]:
    match question:
        case RatingQuestion():
            yield from question.levels.values()
        case ChoiceQuestion() | ChoicesQuestion():
            yield from (f"{option.label} {option.hint}" for option in question.options)
        case TableQuestion():
            yield from (column.title for column in question.columns)
            yield from question.rows


def _seconds(question: Question, *, least: bool) -> float:
    if least and not question.required:
        return 0
    if isinstance(question, TableQuestion):
        rows = len(question.rows) or min(ROWS_FILLED, question.maximum_rows)
        return SECONDS_A_BOX * rows * len(question.columns)
    if isinstance(question, EvidenceQuestion):
        return SECONDS_A_DOCUMENT * DOCUMENTS_NAMED
    if isinstance(question, JudgedQuestion) and question.is_scored:
        return SECONDS_TO_JUDGE
    return SECONDS_TO_ANSWER[question.type]


def _words_to_write(question: Question, *, least: bool) -> int:
    if isinstance(question, TextQuestion):
        return 0 if least and not question.required else question.lines * WORDS_A_LINE
    if not isinstance(question, JudgedQuestion):
        return 0
    wanted = {"required"} if least else {"required", "required_at_or_below", "required_at_or_above"}
    comment = WORDS_OF_A_COMMENT * (question.comment.when in wanted)
    evidence = WORDS_OF_EVIDENCE * (question.evidence.when in wanted)
    action = WORDS_OF_AN_ACTION * (not least and question.action_at_or_below is not None)
    return comment + evidence + action

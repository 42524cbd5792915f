"""A tool's rules in words: when a question is asked, of whom, and what goes with its rating."""

from collections.abc import Mapping, Sequence

from tool_definitions.condition import AllOf, Answered, AnswerIs, AnyOf, AtOrAbove, AtOrBelow, Condition, Not
from tool_definitions.question import ChoiceQuestion, ChoicesQuestion, Demand, JudgedQuestion, OnlyFor, QuestionBase
from tool_definitions.tool import Tool

KINDS = {
    "self_assessment": "Self-assessment",
    "case_file": "Case file audit",
    "single_agency": "Single-agency audit",
    "training_impact": "Audit of training impact",
    "benchmarking": "Benchmarking exercise",
    "report": "Report",
    "referral": "Referral",
}
TYPES = {
    "rating": "Rating",
    "yes_no": "Yes or no",
    "choice": "One of several",
    "choices": "Any of several",
    "text": "Words",
    "number": "Number",
    "date": "Date",
    "table": "Table",
    "evidence": "List of evidence",
}
STANCES = {"concern": "Counts as a concern", "adequate": "Adequate", "strength": "Counts as a strength"}
ASKS_FOR = {
    "reflection": "Reflection",
    "factors": "Factors that affected practice",
    "outcomes": "Outcomes for children",
    "feedback": "Feedback about the audit itself",
}
_ATTRIBUTES = {
    "has_nursery": "nursery",
    "has_sixth_form": "sixth form",
    "type": "type",
    "local_authority": "local authority",
}


def either(words: Sequence[str]) -> str:
    """Words joined as a choice: a, b or c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def spaced(word: str) -> str:
    """A stable word as people read it."""
    return word.replace("_", " ")


def applies_words(applies_to: Mapping[str, Sequence[str]]) -> str:
    """Whom something is asked of: empty where it is everybody."""
    return "; ".join(
        f"{_ATTRIBUTES.get(name, spaced(name))}: {either([spaced(value) for value in values])}"
        for name, values in applies_to.items()
    )


def condition_words(tool: Tool, condition: Condition) -> str:
    """When a question is asked, as the end of a sentence that begins “Asked if”."""
    match condition:
        case AllOf():
            return " and ".join(_in_brackets(tool, part) for part in condition.all)
        case AnyOf():
            return " or ".join(_in_brackets(tool, part) for part in condition.any)
        case Not():
            return f"it is not so that {condition_words(tool, condition.not_)}"
        case _:
            return f"“{tool.questions[condition.question].title}” {_leaf_words(tool, condition)}"


def _in_brackets(tool: Tool, condition: Condition) -> str:
    words = condition_words(tool, condition)
    return f"({words})" if isinstance(condition, AllOf | AnyOf) else words


def _leaf_words(tool: Tool, leaf: AnswerIs | AtOrBelow | AtOrAbove | Answered) -> str:
    question = tool.questions[leaf.question]
    match leaf:
        case AnswerIs():
            return f"is {either([answer_label(tool, question, value) for value in leaf.is_])}"
        case AtOrBelow():
            return f"is rated {answer_label(tool, question, leaf.at_or_below)} or worse"
        case AtOrAbove():
            return f"is rated {answer_label(tool, question, leaf.at_or_above)} or better"
        case Answered():
            return "has been answered" if leaf.answered else "has not been answered"


def answer_label(tool: Tool, question: QuestionBase, value: str) -> str:
    """An answer's value in the words people choose it by."""
    if isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return next((option.label for option in question.options if option.value == value), value)
    if question.key in tool.scored_questions:
        scheme = tool.scheme_of(question.key)
        return scheme.level(value).label if value in scheme.ranks else scheme.not_applicable.label
    return spaced(value)


def demand_words(tool: Tool, question: JudgedQuestion, what: str, demand: Demand) -> str:
    """When a comment or evidence is asked for; empty where it never is."""
    if demand.level is None:
        return {"none": "", "optional": f"{what} optional", "required": f"{what} required"}[demand.when]
    end = "worse" if demand.when.endswith("below") else "better"
    return f"{what} required for {answer_label(tool, question, demand.level)} or {end}"


def beside_words(tool: Tool, question: JudgedQuestion) -> list[str]:
    """What goes with a rating: comment, evidence, action, not applicable, weight, limit."""
    parts = [
        demand_words(tool, question, "Comment", question.comment),
        demand_words(tool, question, "Evidence", question.evidence),
    ]
    if question.action_at_or_below:
        parts.append(f"Action asked for at {answer_label(tool, question, question.action_at_or_below)} or worse")
    parts.append(_not_applicable_words(question))
    if question.weight != 1:
        parts.append(weight_words(question.weight))
    if question.limit:
        parts.append(_limit_words(tool, question))
    return [part for part in parts if part]


def weight_words(weight: float) -> str:
    """How much something counts beside others."""
    if weight == 0:
        return "Does not count towards the score"
    return "Counts twice as much as others" if weight == 2 else f"Counts {weight:g} times as much as others"


def _not_applicable_words(question: JudgedQuestion) -> str:
    policy = question.not_applicable
    if isinstance(policy, OnlyFor):
        return f"Not applicable may be chosen, with a reason, only for {applies_words(policy.only_for)}"
    return {
        "never": "Not applicable cannot be chosen" if question.is_scored else "",
        "allowed": "Not applicable may be chosen",
        "with_reason": "Not applicable needs a reason",
    }[policy]


def _limit_words(tool: Tool, question: JudgedQuestion) -> str:
    limit = question.limit
    assert limit is not None
    caps = [f"the section is at most “{limit.section}”"] if limit.section else []
    caps += [f"the whole return is at most “{limit.overall}”"] if limit.overall else []
    return f"Limiting judgement: at {answer_label(tool, question, limit.at_or_below)} or worse, {' and '.join(caps)}"

"""Organisations and answers that fit a tool, drawn from a stated chance: enough to see and to score everything."""

from collections.abc import Iterator
from itertools import product
from random import Random

from formsapp.organisations.words import AGENCY_SECTORS, EDUCATION_SECTORS, PHASES, PROVISIONS
from tool_definitions.question import ChoiceQuestion, ChoicesQuestion, JudgedQuestion, Question, YesNoQuestion
from tool_definitions.tool import Tool

_SETTINGS = ("childminder", "group", "out_of_school")
_TAUGHT = tuple(value for value in PROVISIONS if value not in _SETTINGS)
#: What organisations of each type are like, as far as the tools ask.
_LIKE = {
    "school": {"phase": tuple(PHASES), "sector": tuple(EDUCATION_SECTORS), "provision": _TAUGHT, "more": ("yes", "no")},
    "college": {"phase": ("post_16",), "sector": ("further_education",), "provision": ("mainstream",), "more": ("no",)},
    "agency": {"phase": (None,), "sector": tuple(AGENCY_SECTORS), "provision": (None,), "more": ("no",)},
    "early_years": {"phase": (None,), "sector": ("early_years",), "provision": _SETTINGS, "more": ("no",)},
    "other": {"phase": (None,), "sector": ("other",), "provision": (None,), "more": ("no",)},
}
_MORE = ("has_nursery", "has_sixth_form", "boarding")


def organisations_of(type_: str) -> Iterator[dict[str, str | None]]:
    """Every kind of organisation of a type that the register knows."""
    like = _LIKE[type_]
    for phase, sector, provision, more in product(like["phase"], like["sector"], like["provision"], like["more"]):
        alike = {"type": type_, "phase": phase, "sector": sector, "provision": provision}
        yield {**alike, **dict.fromkeys(_MORE, more)}


def audience_of(tool: Tool) -> Iterator[dict[str, str | None]]:
    """Every kind of organisation that a tool is for."""
    for type_ in tool.audience.organisation_types:
        yield from organisations_of(type_)


def random_answers(tool: Tool, luck: Random) -> dict[str, str | tuple[str, ...]]:
    """An answer to every question, shown or not."""
    return {key: _answer(tool, question, luck) for key, question in tool.questions.items()}


def _answer(tool: Tool, question: Question, luck: Random) -> str | tuple[str, ...]:
    if isinstance(question, JudgedQuestion) and question.is_scored:
        return luck.choice(ratings_allowed(tool, question))
    match question:
        case YesNoQuestion():
            return luck.choice(("yes", "no"))
        case ChoiceQuestion():
            return luck.choice([option.value for option in question.options])
        case ChoicesQuestion():
            values = [option.value for option in question.options]
            return tuple(luck.sample(values, luck.randint(1, len(values))))
    return "7"


def ratings_allowed(tool: Tool, question: JudgedQuestion) -> list[str]:
    """The levels of a question's scheme, and *not applicable* where it may be chosen."""
    scheme = tool.scheme_of(question.key)
    return [*scheme.ranks, *([] if question.not_applicable == "never" else [scheme.not_applicable.value])]

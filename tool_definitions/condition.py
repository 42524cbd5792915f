"""Conditions: data, not a language. They decide whether a question is shown, hidden or not yet known."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from tool_definitions.values import Key, Part, Truth, Word


class AnswerIs(Part):
    """The answer is one of these values (for several choices: any of them is)."""

    question: Key
    is_: tuple[Word, ...] = Field(alias="is", min_length=1)


class AtOrBelow(Part):
    """The rating is at or below this level of its scheme."""

    question: Key
    at_or_below: Word


class AtOrAbove(Part):
    """The rating is at or above this level of its scheme."""

    question: Key
    at_or_above: Word


class Answered(Part):
    """The question has (or has not) been answered."""

    question: Key
    answered: Truth


class AllOf(Part):
    """Every one of these holds."""

    all: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Part):
    """At least one of these holds."""

    any: tuple["Condition", ...] = Field(min_length=1)


class Not(Part):
    """This does not hold."""

    not_: "Condition" = Field(alias="not")


_FORMS = {
    "is": "is", "is_": "is", "at_or_below": "at_or_below", "at_or_above": "at_or_above",
    "answered": "answered", "all": "all", "any": "any", "not": "not", "not_": "not",
}  # fmt: skip
_CLASSES: dict[type, str] = {
    AnswerIs: "is",
    AtOrBelow: "at_or_below",
    AtOrAbove: "at_or_above",
    Answered: "answered",
    AllOf: "all",
    AnyOf: "any",
    Not: "not",
}


def _form(value: Any) -> str | None:
    if isinstance(value, Mapping):
        found = {_FORMS[key] for key in value if key in _FORMS}
        return found.pop() if len(found) == 1 else None
    return _CLASSES.get(type(value))


Condition = Annotated[
    Annotated[AnswerIs, Tag("is")]
    | Annotated[AtOrBelow, Tag("at_or_below")]
    | Annotated[AtOrAbove, Tag("at_or_above")]
    | Annotated[Answered, Tag("answered")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(
        _form,
        custom_error_type="bad-condition",
        custom_error_message=(
            "a condition names a question with one of: is, at_or_below, at_or_above, answered; "
            "or is one of: all, any, not"
        ),
    ),
]

for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


#: The conditions on a single question.
Leaf = AnswerIs | AtOrBelow | AtOrAbove | Answered
LEAVES: tuple[type[AnswerIs | AtOrBelow | AtOrAbove | Answered], ...] = (AnswerIs, AtOrBelow, AtOrAbove, Answered)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every condition on a single question inside this one, in the order written."""
    match condition:
        case AllOf():
            for part in condition.all:
                yield from leaves(part)
        case AnyOf():
            for part in condition.any:
                yield from leaves(part)
        case Not():
            yield from leaves(condition.not_)
        case _:
            yield condition

"""A question as it is put to people: how an answer is read from a form, checked, stored and shown."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from werkzeug.datastructures import MultiDict

from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import ONLY_SPACES, is_blank
from tool_definitions.question import QuestionBase
from tool_definitions.tool import Tool
from tool_definitions.visibility import Attributes

#: The part of an answer (`value`, `reason`, `comment`, `evidence`, `action`) -> what is wrong with it, in a sentence.
Faults = dict[str, str]
FormData = MultiDict[str, str]
Q = TypeVar("Q", bound=QuestionBase)

CHOOSE = "Choose an answer from the list"


class Asked(ABC, Generic[Q]):
    """One question of one tool version. Made once per process, used by every request, never changed."""

    #: The template that asks the question, and the one that shows the answer.
    template: ClassVar[str]
    read_template: ClassVar[str] = "returns/read/words.html"
    #: Whether the HTML around the answers is always the same, so that it is rendered once.
    is_moulded: ClassVar[bool] = True
    #: Names of boxes inside the question, beside the question's own.
    parts: tuple[str, ...] = ()
    #: What an answer may do to the whole return's band, in words.
    limit_words: str = ""
    #: The names that may come more than once in a form.
    repeated: frozenset[str] = frozenset()

    def __init__(self, question: Q, tool: Tool, number: str) -> None:
        self.question = question
        self.tool = tool
        self.key = question.key
        self.number = number
        self.name = f"q-{question.key}"

    def input_of(self, part: str) -> str:
        """The name, and the id, of the input of one part of the answer."""
        return self.name if part == "value" else f"{self.name}:{part}"

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The names of every input that the question reads."""
        return frozenset({self.name, *map(self.input_of, self.parts)})

    def may_be_not_applicable(self, organisation: Attributes | None) -> bool:  # noqa: ARG002  judged answers need it
        """Whether this organisation may choose *not applicable*."""
        return False

    @abstractmethod
    def read(self, form: FormData, before: Given) -> Given:
        """The answer that a posted form gives. What the form does not hold stays as it was before."""

    @abstractmethod
    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:
        """Why the answer cannot be stored."""

    def gaps(self, given: Given, organisation: Attributes | None = None) -> Faults:  # noqa: ARG002  judged answers need it
        """What is still missing from the answer before the return can be submitted."""
        return {"value": "Answer this question"} if self.question.required and is_blank(given.value) else {}

    def oddities(self, given: Given) -> Iterator[str]:  # noqa: ARG002  ratings have some
        """What may be worth a second look, without stopping anybody."""
        yield from ()

    def settled(self, given: Given) -> Given:
        """The answer as it is stored: a box with only spaces in it is empty."""
        if ONLY_SPACES not in given:
            return given
        value, *others = ("" if part == ONLY_SPACES else part for part in given)
        return Given(value or None, *(part or "" for part in others))

    def boxes(self, given: Given) -> dict[str, str]:
        """What stands in each text box of the question, by part."""
        return {"value": given.value or ""}

    def chosen(self, given: Given) -> tuple[str, ...]:
        """The values of the options that are chosen."""
        return () if given.value is None else (given.value,)

    def rows(self, given: Given) -> Any:  # noqa: ARG002  tables have some
        """The rows of boxes, for questions whose number of boxes varies."""
        return ()

    def condition_value(self, value: str | None) -> str | tuple[str, ...] | None:
        """The answer as conditions of the tool see it."""
        return value

    def words(self, value: str) -> str:
        """The answer as a reader sees it, where a line of words says it all."""
        return value

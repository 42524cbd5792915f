"""A tool version made ready to be asked: everything about its forms that no request changes, made once per process."""

from collections import OrderedDict
from collections.abc import Container, Iterable, Mapping
from copy import copy
from functools import cached_property
from threading import Lock
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.returns.beside import NOTHING_BESIDE, Beside
from formsapp.returns.fields import FIELD_TYPES
from formsapp.returns.fields.asked import Asked, Faults
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.question_html import QuestionHtml
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.condition import leaves
from tool_definitions.question import QuestionBase
from tool_definitions.tool import Section, Tool
from tool_definitions.visibility import Attributes, applies, asked_in

#: More versions than one partnership has in use at a time.
KEPT = 32


class AskedSection:
    """One section: its questions as they are asked, and what its forms may hold."""

    def __init__(self, section: Section, tool: Tool, number: int, needs: frozenset[str]) -> None:
        self.section = section
        self.key = section.key
        self.title = section.title
        self.number = number
        self.questions: tuple[Asked[Any], ...] = tuple(
            FIELD_TYPES[question.type](question, tool, f"{number}.{place}")
            for place, question in enumerate(section.questions, start=1)
        )
        self.by_key = {asked.key: asked for asked in self.questions}
        #: The questions of the section, and all those that decide which of them are shown.
        self.needs = needs
        #: Only what is needed to tell which of the section's questions are shown.
        self.tool = _only(tool, needs)
        self._parts: dict[str, AskedSection] = {}
        own = self.by_key.keys()
        #: Whether an answer in this section decides what else is asked in it.
        self.unfolds = any(leaf in own for question in section.questions for leaf in _asks_about(question))

    def only(self, key: str) -> "AskedSection":
        """The section with this one question: saving one answer need not read the others."""
        if key not in self._parts:
            part = copy(self)
            part.questions, part.by_key = (self.by_key[key],), {key: self.by_key[key]}
            part.needs = _decided_by(self.tool)[key] | {key}
            part.tool = _only(self.tool, part.needs)
            for name in ("inputs", "repeated"):
                part.__dict__.pop(name, None)
            self._parts[key] = part
        return self._parts[key]

    @cached_property
    def inputs(self) -> dict[str, str]:
        """Every input that a form of this section may hold, and the question it belongs to."""
        return {name: asked.key for asked in self.questions for name in asked.inputs}

    @cached_property
    def repeated(self) -> frozenset[str]:
        """The inputs that may come more than once."""
        return frozenset().union(*(asked.repeated for asked in self.questions))

    @cached_property
    def _html(self) -> dict[tuple[str, bool], QuestionHtml]:
        return {
            (asked.key, offers): QuestionHtml(asked, offers_not_applicable=offers)
            for asked in self.questions
            for offers in (True, False)
        }

    def html_of(self, asked: Asked[Any], organisation: Attributes | None) -> QuestionHtml:
        """The HTML of one of its questions, for this organisation."""
        return self._html[asked.key, asked.may_be_not_applicable(organisation)]

    def questions_for(self, organisation: Attributes | None, wave: str | None = None) -> list[Asked[Any]]:
        """The questions that may come to be asked of this organisation in this wave, whatever is answered."""
        if not applies(self.section.applies_to, organisation):
            return []
        asked = (one for one in self.questions if asked_in(one.question, wave))
        return [one for one in asked if applies(one.question.applies_to, organisation)]

    def asks_something(self, organisation: Attributes | None, wave: str | None = None) -> bool:
        """Whether anything may come to be asked of this organisation in this wave."""
        return applies(self.section.applies_to, organisation) and any(
            asked_in(one.question, wave) and applies(one.question.applies_to, organisation) for one in self.questions
        )

    def html(
        self,
        shown: Iterable[Asked[Any]],
        answers: Mapping[str, Given],
        faults: Mapping[str, Faults],
        organisation: Attributes | None,
        beside: Mapping[str, Beside] = MappingProxyType({}),
    ) -> Markup:
        """These questions with these answers in their boxes, what is wrong with them, and what stands beside them."""
        pieces = []
        for asked in shown:
            made, given = self.html_of(asked, organisation), answers.get(asked.key, NOTHING)
            wrong, around = faults.get(asked.key), beside.get(asked.key, NOTHING_BESIDE)
            pieces.append(made.rendered(given, wrong, around) if wrong else made.asking(given, around))
        return Markup("".join(pieces))  # noqa: S704  pieces of templates, with escaped answers between them

    def errors(self, faults: Mapping[str, Faults]) -> list[tuple[str | None, str]]:
        """What is wrong with answers, as the summary of a page lists it: the input, and a sentence."""
        return [
            (self.by_key[key].input_of(part), f"{self.by_key[key].number} {sentence}")
            for key, found in faults.items()
            for part, sentence in found.items()
        ]


class AskedTool:
    """One tool version: its sections as they are asked."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        decided_by = _decided_by(tool)
        self.sections = {
            section.key: AskedSection(section, tool, number, _needs(section, decided_by))
            for number, section in enumerate(tool.sections, start=1)
        }
        self.questions = {asked.key: asked for section in self.sections.values() for asked in section.questions}

    def around(
        self,
        section: AskedSection,
        organisation: Attributes | None,
        wave: str | None = None,
        *,
        only: Container[str] | None = None,
    ) -> tuple[AskedSection | None, AskedSection | None]:
        """The sections before and after this one that are asked of the organisation, of these alone if any are named;
        None at either end.
        """
        named = (one for one in self.sections.values() if only is None or one.key in only)
        applying = [one for one in named if one.asks_something(organisation, wave)]
        place = next((place for place, one in enumerate(applying) if one is section), None)
        if place is None:
            return None, None
        before = applying[place - 1] if place else None
        return before, applying[place + 1] if place + 1 < len(applying) else None


_kept: OrderedDict[tuple[int, str], AskedTool] = OrderedDict()
_lock = Lock()


def asked_tool(session: Session, version_id: int, fingerprint: str) -> AskedTool:
    """The tool of a version, ready to be asked. The version is read from the database the first time only."""
    name = (version_id, fingerprint)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    made = AskedTool(tool_of(session.get_one(ToolVersion, version_id)))
    with _lock:
        _kept[name] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _asks_about(question: QuestionBase) -> set[str]:
    return {leaf.question for leaf in leaves(question.show_if)} if question.show_if else set()


def _decided_by(tool: Tool) -> dict[str, frozenset[str]]:
    """For each question: every earlier question that decides, directly or not, whether it is shown."""
    found: dict[str, frozenset[str]] = {}
    for key, question in tool.questions.items():
        direct = _asks_about(question)
        found[key] = frozenset(direct).union(*(found.get(one, frozenset()) for one in direct))
    return found


def _needs(section: Section, decided_by: dict[str, frozenset[str]]) -> frozenset[str]:
    own = frozenset(question.key for question in section.questions)
    return own.union(*(decided_by[key] for key in own))


def _only(tool: Tool, keys: frozenset[str]) -> Tool:
    """The tool with these questions alone. It is never validated: it only tells which questions are shown."""
    kept = (
        (section, tuple(question for question in section.questions if question.key in keys))
        for section in tool.sections
    )
    sections = tuple(section.model_copy(update={"questions": questions}) for section, questions in kept if questions)
    return tool.model_copy(update={"sections": sections})

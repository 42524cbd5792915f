"""A tool as far as it can be understood: what the checks look at, so that one fault does not hide another.

Where the whole file is a valid tool the draft is that tool. Where it is not, each part is read on its own, and
a part that cannot be used is read again without the fields that spoil it.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from tool_definitions.condition import LEAVES, Leaf
from tool_definitions.document import Document, is_mapping
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import JudgedQuestion, Question, QuestionBase
from tool_definitions.scheme import Level, NotApplicable, RatingScheme
from tool_definitions.tool import Kind, Section, Tool
from tool_definitions.values import AppliesTo

QUESTION_TYPES: dict[str, type[QuestionBase]] = {
    get_args(member.model_fields["type"].annotation)[0]: member for member in get_args(get_args(Question)[0])
}
Model = TypeVar("Model", bound=BaseModel)
_UNKNOWN_SCHEME = "scheme-not-given"
#: Fields whose words people read, and lists of such words.
_READ_BY_PEOPLE = frozenset(
    {"title", "guidance", "purpose", "label", "hint", "means", "statement", "text", "recommendation", "unit"}
)
_LISTS_READ_BY_PEOPLE = frozenset({"rows", "themes", "age_bands"})
_STAND_INS: dict[str, Any] = {
    "title": "-",
    "scheme": _UNKNOWN_SCHEME,
    "columns": [{"key": "a", "title": "-"}],
    "questions": [{"key": "a", "type": "text", "title": "-"}],
}


@dataclass(frozen=True)
class DraftScheme:
    """A rating scheme of the tool: its levels as far as they can be read, None where nothing is known of them."""

    path: DocumentPath
    levels: tuple[Level, ...] | None
    not_applicable: NotApplicable = field(default_factory=NotApplicable)
    is_shipped: bool = False

    @cached_property
    def values(self) -> tuple[str, ...] | None:
        """The levels' values, worst first."""
        return None if self.levels is None else tuple(level.value for level in self.levels)


@dataclass(frozen=True)
class DraftQuestion:
    """A question, with its key as written; `question` is None where it cannot be understood."""

    path: DocumentPath
    key: str
    section: "DraftSection"
    question: QuestionBase | None
    written: Any = None

    @cached_property
    def conditions(self) -> tuple[tuple[DocumentPath, Leaf], ...]:
        """Every condition on a single question in `show_if` that can be read, with its path."""
        show_if = self.written.get("show_if") if is_mapping(self.written) else None
        return tuple(_leaves(show_if, (*self.path, "show_if")))

    @property
    def judged(self) -> JudgedQuestion | None:
        """The question, if it is one that may be scored."""
        return self.question if isinstance(self.question, JudgedQuestion) else None


@dataclass(frozen=True)
class DraftSection:
    """A section, without its questions."""

    path: DocumentPath
    key: str
    section: Section | None

    @property
    def applies_to(self) -> AppliesTo:
        """The organisations the section is for."""
        return self.section.applies_to if self.section else {}


@dataclass(frozen=True)
class Draft:
    """All of a tool file that the checks look at."""

    document: Document
    data: Mapping[str, Any]
    shipped: Mapping[str, RatingScheme]
    tool: Tool | None

    def problem(self, code: str, path: DocumentPath, message: str | None = None, remedy: str = "") -> Problem:
        """A problem of this file at this path."""
        return self.document.problem(code, path, message, remedy)

    def names(self, part: str) -> tuple[str, ...]:
        """The names that a part such as `threads` or `references` gives."""
        value = self.data.get(part)
        return tuple(value) if is_mapping(value) else ()

    @cached_property
    def parts(self) -> tuple[tuple[DocumentPath, Any], ...]:
        """Every part of the document with its path."""
        found: list[tuple[DocumentPath, Any]] = []
        _gather_parts(self.data, (), found)
        return tuple(found)

    @cached_property
    def strings(self) -> tuple[tuple[DocumentPath, str], ...]:
        """Every text of the document with its path, codes too."""
        return tuple((path, part) for path, part in self.parts if isinstance(part, str))

    @cached_property
    def all_strings(self) -> str:
        """Every text of the document in one string: a sign not found here is found in no text."""
        return "\x00".join(text for _, text in self.strings)

    @cached_property
    def fields(self) -> dict[str, list[tuple[DocumentPath, Any]]]:
        """Every part that has a name with its path, by its name."""
        found: dict[str, list[tuple[DocumentPath, Any]]] = {}
        for path, part in self.parts:
            if path and isinstance(path[-1], str):
                found.setdefault(path[-1], []).append((path, part))
        return found

    @cached_property
    def texts(self) -> tuple[tuple[DocumentPath, str], ...]:
        """Every text that people read, with its path."""
        return tuple((path, str(part)) for path, part in self.strings if _is_read(path))

    @cached_property
    def all_words(self) -> str:
        """All that people read in one string, in small letters: a sign not found here is found in no text."""
        return "\x00".join(text for _, text in self.texts).lower()

    @property
    def kind(self) -> str:
        """The kind of tool, as written."""
        return str(self.data.get("kind"))

    @property
    def is_self_assessment(self) -> bool:
        """Whether organisations answer about themselves."""
        return self.kind == Kind.SELF_ASSESSMENT

    def part(self, model: type[Model], name: str) -> Model | None:
        """A part of the tool such as `summary` as far as it can be read; its defaults where it is left out."""
        return salvage(model, self.data.get(name, {}))

    @cached_property
    def schemes(self) -> dict[str, DraftScheme]:
        """The rating schemes of the tool by their local names."""
        written = self.data.get("rating_schemes")
        return {name: self._scheme(name, part) for name, part in written.items()} if is_mapping(written) else {}

    def _scheme(self, name: str, written: Any) -> DraftScheme:
        path = ("rating_schemes", name)
        if is_mapping(written) and "use" in written:
            scheme = self.shipped.get(str(written["use"]))
            return DraftScheme(path, scheme.levels, scheme.not_applicable, True) if scheme else DraftScheme(path, None)
        return draft_scheme(path, written)

    @cached_property
    def sections(self) -> tuple[DraftSection, ...]:
        """The sections in the order of the file."""
        return tuple(self._sections())

    def _sections(self) -> Iterator[DraftSection]:
        for place, written in enumerate(_items(self.data.get("sections"))):
            path = ("sections", place)
            if self.tool:
                section: Section | None = self.tool.sections[place]
            else:
                section = (
                    salvage(Section, {**written, "questions": _STAND_INS["questions"]}) if is_mapping(written) else None
                )
            yield DraftSection(path, _key_of(written), section)

    @cached_property
    def questions(self) -> tuple[DraftQuestion, ...]:
        """Every question in the order of the file, those that cannot be understood too."""
        return tuple(self._questions())

    def _questions(self) -> Iterator[DraftQuestion]:
        for section, written in zip(self.sections, _items(self.data.get("sections")), strict=True):
            for place, part in enumerate(_items(written.get("questions") if is_mapping(written) else None)):
                path = (*section.path, "questions", place)
                if self.tool and section.section:
                    question: QuestionBase | None = section.section.questions[place]
                else:
                    question = _question(part)
                yield DraftQuestion(path, _key_of(part), section, question, part)

    @cached_property
    def by_key(self) -> dict[str, DraftQuestion]:
        """The questions by key; of several with one key, the first."""
        found: dict[str, DraftQuestion] = {}
        for question in self.questions:
            found.setdefault(question.key, question)
        return found

    @cached_property
    def by_path(self) -> dict[DocumentPath, DraftQuestion]:
        """The questions by where they are."""
        return {question.path: question for question in self.questions}

    def scheme_of(self, question: DraftQuestion) -> DraftScheme | None:
        """The scheme of a question that names one the draft knows the levels of."""
        scheme = self.schemes.get(question.judged.scheme or "") if question.judged else None
        return scheme if scheme and scheme.levels is not None else None

    def scored(self) -> Iterator[tuple[DraftQuestion, JudgedQuestion]]:
        """The questions that name a scheme, known or not."""
        for question in self.questions:
            if question.judged and question.judged.is_scored:
                yield question, question.judged

    @cached_property
    def rated(self) -> tuple[tuple[DraftQuestion, JudgedQuestion, tuple[Level, ...]], ...]:
        """The scored questions whose levels are known, with these, worst first."""
        found = ((question, judged, self.scheme_of(question)) for question, judged in self.scored())
        return tuple(
            (question, judged, scheme.levels) for question, judged, scheme in found if scheme and scheme.levels
        )


def _gather_parts(data: Any, path: DocumentPath, found: list[tuple[DocumentPath, Any]]) -> None:
    found.append((path, data))
    items = data.items() if is_mapping(data) else enumerate(data) if isinstance(data, list) else ()
    for key, part in items:
        _gather_parts(part, (*path, key), found)


def _is_read(path: DocumentPath) -> bool:
    if not path:
        return False
    if path[-1] in _READ_BY_PEOPLE:
        return True
    around = path[-2] if len(path) > 1 else ""
    return around in _LISTS_READ_BY_PEOPLE or around == "threads" or (around == "levels" and isinstance(path[-1], str))


def names_a_scheme(question: JudgedQuestion) -> bool:
    """Whether the question itself names a scheme, rather than the stand-in for one left out."""
    return question.scheme not in {None, _UNKNOWN_SCHEME}


def draft_scheme(path: DocumentPath, written: Any) -> DraftScheme:
    """A scheme as far as its levels can be read."""
    if not is_mapping(written) or not isinstance(written.get("levels"), list):
        return DraftScheme(path, None)
    levels = [salvage(Level, part) for part in written["levels"] if is_mapping(part)]
    known = tuple(level for level in levels if level is not None)
    if len(known) < len(written["levels"]):
        return DraftScheme(path, None)
    not_applicable = written.get("not_applicable", {})
    return DraftScheme(path, known, salvage(NotApplicable, not_applicable) or NotApplicable())


def salvage(model: type[Model], written: Any) -> Model | None:
    """The model of what is written, without the fields it refuses; None where too little is left.

    Left-out titles and schemes are stood in for.
    """
    data = written
    while is_mapping(data):
        try:
            return model.model_validate(data)
        except ValidationError as refusal:
            spoilt = {str(details["loc"][0]) for details in refusal.errors() if details["loc"]}
            changed = {name: value for name, value in data.items() if name not in spoilt}
            changed |= {name: _STAND_INS[name] for name in spoilt & set(_STAND_INS)}
            data = None if changed == data else changed
    return None


def _question(written: Any) -> QuestionBase | None:
    if not is_mapping(written):
        return None
    model = QUESTION_TYPES.get(str(written.get("type")))
    key = _key_of(written)
    return salvage(model, {**written, "key": written.get("key") or key}) if model else None


def _leaves(condition: Any, path: DocumentPath) -> Iterator[tuple[DocumentPath, Leaf]]:
    if not is_mapping(condition):
        return
    for form in ("all", "any"):
        for place, part in enumerate(_items(condition.get(form))):
            yield from _leaves(part, (*path, form, place))
    if "not" in condition:
        yield from _leaves(condition["not"], (*path, "not"))
    for leaf in LEAVES:
        with suppress(ValidationError):
            yield path, leaf.model_validate(condition)


def _key_of(written: Any) -> str:
    key = written.get("key") if is_mapping(written) else None
    return str(key) if isinstance(key, str) else ""


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

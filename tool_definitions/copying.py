"""Copying a question or a section of one tool into the text of another, with what it needs and where it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from tool_definitions.condition import leaves
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit, Insert, Put
from tool_definitions.question import QuestionBase
from tool_definitions.scheme import RatingScheme
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class Copied:
    """The edits that copy, the key the copy has, and in sentences what could not come with it."""

    edits: tuple[Edit, ...]
    key: str
    left_out: tuple[str, ...]


def copy_question(data: Mapping[str, Any], source: Tool, key: str, *, section: int) -> Copied:
    """Copy a question of `source` to the end of a section of `data`, by its place. KeyError if it is not there."""
    copying = _Copying(data, source, {key: _free(key, _question_keys(data))})
    question = copying.question(source.questions[key])
    place = len(data["sections"][section].get("questions") or ())
    return copying.done(Insert(("sections", section, "questions"), place, question), copying.keys[key])


def copy_section(data: Mapping[str, Any], source: Tool, key: str) -> Copied:
    """Copy a section of `source` with its questions to the end of `data`. KeyError if it is not there."""
    section = source.section(key)
    taken = _question_keys(data)
    keys: dict[str, str] = {}
    for question in section.questions:
        keys[question.key] = _free(question.key, taken)
        taken.add(keys[question.key])
    copying = _Copying(data, source, keys)
    sections = data.get("sections") or []
    document: dict[str, Any] = section.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document["key"] = _free(key, {str(one.get("key")) for one in sections if is_mapping(one)})
    document["questions"] = [copying.question(question) for question in section.questions]
    document["copied_from"] = copying.origin(key)
    return copying.done(Insert(("sections",), len(sections), document), document["key"])


def copy_scheme(data: Mapping[str, Any], scheme: RatingScheme, wanted: str) -> Copied:
    """Copy a rating scheme, by its name where it is one we ship."""
    name, edits = _scheme_in(data, scheme, wanted)
    return Copied(edits, name, ())


@dataclass
class _Copying:
    """One copy being made: what it adds to the tool beside itself, and what it must leave out."""

    data: Mapping[str, Any]
    source: Tool
    keys: dict[str, str]
    added: dict[str, dict[str, Any]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def question(self, question: QuestionBase) -> dict[str, Any]:
        """The question as it is written in the other tool."""
        document: dict[str, Any] = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        document.pop("from", None)
        document["key"] = self.keys[question.key]
        document["copied_from"] = self.origin(question.key)
        self._scheme(document)
        self._references(document)
        self._threads(document)
        self._limit(document)
        self._condition(document, question)
        self._waves(document)
        return document

    def origin(self, key: str) -> dict[str, str]:
        """Where the copy comes from."""
        return {"tool": self.source.key, "version": self.source.version, "key": key}

    def done(self, insert: Insert, key: str) -> Copied:
        """The whole copy: first what it needs, then itself."""
        edits = [edit for group, added in self.added.items() for edit in self._group(group, added)]
        return Copied((*edits, insert), key, tuple(dict.fromkeys(self.left_out)))

    def _group(self, group: str, added: dict[str, Any]) -> Iterator[Edit]:
        if is_mapping(self.data.get(group)):
            yield from (Put((group, name), value) for name, value in added.items())
        else:
            yield Put((group,), added)

    def _known(self, group: str) -> dict[str, Any]:
        written = self.data.get(group)
        return {**(written if is_mapping(written) else {}), **self.added.get(group, {})}

    def _name(self, group: str, wanted: str, value: Any, found: Iterable[str]) -> str:
        """The name under which the other tool has this, or is given it."""
        name = next(iter(found), None)
        if name is not None:
            return name
        name = _free(wanted, set(self._known(group)))
        self.added.setdefault(group, {})[name] = value
        return name

    def _scheme(self, document: dict[str, Any]) -> None:
        if "scheme" not in document:
            return
        wanted = document["scheme"]
        scheme = self.source.rating_schemes[wanted]
        same = (name for name, one in self._known("rating_schemes").items() if _scheme_of(one) == scheme)
        document["scheme"] = self._name("rating_schemes", wanted, _written(scheme), same)

    def _references(self, document: dict[str, Any]) -> None:
        for cited in document.get("references", ()):
            reference = self.source.references.get(cited["source"])
            if reference is None:
                continue
            value = reference.model_dump(mode="json", exclude_defaults=True)
            value.pop("superseded_by", None)
            same = (
                name
                for name, one in self._known("references").items()
                if is_mapping(one) and (one.get("title"), one.get("edition")) == (value["title"], value["edition"])
            )
            cited["source"] = self._name("references", cited["source"], value, same)

    def _threads(self, document: dict[str, Any]) -> None:
        if "threads" not in document:
            return
        document["threads"] = [self._thread(thread) for thread in document["threads"]]

    def _thread(self, thread: str) -> str:
        label = self.source.threads.get(thread, thread)
        same = (name for name, one in self._known("threads").items() if one == label)
        return self._name("threads", thread, label, same)

    def _limit(self, document: dict[str, Any]) -> None:
        limit = document.get("limit")
        if limit is None:
            return
        bands = _band_labels(self.data)
        for part in ("section", "overall"):
            if part in limit and limit[part] not in bands:
                self.left_out.append(f"The limit to the band “{limit.pop(part)}”, which this tool does not have.")
        if not {"section", "overall"} & limit.keys():
            del document["limit"]

    def _condition(self, document: dict[str, Any], question: QuestionBase) -> None:
        if question.show_if is None:
            return
        if not {leaf.question for leaf in leaves(question.show_if)} <= self.keys.keys():
            del document["show_if"]
            self.left_out.append(f"The condition on which “{question.title}” was asked: choose one here.")
        else:
            document["show_if"] = _with_keys(document["show_if"], self.keys)

    def _waves(self, document: dict[str, Any]) -> None:
        waves = self.data.get("waves") or ()
        if not set(document.get("waves", ())) <= set(waves):
            del document["waves"]
            self.left_out.append("The waves in which it was asked, which this tool does not have.")


def _scheme_in(data: Mapping[str, Any], scheme: RatingScheme, wanted: str) -> tuple[str, tuple[Edit, ...]]:
    written = data.get("rating_schemes")
    known = written if is_mapping(written) else {}
    for name, one in known.items():
        if _scheme_of(one) == scheme:
            return name, ()
    name = _free(wanted, set(known))
    value = _written(scheme)
    return name, (Put(("rating_schemes", name), value) if known else Put(("rating_schemes",), {name: value}),)


def _scheme_of(written: Any) -> RatingScheme | None:
    """The scheme that a tool's data names or holds; None where it cannot be read."""
    if not is_mapping(written):
        return None
    if "use" in written:
        return shipped_schemes().get(str(written["use"]))
    try:
        return RatingScheme.model_validate(written)
    except ValidationError:
        return None


def _written(scheme: RatingScheme) -> dict[str, Any]:
    if shipped_schemes().get(scheme.key) == scheme:
        return {"use": scheme.key}
    written: dict[str, Any] = scheme.model_dump(mode="json", exclude_defaults=True)
    return written


def _question_keys(data: Mapping[str, Any]) -> set[str]:
    sections = [one for one in data.get("sections") or () if is_mapping(one)]
    questions = [one for section in sections for one in section.get("questions") or () if is_mapping(one)]
    return {str(one.get("key")) for one in questions}


def _band_labels(data: Mapping[str, Any]) -> set[str]:
    scoring = data.get("scoring")
    bands = scoring.get("bands") if is_mapping(scoring) else None
    return {str(band.get("label")) for band in bands or () if is_mapping(band)}


def _free(wanted: str, taken: set[str]) -> str:
    """The name wanted, or with the first number that makes it one not in use."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _with_keys(condition: Any, keys: Mapping[str, str]) -> Any:
    """A condition as it is written, on the copies of its questions."""
    if isinstance(condition, list):
        return [_with_keys(part, keys) for part in condition]
    if not is_mapping(condition):
        return condition
    return {
        name: keys[value] if name == "question" and value in keys else _with_keys(value, keys)
        for name, value in condition.items()
    }

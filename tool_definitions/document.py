"""Reading YAML safely: plain data with the line of every part, or the problems that make a file unreadable.

Every scalar stays text. Anchors, aliases, merge keys, tags and second documents are refused, and depth and
size are bounded before anything is built, so that no small file can become a large one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tool_definitions.problems import DocumentPath, Problem, problem
from tool_definitions.values import PlainScalar

LARGEST_FILE = 1024 * 1024
#: A text is read several times while it is changed: before and after, by the edit and by the checker.
KEPT = 8
DEEPEST_NESTING = 40
MOST_PARTS = 60_000
#: Far above what any field's name may have, and below what YAML allows once it is written with escapes.
LONGEST_NAME = 150
#: What is too much for one parser is too much for the other, and is said at once.
_LIMITS = frozenset({"too-deep", "too-large"})
#: Control characters, lone surrogates and non-characters; not the tab, the line feed and the return.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")
#: What people most often get wrong, by the words in which the reader of YAML complains.
_REMEDIES = {
    "mapping values are not allowed": "put text with a colon in it in quotes, or indent the line as those above it",
    "could not find expected ':'": "write 'name: value', with a space after the colon",
    "'\\t'": "indent with spaces, not tabs",
    "<block end>": "indent the line as those above it",
    "block mapping": "indent the line as those above it",
    "flow": "close every bracket, and put text with brackets or commas in it in quotes",
    "quoted scalar": "close the quotes",
    "cannot start any token": "put text that starts with this character in quotes",
}
#: What the quick parser takes another way than the strict one: tabs, the separators and the byte order mark of Unicode;
#: directives; and at the head of a block of text a comment that touches it, or below it a line of blanks.
_FOR_THE_STRICT_PARSER = (
    re.compile("[\t\u2028\u2029\ufeff]"),
    re.compile("^%", re.MULTILINE),
    re.compile("[|>][-+0-9]*(?:#|[^\r\n]*[\r\n]+ +[\r\n])"),
)


@dataclass(frozen=True)
class Document:
    """A file read: its data (mappings, lists and text) and the line on which each part starts."""

    file: str
    data: Any
    lines: dict[DocumentPath, int]

    def line(self, path: DocumentPath) -> int:
        """The line of the part at this path, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, code: str, path: DocumentPath, message: str | None = None, remedy: str = "") -> Problem:
        """A problem of this file at this path."""
        return problem(code, file=self.file, line=self.line(path), path=path, message=message, remedy=remedy)


class Reading(NamedTuple):
    """What came of reading a file: the document (None where it cannot be used) and the problems."""

    document: Document | None
    problems: list[Problem]


def read_file(path: Path) -> Reading:
    """Read a file that should be YAML in UTF-8, with or without a byte order mark."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        return Reading(None, [problem("unreadable-file", file=file, line=1, message=message)])
    if len(content) > LARGEST_FILE:
        return _refuse("too-large", file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refuse("not-utf-8", file, content[: error.start].count(b"\n") + 1, "Save as UTF-8")
    return read_text(text, file=file)


def read_text(text: str, *, file: str) -> Reading:
    """Read YAML that is already text; `file` is the name used in problems.

    What was read lately is not read again, so the data may be somebody else's too: they are never to be changed.
    """
    if len(text) > LARGEST_FILE:
        return _refuse("too-large", file)
    document, problems = _read_lately(text)
    named = replace(document, file=file) if document else None
    return Reading(named, [replace(found, file=file) for found in problems])


@lru_cache(maxsize=KEPT)
def _read_lately(text: str) -> Reading:
    return _read(text, "")


def _read(text: str, file: str) -> Reading:
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST_FILE or len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        return _refuse("too-large", file)
    if found := _FORBIDDEN.search(text):
        message = f"the file holds the control character U+{ord(found.group()):04X}"
        line = text.count("\n", 0, found.start()) + 1
        return Reading(None, [problem("control-character", file=file, line=line, message=message)])
    return _read_quickly(text, file) or _Builder(file).read(text, YAML(typ="safe", pure=True))


def _read_quickly(text: str, file: str) -> Reading | None:
    """What the quick parser (libyaml) reads; None where it has no fields to give.

    It is some twenty times faster, and stricter in places: it takes no `?` or `:` inside bare text between brackets.
    So its yes is good, and its no is for the strict parser to confirm and to explain.
    """
    if _needs_the_strict_parser(text):
        return None
    reading = _Builder(file).read(text, YAML(typ="safe"))
    has_fields = reading.document is not None and is_mapping(reading.document.data)
    return reading if has_fields or any(found.code in _LIMITS for found in reading.problems) else None


def _needs_the_strict_parser(text: str) -> bool:
    return any(pattern.search(text) for pattern in _FOR_THE_STRICT_PARSER)


def parsings(text: str) -> Iterator[Iterator[Event]]:
    """The events of a text: the quick parser's, then the strict one's, for where the quick one finds an error."""
    if not _needs_the_strict_parser(text):
        yield iter(YAML(typ="safe").parse(text))
    yield iter(YAML(typ="safe", pure=True).parse(text))


def whole_characters(text: str) -> str:
    """The text with each character that JSON wrote as two escapes made one. ValueError where a half stands alone."""
    if text.isascii() or not _HALF.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16")


def _refuse(code: str, file: str, line: int = 1, remedy: str = "") -> Reading:
    return Reading(None, [problem(code, file=file, line=line, remedy=remedy)])


class _CannotContinue(Exception):
    """The rest of the file would not make sense."""


@dataclass
class _Open:
    """A mapping or list that has been opened and not yet closed."""

    container: Any
    path: DocumentPath
    key: str | None = None
    is_repeated: bool = False


@dataclass
class _Builder:
    """Builds plain data from YAML events with a stack of its own, so that nesting cannot exhaust Python's."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    lines: dict[DocumentPath, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0
    root: Any = None
    is_whole: bool = True

    def read(self, text: str, parser: YAML) -> Reading:
        try:
            self._take_all(parser.parse(text))
        except _CannotContinue:
            return Reading(None, self.problems)
        except MarkedYAMLError as error:
            return Reading(None, [*self.problems, self._bad_syntax(error)])
        except (YAMLError, ValueError, IndexError, AttributeError) as error:
            # The reader of YAML fails in these ways on a few malformed directives and escapes.
            message = f"this is not YAML: {error}"
            return Reading(None, [*self.problems, problem("bad-yaml", file=self.file, line=1, message=message)])
        if self.root is None and self.is_whole:
            self._find("empty-file", 1)
            return Reading(None, self.problems)
        document = Document(self.file, self.root, self.lines) if self.is_whole else None
        return Reading(document, self.problems)

    def _bad_syntax(self, error: MarkedYAMLError) -> Problem:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else 1
        remedy = next((remedy for sign, remedy in _REMEDIES.items() if sign in what), "")
        return problem("bad-yaml", file=self.file, line=line, message=f"this is not YAML: {what}", remedy=remedy)

    def _find(self, code: str, line: int, message: str | None = None, *, path: DocumentPath = ()) -> None:
        self.problems.append(problem(code, file=self.file, line=line, path=path, message=message))

    def _refuse(self, code: str, line: int) -> None:
        self.is_whole = False
        self._find(code, line)

    def _take_all(self, events: Iterable[Event]) -> None:
        take = {
            DocumentStartEvent: self._start_document,
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            ScalarEvent: self._scalar,
            AliasEvent: self._alias,
        }
        for count, event in enumerate(events):
            if count > MOST_PARTS:
                self._refuse("too-large", 1)
                raise _CannotContinue
            take_it = take.get(type(event))
            if take_it:
                take_it(event, event.start_mark.line + 1 if event.start_mark else 1)

    def _start_document(self, _: Event, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("several-documents", line)
            raise _CannotContinue

    def _alias(self, _: Event, line: int) -> None:
        """What it stands for is never looked up; the file is refused, and the rest of it read."""
        self._refuse("alias", line)
        self._take_text("", line, is_plain=True)

    def _check_form(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self._refuse("alias", line)
        if event.tag is not None:
            self._refuse("tag", line)

    def _open(self, event: Event, line: int) -> None:
        self._check_form(event, line)
        if len(self.stack) >= DEEPEST_NESTING:
            self._refuse("too-deep", line)
            raise _CannotContinue
        container: Any = {} if isinstance(event, MappingStartEvent) else []
        if self._awaits_key():
            self._refuse("bad-field-name", line)
            raise _CannotContinue
        self.stack.append(_Open(container, self._place(container, line)))

    def _close(self, _: Event, __: int) -> None:
        self.stack.pop()

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].container, dict) and self.stack[-1].key is None

    def _scalar(self, event: Any, line: int) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check_form(event, line)
        self._take_text(self._whole(event.value, line), line, is_plain=not event.style)

    def _whole(self, text: str, line: int) -> str:
        try:
            return whole_characters(text)
        except ValueError:
            self.is_whole = False
            self._find("control-character", line, "the file holds half of a character, written as an escape")
            return ""

    def _take_text(self, text: str, line: int, *, is_plain: bool) -> None:
        if self._awaits_key():
            self._take_key(text, line, is_merge=is_plain and text == "<<")
        else:
            self._place(PlainScalar(text) if is_plain else text, line)

    def _take_key(self, value: str, line: int, *, is_merge: bool) -> None:
        if is_merge:
            self._refuse("merge-key", line)
        if len(value) > LONGEST_NAME:
            self.is_whole = False
            self._find("bad-field-name", line, f"the name of a field has over {LONGEST_NAME} characters")
        parent = self.stack[-1]
        path = (*parent.path, value)
        parent.key, parent.is_repeated = value, value in parent.container
        if parent.is_repeated:
            message = f"'{value}' appears on lines {self.lines[path]} and {line}"
            self._find("repeated-field", line, message, path=path)
        else:
            self.lines[path] = line

    def _place(self, value: Any, line: int) -> DocumentPath:
        """Put a value where it belongs; of a repeated field the first value stays. Returns its path."""
        if not self.stack:
            self.root = value
            self.lines.setdefault((), line)
            return ()
        parent = self.stack[-1]
        if isinstance(parent.container, list):
            path = (*parent.path, len(parent.container))
            parent.container.append(value)
            self.lines[path] = line
            return path
        return self._place_in_mapping(parent, value)

    @staticmethod
    def _place_in_mapping(parent: _Open, value: Any) -> DocumentPath:
        key, parent.key = parent.key or "", None
        if parent.is_repeated:
            return (*parent.path, key, "(repeated)")
        parent.container[key] = value
        return (*parent.path, key)


def is_mapping(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether this part of a document is a set of fields."""
    return isinstance(value, dict)

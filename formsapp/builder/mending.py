"""Where in the builder a problem is mended: the page, and the field on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from formsapp.builder.forms.about import ABOUT_FIELDS
from formsapp.builder.part import part_at
from formsapp.builder.places import (
    addresses,
    can_be_in_an_address,
    key_of,
    names_in,
    questions_in,
    sections_in,
    text_of,
)
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath, Problem, Severity

#: The fields of the tool itself, by the page that has them.
_PAGES = {
    "edit_about": ("About the tool", ABOUT_FIELDS),
    "edit_scoring": ("Scoring and summary", ("scoring", "summary")),
    "edit_threads": ("Threads", ("threads",)),
    "edit_sign_off": ("Sign-off", ("sign_off",)),
}
_PAGE_OF = {name: (f"builder.{page}", words) for page, (words, names) in _PAGES.items() for name in names}


@dataclass(frozen=True)
class MendingPage:
    """A page of the builder: its endpoint, what its address takes beside the draft, and what people call the place."""

    endpoint: str
    words: str
    takes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MendingPlace:
    """A page, and the field on it; `anchor` is empty where no field is meant."""

    page: MendingPage
    anchor: str = ""


@dataclass
class ProblemsOfPlace:
    """The problems that one page mends."""

    page: MendingPage
    problems: list[tuple[Problem, str]] = field(default_factory=list)


_FILE = MendingPlace(MendingPage("tool_drafts.exchange_file", "The file"))
#: Where a page lists what belongs to none of its fields.
_TOP = "problems-page"
#: Fields of a question that stand in one place of its page, whatever is inside them.
_SHOWN_WHOLE = frozenset({"show_if", "applies_to", "crosswalk", "comment", "evidence", "not_applicable"})


@dataclass(frozen=True)
class _Kind:
    """Sections or questions: how long the path to one is, its page, and the fields that have pages of their own."""

    length: int
    words: str
    takes: str
    page: str
    elsewhere: Mapping[str, str]


_KINDS = (
    _Kind(
        4,
        "Question",
        "question_key",
        "builder.edit_question",
        {"key": "builder.rename_question", "type": "builder.change_type"},
    ),
    _Kind(2, "Section", "section_key", "builder.edit_section", {"key": "builder.rename_section"}),
)
_RELATIONS = MendingPlace(MendingPage("tool_drafts.confirm_relations", "Same or new questions"))
_OUTLINE = MendingPlace(MendingPage("builder.show_tool", "Sections and questions"))


def page_of(place: DocumentPath, data: Any) -> MendingPlace:
    """Where what is wrong at this place of a draft's data is mended. What has no page is mended in the file."""
    return _Finder(data).page_of(place)


def question_page(address: str) -> MendingPage:
    """The page of the question at an address."""
    return MendingPage("builder.edit_question", "Question", (("question_key", address),))


def page_for(problem: Problem, data: Any) -> MendingPlace:
    """Where a problem of a draft is mended."""
    return _Finder(data).page_for(problem)


def by_place(problems: Iterable[Problem], data: Any) -> list[ProblemsOfPlace]:
    """Problems with the fields that mend them, page by page in the order of the file."""
    finder, found = _Finder(data), dict[MendingPage, ProblemsOfPlace]()
    for problem in problems:
        place = finder.page_for(problem)
        found.setdefault(place.page, ProblemsOfPlace(place.page)).problems.append((problem, place.anchor))
    return list(found.values())


def problems_of_page(problems: Iterable[Problem], data: Any, endpoint: str, **takes: str) -> list[Problem]:
    """The problems that are mended on one page, errors first."""
    finder, wanted = _Finder(data), (endpoint, tuple(takes.items()))
    pages = [(one, finder.page_for(one).page) for one in problems]
    of_page = [one for one, page in pages if (page.endpoint, page.takes) == wanted]
    return sorted(of_page, key=lambda one: one.severity is not Severity.ERROR)


class _Finder:
    """Finds the pages for one draft's data."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._schemes, self._references = names_in(data, "rating_schemes"), names_in(data, "references")
        parts = [list(sections_in(data)), list(questions_in(data))]
        self._parts = {
            path: (address, _called(part))
            for placed in parts
            for (path, part), address in zip(placed, addresses(placed), strict=True)
        }

    def page_for(self, problem: Problem) -> MendingPlace:
        """Where a problem is mended: a field that there is not is said beside what it stands in."""
        is_unknown = problem.code == "unknown-field" and len(problem.place) > 1
        return self.page_of(problem.place[:-1] if is_unknown else problem.place)

    def page_of(self, place: DocumentPath) -> MendingPlace:
        """Where something at this place is mended."""
        match place:
            case (str(name), *_) if name in _PAGE_OF:
                return MendingPlace(MendingPage(*_PAGE_OF[name]), self._anchor(place))
            case ("rating_schemes", *_):
                return self._scheme(place)
            case ("references", *_):
                return self._reference(place)
            case ("sections", _, *_):
                return self._section_or_question(place)
            case ("sections",):
                return _OUTLINE
        return _FILE

    def _reference(self, place: DocumentPath) -> MendingPlace:
        name = str(place[1]) if len(place) > 1 else ""
        if is_mapping(self._references.get(name)) and can_be_in_an_address(name):
            return self._named(place, "edit_reference", "Reference", "reference")
        anchor = f"reference-{name}" if name in self._references else ""
        return MendingPlace(MendingPage("builder.edit_references", "References"), anchor)

    def _scheme(self, place: DocumentPath) -> MendingPlace:
        name = str(place[1]) if len(place) > 1 else ""
        written = self._schemes.get(name)
        if is_mapping(written) and "use" not in written and can_be_in_an_address(name):
            return self._named(place, "edit_scheme", "Rating scheme", "scheme")
        anchor = f"scheme-{list(self._schemes).index(name) + 1}" if name in self._schemes else ""
        return MendingPlace(MendingPage("builder.edit_schemes", "Rating schemes"), anchor)

    def _named(self, place: DocumentPath, page: str, words: str, takes: str) -> MendingPlace:
        name = str(place[1])
        found = MendingPage(f"builder.{page}", f"{words} {name}", ((takes, name),))
        return MendingPlace(found, self._anchor(place, 2) or _TOP)

    def _section_or_question(self, place: DocumentPath) -> MendingPlace:
        for kind in _KINDS:
            part = place[: kind.length]
            if len(part) == kind.length and part in self._parts:
                return self._in_part(place, kind)
        return _FILE

    def _in_part(self, place: DocumentPath, kind: "_Kind") -> MendingPlace:
        inside = place[kind.length :]
        if inside and inside[0] == "questions":
            return _OUTLINE if len(inside) == 1 else _FILE
        if inside[:1] == ("from",):
            return _RELATIONS
        address, called = self._parts[place[: kind.length]]
        takes, words = ((kind.takes, address),), f"{kind.words} {called}"
        if len(inside) == 1 and inside[0] in kind.elsewhere:
            return MendingPlace(MendingPage(kind.elsewhere[str(inside[0])], words, takes), str(inside[0]))
        return MendingPlace(MendingPage(kind.page, words, takes), self._anchor(place, kind.length) or _TOP)

    def _anchor(self, place: DocumentPath, start: int = 0) -> str:
        """The id of the field at this place of a page: the names that lead to it, joined."""
        end = start + 1 if len(place) > start and place[start] in _SHOWN_WHOLE else len(place)
        for length in range(start, end):
            if isinstance(place[length], int) and not _has_rows(part_at(self._data, place[:length])):
                end = length
                break
        return "-".join(map(str, place[start:end]))


def _has_rows(written: Any) -> bool:
    """Whether a list is shown row by row: one of short texts stands in one box, and one of anything else in none."""
    return isinstance(written, list) and all(map(is_mapping, written))


def _called(part: Any) -> str:
    """What people know a section or question by: its key, and the start of its title."""
    title = shorten(text_of(part, "title"), 80, placeholder=" …")
    return ": ".join(filter(None, (key_of(part) or "without a key", title)))

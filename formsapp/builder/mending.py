"""Where in the builder a problem is mended: the page, and the field on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from formsapp.builder.forms.about import ABOUT_FIELDS
from formsapp.builder.places import addresses, key_of, names_in, questions_in, sections_in, text_of
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
#: How long the path to a question and to a section is, and the page of each.
_PARTS = (
    (4, "builder.edit_question", "Question", "question_key"),
    (2, "builder.edit_section", "Section", "section_key"),
)
_OUTLINE = MendingPlace(MendingPage("builder.show_tool", "Sections and questions"))


def page_of(place: DocumentPath, data: Any) -> MendingPlace:
    """Where what is wrong at this place of a draft's data is mended. What has no page is mended in the file."""
    return _Finder(data).page_of(place)


def question_page(address: str) -> MendingPage:
    """The page of the question at an address."""
    return MendingPage("builder.edit_question", "Question", (("question_key", address),))


def by_place(problems: Iterable[Problem], data: Any) -> list[ProblemsOfPlace]:
    """Problems with the fields that mend them, page by page in the order of the file."""
    finder, found = _Finder(data), dict[MendingPage, ProblemsOfPlace]()
    for problem in problems:
        place = finder.page_of(problem.place)
        found.setdefault(place.page, ProblemsOfPlace(place.page)).problems.append((problem, place.anchor))
    return list(found.values())


def problems_of_page(problems: Iterable[Problem], data: Any, endpoint: str, **takes: str) -> list[Problem]:
    """The problems that are mended on one page, errors first."""
    finder, wanted = _Finder(data), (endpoint, tuple(takes.items()))
    pages = [(one, finder.page_of(one.place).page) for one in problems]
    of_page = [one for one, page in pages if (page.endpoint, page.takes) == wanted]
    return sorted(of_page, key=lambda one: one.severity is not Severity.ERROR)


class _Finder:
    """Finds the pages for one draft's data."""

    def __init__(self, data: Any) -> None:
        self._schemes, self._references = names_in(data, "rating_schemes"), names_in(data, "references")
        parts = [list(sections_in(data)), list(questions_in(data))]
        self._parts = {
            path: (address, _called(part))
            for placed in parts
            for (path, part), address in zip(placed, addresses(placed), strict=True)
        }

    def page_of(self, place: DocumentPath) -> MendingPlace:
        match place:
            case (str(name), *_) if name in _PAGE_OF:
                return MendingPlace(MendingPage(*_PAGE_OF[name]), _anchor(place))
            case ("rating_schemes", *rest):
                return self._scheme(rest)
            case ("references", *rest):
                return self._reference(rest)
            case ("sections", *_):
                return self._section_or_question(place)
        return _FILE

    def _reference(self, rest: list[str | int]) -> MendingPlace:
        name = str(rest[0]) if rest else ""
        if is_mapping(self._references.get(name)):
            return _named("edit_reference", "Reference", "reference", name, rest[1:])
        anchor = f"reference-{name}" if name in self._references else ""
        return MendingPlace(MendingPage("builder.edit_references", "References"), anchor)

    def _scheme(self, rest: list[str | int]) -> MendingPlace:
        name = str(rest[0]) if rest else ""
        written = self._schemes.get(name)
        if is_mapping(written) and "use" not in written:
            return _named("edit_scheme", "Rating scheme", "scheme", name, rest[1:])
        anchor = f"scheme-{list(self._schemes).index(name) + 1}" if name in self._schemes else ""
        return MendingPlace(MendingPage("builder.edit_schemes", "Rating schemes"), anchor)

    def _section_or_question(self, place: DocumentPath) -> MendingPlace:
        for length, page, words, takes in _PARTS:
            is_inside = len(place) >= length and place[:length] in self._parts
            if is_inside and place[length:] != ("questions",):
                address, called = self._parts[place[:length]]
                return MendingPlace(
                    MendingPage(page, f"{words} {called}", ((takes, address),)), _anchor(place[length:])
                )
        return _OUTLINE


def _called(part: Any) -> str:
    """What people know a section or question by: its key, and the start of its title."""
    return ": ".join(
        filter(None, (key_of(part) or "without a key", shorten(text_of(part, "title"), 80, placeholder=" …")))
    )


def _named(page: str, words: str, takes: str, name: str, rest: list[str | int]) -> MendingPlace:
    return MendingPlace(MendingPage(f"builder.{page}", f"{words} {name}", ((takes, name),)), _anchor(rest))


def _anchor(place: Iterable[str | int]) -> str:
    """The id of the field at this place of a page: the names that lead to it, joined."""
    return "-".join(map(str, place))

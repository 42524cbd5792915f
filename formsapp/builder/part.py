"""A part of a tool that one page edits, and where the problems of the draft belong on that page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from formsapp.builder.fields import ABSENT, Field, Form
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit
from tool_definitions.problems import DocumentPath, Problem

Data = dict[str, Any]


def _nothing_else(_data: Data, _before: Data, _after: Data) -> list[Edit]:
    return []


@dataclass(frozen=True)
class EditedPart:
    """A part that a page edits: the set of fields at a path, or some of its fields.

    `name` is what the history calls it ("question leadership.dsl"), `title` what a change of it is said to be of
    ("leadership.dsl"). `locate` finds its path in the data of the draft at any time, None where it is not there.
    `form` makes a new form for a draft, without what is written in it; `holds` says which of the fields are its own.
    """

    name: str
    title: str
    locate: Callable[[Data], DocumentPath | None]
    form: Callable[[Data], Form]
    holds: Callable[[str], bool] = lambda _name: True
    #: What must change elsewhere with it, in the data of the draft: limits that follow a band of another name.
    follow: Callable[[Data, Data, Data], list[Edit]] = _nothing_else

    def find(self, data: Any) -> Any:
        """What is written, in the data of a draft; None where the part is not there."""
        path = self.locate(data) if is_mapping(data) else None
        written = None if path is None else part_at(data, path)
        return {name: value for name, value in written.items() if self.holds(name)} if is_mapping(written) else written

    def opened(self, data: Data, written: Any = ABSENT) -> Form:
        """The form with what is written in the part, or with this."""
        form = self.form(data)
        written = self.find(data) if written is ABSENT else written
        form.open(written if is_mapping(written) else ABSENT, self.locate(data) or ())
        return form

    def problems_in(self, problems: Iterable[Problem], data: Data) -> list[Problem]:
        """The problems of what the part holds; of a part of the tool itself none that concern the whole tool."""
        path = self.locate(data) or ()
        inside = [(problem, problem.place[len(path) :]) for problem in problems if problem.place[: len(path)] == path]
        return [one for one, place in inside if (self.holds(str(place[0])) if place else path)]


def top_part(title: str, names: tuple[str, ...], form: Callable[[Data], Form]) -> EditedPart:
    """The part that consists of these fields of the tool itself, for a page about several of them."""
    return EditedPart(title, title, lambda _data: (), form, holds=lambda name: name in names)


def part_at(data: Any, path: DocumentPath) -> Any:
    """What is written at a path, None where there is nothing."""
    for step in path:
        is_there = step in data if is_mapping(data) else isinstance(data, list) and -1 < int(step) < len(data)
        if not is_there:
            return None
        data = data[step]
    return data


def words_of(form: Form, title: str) -> str:
    """What a change is called in the history: the labels of the fields that changed."""
    labels = [_in_a_sentence(field) for field in form.changed()]
    if not 0 < len(labels) <= 3:
        return f"Changed {title}"
    listed = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
    return f"Changed {listed} of {title}"


def _in_a_sentence(field: Field) -> str:
    label = field.label.rstrip("?")
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def place_problems(form: Form, problems: Iterable[Problem], path: DocumentPath) -> list[Problem]:
    """Put each problem inside this path beside the field it belongs to; gives those that belong to no field shown."""
    fields = {field.path: field for field in form.leaves()}
    for field in fields.values():
        field.problems = []
    left = []
    for problem in problems:
        if problem.place[: len(path)] != path:
            continue
        field = _nearest(fields, problem.place, len(path))
        if field is None:
            left.append(problem)
        else:
            field.problems.append(problem)
    return left


def _nearest(fields: dict[DocumentPath, Field], place: DocumentPath, least: int) -> Field | None:
    for length in range(len(place), least, -1):
        if place[:length] in fields:
            return fields[place[:length]]
    return None

"""When a question is asked: conditions on earlier questions, chosen from lists and put together as all or any of.

What is written becomes rows: a row is a condition on one question, or a group of rows. A group that holds one row alone
is written as that row, unless it stands inside another. What rows cannot show is left as it is written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from formsapp.builder.fields.choice import Option, with_unknown
from formsapp.builder.fields.field import ABSENT, Field, Posted, is_nothing, typed_in
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath

#: Groups inside groups: more than anybody has in mind at once.
DEEPEST = 3
_MOST_ROWS = 60
HOW = {
    "is": "is",
    "not is": "is not",
    "at_or_below": "is rated this or worse",
    "at_or_above": "is rated this or better",
    "answered": "has been answered",
    "unanswered": "has not been answered",
}
_RARE = {
    "not at_or_below": "is not rated this or worse",
    "not at_or_above": "is not rated this or better",
    "not answered": "has not been answered (written as: not answered)",
    "not unanswered": "has been answered (written as: not unanswered)",
}


@dataclass(frozen=True)
class Earlier:
    """A question that conditions may be on: its answers where they can be listed, worst first where they are levels."""

    key: str
    title: str
    section: str
    answers: Sequence[Option] = ()
    is_rated: bool = False


@dataclass
class Leaf:
    """A row: a condition on one question."""

    id: str
    question: str = ""
    how: str = ""
    values: list[str] = field(default_factory=list)
    level: str = ""
    is_group = False

    def post(self, posted: Posted, earlier: dict[str, Earlier]) -> None:
        """Take what was chosen. With another question, the answers chosen for the one before mean nothing."""
        before = typed_in(posted, f"{self.id}-was")
        self.question = typed_in(posted, f"{self.id}-question")
        self.how = typed_in(posted, f"{self.id}-how")
        self.level = typed_in(posted, f"{self.id}-level")
        self.values = [value for value in posted.getlist(f"{self.id}-values") if value]
        if self.question != before:
            about = earlier.get(self.question)
            self.how, self.values, self.level = ("is" if about and about.answers else "answered"), [], ""

    def written(self) -> Any:
        """The condition as a file has it; ABSENT while no question is chosen."""
        if not self.question:
            return ABSENT
        is_negated = self.how.startswith("not ")
        leaf = {"question": self.question, **self._says(self.how.removeprefix("not "))}
        return {"not": leaf} if is_negated else leaf

    def _says(self, form: str) -> dict[str, Any]:
        if form in {"at_or_below", "at_or_above"}:
            return {form: self.level}
        if form in {"answered", "unanswered"}:
            return {"answered": form == "answered"}
        return {"is": self.values}


@dataclass
class Together:
    """A group of rows: all of them hold, or any does; or, negated, it is not so."""

    id: str
    mode: str = "all"
    is_negated: bool = False
    rows: "list[Leaf | Together]" = field(default_factory=list)
    depth: int = 1
    is_group = True

    def post(self, posted: Posted, earlier: dict[str, Earlier]) -> None:
        """Take the rows as the page has them."""
        self.mode = "any" if typed_in(posted, f"{self.id}-mode") == "any" else "all"
        self.is_negated = "y" in posted.getlist(f"{self.id}-not")
        self.rows = []
        for number in posted.getlist(self.id)[:_MOST_ROWS]:
            if number.isascii() and number.isdecimal():
                self._post_row(f"{self.id}-{number}", posted, earlier)

    def _post_row(self, id_: str, posted: Posted, earlier: dict[str, Earlier]) -> None:
        is_group = typed_in(posted, f"{id_}-kind") == "group" and self.depth < DEEPEST
        row = Together(id_, depth=self.depth + 1) if is_group else Leaf(id_)
        row.post(posted, earlier)
        self.rows.append(row)

    def leaves(self) -> Iterator[Leaf]:
        """Every row on one question, those of groups inside too."""
        for row in self.rows:
            if isinstance(row, Together):
                yield from row.leaves()
            else:
                yield row

    def written(self) -> Any:
        """The condition as a file has it; ABSENT where no row says anything."""
        parts = [said for row in self.rows if (said := row.written()) is not ABSENT]
        if not parts:
            return ABSENT
        condition = parts[0] if len(parts) == 1 and self.depth == 1 else {self.mode: parts}
        return {"not": condition} if self.is_negated else condition

    def _add(self, *, is_group: bool) -> str:
        """A blank row at the end, or a group with a blank row in it; gives the box to choose its question in."""
        id_ = f"{self.id}-{self._free_number()}"
        if is_group and self.depth < DEEPEST:
            mode = "any" if self.mode == "all" else "all"
            self.rows.append(Together(id_, mode, rows=[Leaf(f"{id_}-0")], depth=self.depth + 1))
            return f"{id_}-0-question"
        self.rows.append(Leaf(id_))
        return f"{id_}-question"

    def _free_number(self) -> int:
        return max((int(row.id.rpartition("-")[2]) for row in self.rows), default=-1) + 1

    def act(self, verb: str, on: str) -> str:
        """Do what a button asks for, if it is of this group or one inside."""
        if on == self.id and verb in {"add", "group"}:
            return self._add(is_group=verb == "group")
        if verb == "remove" and any(row.id == on for row in self.rows):
            self.rows = [row for row in self.rows if row.id != on]
            return f"add-{self.id}"
        groups = [row for row in self.rows if isinstance(row, Together)]
        return next((done for row in groups if (done := row.act(verb, on))), "")


class ShowIf(Field):
    """The condition of a question."""

    component = "show_if"

    def __init__(self, earlier: Sequence[Earlier]) -> None:
        super().__init__("show_if", "Ask it only if")
        self.earlier = {one.key: one for one in earlier}
        self.top = Together("show_if")

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written as rows."""
        super().open(written, path, prefix)
        self.top = _top(self.id, written) or Together(self.id)

    def post(self, posted: Posted) -> None:
        """Take the rows."""
        if not self.is_odd and self.id in posted:
            as_written = {leaf.id: leaf.values for leaf in self.top.leaves()}
            self.top.post(posted, self.earlier)
            for leaf in self.top.leaves():
                before = as_written.get(leaf.id, [])
                leaf.values = before if set(before) == set(leaf.values) else leaf.values

    def after(self) -> Any:
        """The condition; what is written, where it says the same."""
        if self.is_odd:
            return self.written
        said = self.top.written()
        return self.written if said == (_top(self.id, self.written) or self.top).written() else said

    @property
    def is_odd(self) -> bool:
        """Whether something is written that rows cannot show."""
        return not is_nothing(self.written) and _top(self.id, self.written) is None

    def act(self, verb: str, on: str) -> str:
        """Add or remove a row or a group."""
        return "" if self.is_odd else self.top.act(verb, on)

    @property
    def is_set(self) -> bool:
        """Whether there is a condition, or room made for one."""
        return super().is_set or bool(self.top.rows)

    def questions_for(self, row: Leaf) -> list[tuple[str, list[Option]]]:
        """The questions that a row may be on, by section, with the one that it is on in any case."""
        by_section: dict[str, list[Option]] = {}
        for one in self.earlier.values():
            by_section.setdefault(one.section, []).append((one.key, f"{one.key}: {_short(one.title)}"))
        if row.question and row.question not in self.earlier:
            by_section["Not an earlier question"] = [(row.question, row.question)]
        return list(by_section.items())

    def ways_of(self, row: Leaf) -> list[Option]:
        """The comparisons that make sense for the row's question, and the one that it makes in any case."""
        about = self.earlier.get(row.question)
        ways = [name for name in HOW if _makes_sense(name, about)]
        options = [(name, HOW[name]) for name in ways]
        if row.how and row.how not in ways:
            options.append((row.how, {**HOW, **_RARE}.get(row.how, row.how)))
        return options

    def answers_of(self, row: Leaf) -> list[Option]:
        """The answers that the row's question can have, and those that are chosen in any case."""
        about = self.earlier.get(row.question)
        return with_unknown(list(about.answers) if about else [], [*row.values, row.level])


def _makes_sense(way: str, about: Earlier | None) -> bool:
    if way in {"at_or_below", "at_or_above"}:
        return about is not None and about.is_rated
    return way in {"answered", "unanswered"} or (about is not None and bool(about.answers))


def _short(title: str) -> str:
    return title if len(title) < 70 else f"{title[:69]}…"


def _top(id_: str, written: Any) -> Together | None:
    """What is written as the outermost group; None where rows cannot show it."""
    if is_nothing(written):
        return Together(id_)
    found = _row(id_, written, 1)
    if isinstance(found, Together):
        return found
    leaf = _leaf(f"{id_}-0", written)
    return Together(id_, rows=[leaf]) if leaf else None


def _row(id_: str, written: Any, depth: int) -> Leaf | Together | None:
    if not is_mapping(written):
        return None
    if set(written) == {"not"} and is_mapping(written["not"]) and {"all", "any"} & set(written["not"]):
        group = _row(id_, written["not"], depth)
        if isinstance(group, Together):
            group.is_negated = not group.is_negated
        return group
    for mode in ("all", "any"):
        if set(written) == {mode}:
            return _group(id_, mode, written[mode], depth)
    return _leaf(id_, written)


def _group(id_: str, mode: str, parts: Any, depth: int) -> Together | None:
    if not isinstance(parts, list) or depth > DEEPEST or len(parts) > _MOST_ROWS:
        return None
    rows = [_row(f"{id_}-{place}", part, depth + 1) for place, part in enumerate(parts)]
    known = [row for row in rows if row is not None]
    return Together(id_, mode, rows=known, depth=depth) if len(known) == len(rows) else None


def _leaf(id_: str, written: Any) -> Leaf | None:
    if not is_mapping(written):
        return None
    if set(written) == {"not"}:
        inner = _leaf(id_, written["not"])
        if inner is None or inner.how.startswith("not "):
            return None
        inner.how = f"not {inner.how}"
        return inner
    question = written.get("question")
    said = set(written) - {"question"}
    if not isinstance(question, str) or len(said) != 1:
        return None
    return _leaf_that_says(id_, question, said.pop(), written)


def _leaf_that_says(id_: str, question: str, form: str, written: dict[str, Any]) -> Leaf | None:
    value = written[form]
    if form == "is" and isinstance(value, list) and all(isinstance(one, str) and one for one in value):
        return Leaf(id_, question, "is", [str(one) for one in value])
    if form in {"at_or_below", "at_or_above"} and isinstance(value, str):
        return Leaf(id_, question, form, level=str(value))
    if form == "answered" and str(value).lower() in {"true", "yes", "false", "no"}:
        return Leaf(id_, question, "answered" if str(value).lower() in {"true", "yes"} else "unanswered")
    return None

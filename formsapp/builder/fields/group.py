"""Fields that stand together: a set of fields, and a list of such sets."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from formsapp.builder.fields.field import ABSENT, Field, Posted, is_nothing, typed_in
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath


class Group(Field):
    """A set of fields under one name. What it holds beside the fields shown stays in it."""

    component = "group"

    def __init__(self, name: str, label: str, fields: Iterable[Field], *, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self.fields = {field.name: field for field in fields}

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show each field of what is written."""
        super().open(written, path, prefix)
        for name, field in self.fields.items():
            inner = written.get(name, ABSENT) if is_mapping(written) else ABSENT
            field.open(inner, (*path, name), self._inner_prefix)

    @property
    def _inner_prefix(self) -> str:
        return f"{self.id}-" if self.id else ""

    def post(self, posted: Posted) -> None:
        """Take what was typed into each."""
        if not self.is_odd:
            for field in self.fields.values():
                field.post(posted)

    def after(self) -> Any:
        """What is written, with the fields that changed; ABSENT where nothing is left of what was not there anyway."""
        if self.is_odd:
            return self.written
        held = dict(self.written) if is_mapping(self.written) else {}
        for name, field in self.fields.items():
            value = field.after()
            if value is ABSENT:
                held.pop(name, None)
            elif name not in held or held[name] is not value:
                held[name] = value
        if held:
            return held
        return ABSENT if self.written is ABSENT or self.written else self.written

    @property
    def is_odd(self) -> bool:
        """Whether something else than a set of fields is written."""
        return not is_nothing(self.written) and not is_mapping(self.written)

    def leaves(self) -> Iterator[Field]:
        """Every field inside; the group itself where it cannot be shown."""
        if self.is_odd:
            yield self
            return
        for field in self.fields.values():
            yield from field.leaves()

    def act(self, verb: str, on: str) -> str:
        """Let the field that the button is of do it."""
        return next((done for field in self.fields.values() if (done := field.act(verb, on))), "")

    def hidden(self) -> dict[str, str]:
        """The hidden inputs of every field inside."""
        return {name: value for field in self.fields.values() for name, value in field.hidden().items()}


class Form(Group):
    """All the fields that a page shows of one part of a tool."""

    def __init__(self, *fields: Field, rebuilds: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """`rebuilds`: the fields that the page has to show anew when one is changed, such as levels with the scheme."""
        super().__init__("", "", fields)
        self._rebuilds = rebuilds or {}

    def after(self) -> Any:
        """The part as it should be: a set of fields, whatever stands there now."""
        after = super().after()
        return {} if after is ABSENT else after

    @property
    def is_odd(self) -> bool:
        """A page is not opened for what is no set of fields."""
        return False

    def changed(self) -> list[Field]:
        """The fields of which something else was typed than is written."""
        return [field for field in self.fields.values() if _differs(field)]

    def rebuilt(self) -> set[str]:
        """The names of the fields that the page has to show anew once this is saved."""
        return {name for field in self.changed() for name in self._rebuilds.get(field.name, ()) if name in self}

    def errors(self) -> list[tuple[str | None, str]]:
        """What cannot be saved, with the box it stands in."""
        return [(leaf.id, leaf.error) for leaf in self.leaves() if leaf.error]


def _differs(field: Field) -> bool:
    after = field.after()
    return after is not field.written and after != field.written


class Row(Group):
    """One set of fields in a list. `was` is its place in the list as it is written, None for a new one."""

    was: int | None = None

    def is_blank(self) -> bool:
        """Whether it is a new row into which nothing was put."""
        return self.was is None and self.after() is ABSENT


class Rows(Field):
    """A list of sets of fields, such as the options of a choice. New rows are left blank until they are filled in."""

    component = "rows"
    _MOST = 500

    def __init__(self, name: str, label: str, row: Callable[[], Iterable[Field]], *, noun: str, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self._fields_of_row, self.noun = row, noun
        self.rows: list[Row] = []

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show a row for each item."""
        super().open(written, path, prefix)
        items = written if isinstance(written, list) and not self.is_odd else []
        self.rows = [self._row(place, item, was=place) for place, item in enumerate(items)]

    def _row(self, place: int, written: Any, was: int | None = None) -> Row:
        row = Row(str(place), f"{self.noun} {place + 1}", self._fields_of_row())
        row.open(written, (*self.path, place), f"{self.id}-")
        row.was = was
        return row

    def post(self, posted: Posted) -> None:
        """Take the rows as the page had them, in its order."""
        if self.is_odd or self.id not in posted:
            return
        items = self.written if isinstance(self.written, list) else []
        self.rows = []
        for number in posted.getlist(self.id)[: self._MOST]:
            if not (number.isascii() and number.isdecimal()):
                continue
            was = _place(typed_in(posted, f"{self.id}-{number}-was"), len(items))
            row = self._row(int(number), ABSENT if was is None else items[was], was)
            row.post(posted)
            self.rows.append(row)
        self.lay_out()

    def lay_out(self) -> None:
        """Give each row the path it has in the file once it is saved; a blank one has none."""
        kept = [row for row in self.rows if not row.is_blank()]
        for row in self.rows:
            _move(row, (*self.path, kept.index(row) if row in kept else f"({row.id})"))

    def after(self) -> Any:
        """The rows that hold anything."""
        if self.is_odd:
            return self.written
        held = [{} if row.after() is ABSENT else row.after() for row in self.rows if not row.is_blank()]
        return held or (self.written if is_nothing(self.written) or self.written == [] else ABSENT)

    def act(self, verb: str, on: str) -> str:
        """Add a blank row, or take out or move one."""
        if verb == "add" and on == self.id:
            return self._add()
        place = next((place for place, row in enumerate(self.rows) if row.id == on), None)
        if place is None or verb == "add":
            return next((done for row in self.rows if (done := row.act(verb, on))), "")
        row = self.rows.pop(place)
        if verb != "remove":
            self.rows.insert(max(place + (-1 if verb == "up" else 1), 0), row)
        self.lay_out()
        return self.id if verb == "remove" else row.id

    def _add(self) -> str:
        number = max((int(row.name) for row in self.rows), default=-1) + 1
        row = self._row(number, ABSENT)
        self.rows.append(row)
        self.lay_out()
        return next(leaf.id for leaf in row.leaves())

    @property
    def is_set(self) -> bool:
        """Whether there are rows, blank ones too."""
        return super().is_set or bool(self.rows)

    @property
    def is_odd(self) -> bool:
        """Whether anything but a list of sets of fields is written."""
        if is_nothing(self.written):
            return False
        return not isinstance(self.written, list) or not all(is_mapping(item) for item in self.written)

    def leaves(self) -> Iterator[Field]:
        """Every field of every row, and the list itself for what concerns all of it."""
        yield self
        for row in self.rows:
            yield from row.leaves()

    def hidden(self) -> dict[str, str]:
        """Where each row stands once it is saved."""
        kept = [row for row in self.rows if not row.is_blank()]
        places = {f"{row.id}-was": str(place) for place, row in enumerate(kept)}
        return places | {name: value for row in kept for name, value in row.hidden().items()}


def _place(typed: str, length: int) -> int | None:
    place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else None
    return place if place is not None and place < length else None


def _move(field: Field, path: DocumentPath) -> None:
    """Say where a field, and all inside it, will stand."""
    field.path = path
    if isinstance(field, Group):
        for name, inner in field.fields.items():
            _move(inner, (*path, name))
    elif isinstance(field, Rows):
        field.lay_out()

"""Rows that files know by a short word of their own, made of their words where none is given."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from formsapp.builder.fields.field import Field
from formsapp.builder.fields.group import Rows

_LONGEST = 40


class NamedRows(Rows):
    """A list such as the choices of a question, where each has a value that stays when its words change."""

    def __init__(
        self, name: str, label: str, row: Callable[[], Iterable[Field]], *, noun: str, named: str, after: str
    ) -> None:
        super().__init__(name, label, row, noun=noun)
        self._named, self._words = named, after

    def after(self) -> Any:
        """The rows, each with its short word."""
        rows = super().after()
        if not isinstance(rows, list) or rows == self.written:
            return rows
        taken = {str(row.get(self._named)) for row in rows}
        return [self._with_name(row, taken) for row in rows]

    def _with_name(self, row: dict[str, Any], taken: set[str]) -> dict[str, Any]:
        if row.get(self._named) or not isinstance(row.get(self._words), str):
            return row
        name = short_word(row[self._words], taken)
        taken.add(name)
        return {self._named: name, **{field: value for field, value in row.items() if field != self._named}}


def short_word(words: str, taken: set[str]) -> str:
    """A short word for files, such as `most_of_the_time`, that nothing else has."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain.replace("'", "")).strip("_")[:_LONGEST].strip("_") or "other"
    number, word = 2, stem
    while word in taken:
        number, word = number + 1, f"{stem}_{number}"
    return word

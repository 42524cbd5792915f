"""Questions answered in rows of boxes: what tables and lists of evidence share."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import LONGEST_LINE, fault_of, is_blank, tidy
from tool_definitions.question import EvidenceQuestion, TableQuestion
from tool_definitions.visibility import Attributes

#: How many empty rows wait under those that are filled.
SPARE_ROWS = 2

Row = dict[str, str]
R = TypeVar("R", bound=TableQuestion | EvidenceQuestion)


class RowsOfBoxes(Asked[R]):
    """Rows of boxes, stored as a JSON list of rows: column -> text. Empty rows at the end are not stored."""

    is_moulded: ClassVar[bool] = False
    longest: ClassVar[int] = LONGEST_LINE
    columns: Sequence[str] = ()
    fixed_rows: int = 0
    maximum_rows: int = 0

    @property
    def row_count(self) -> int:
        """The most rows that there can be."""
        return self.fixed_rows or self.maximum_rows

    def box(self, row: int, column: str) -> str:
        """The name, and the id, of one box."""
        return f"{self.name}:{row}:{column}"

    def input_of(self, part: str) -> str:
        """The id of the box that a fault names (`0:what`), else of the first one."""
        return self.box(0, self.columns[0]) if part == "value" else f"{self.name}:{part}"

    @property
    def inputs(self) -> frozenset[str]:  # type: ignore[override]  # too many to keep
        """The names of all boxes of all rows."""
        return frozenset(self.box(row, column) for row in range(self.row_count) for column in self.columns)

    def read(self, form: FormData, before: Given) -> Given:
        """The rows typed."""
        if not any(self.box(row, column) in form for row in range(self.row_count) for column in self.columns):
            return before
        rows = [
            {column: tidy(form.get(self.box(row, column), "")) for column in self.columns}
            for row in range(self.row_count)
        ]
        return before._replace(value=self._stored(rows))

    def _stored(self, rows: list[Row]) -> str | None:
        rows = [{column: "" if is_blank(text) else text for column, text in row.items()} for row in rows]
        if not self.fixed_rows:
            rows = [row for row in rows if any(row.values())]
        if not any(any(row.values()) for row in rows):
            return None
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def filled(self, value: str | None) -> list[Row]:
        """The rows that are stored."""
        found: list[Row] = json.loads(value) if value else []
        return found

    def rows(self, given: Given) -> list[Row]:
        """The rows to show: those filled, and empty ones to go on with."""
        filled = self.filled(given.value)
        wanted = self.fixed_rows or min(self.maximum_rows, max(len(filled) + SPARE_ROWS, 3))
        empty: Row = dict.fromkeys(self.columns, "")
        return [{**empty, **row} for row in filled] + [empty] * (wanted - len(filled))

    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:  # noqa: ARG002  the same for all
        """Why the answer cannot be stored, box by box."""
        return {
            f"{place}:{column}": fault
            for place, row in enumerate(self.filled(given.value))
            for column, text in row.items()
            if (fault := self.box_fault(column, text))
        }

    def box_fault(self, column: str, text: str) -> str | None:  # noqa: ARG002  a table's columns differ
        """Why the text of one box cannot be stored."""
        return fault_of(text, self.longest, "Each box")

    def words(self, value: str) -> Any:
        """The rows as a line each."""
        return "\n".join(", ".join(filter(None, row.values())) for row in self.filled(value))

"""What building a document from sheets gives, and what collects it."""

from dataclasses import dataclass, field
from typing import Any

from tool_definitions.problems import DocumentPath
from tool_definitions.workbook.problems import WorkbookProblem
from tool_definitions.workbook.sheets import Cell, Sheet


@dataclass
class Built:
    """A tool document, the problems met, and the cell that each part of the document came from.

    `document` is plain data as in a tool file; where there are problems it is not whole, and not to be used.
    """

    document: dict[str, Any] = field(default_factory=dict)
    problems: list[WorkbookProblem] = field(default_factory=list)
    places: dict[DocumentPath, str] = field(default_factory=dict)

    def find(self, code: str, place: str, message: str, remedy: str = "") -> None:
        """Add a problem."""
        self.problems.append(WorkbookProblem(code, place, message, remedy))

    def find_in(self, sheet: Sheet, cell: Cell, message: str, remedy: str = "", code: str = "bad-cell") -> None:
        """Add a problem of a cell."""
        self.find(code, sheet.place(cell.row, cell.column), message, remedy)

    def take_faults(self, sheet: Sheet) -> None:
        """The faults of every cell of a sheet that is used."""
        for fault in sheet.faults:
            self.find(fault.code, f"{sheet.name}!{fault.address}", fault.message, fault.remedy)

    def place_of(self, path: DocumentPath) -> str:
        """The cell that a part of the document, or the nearest part around it, came from."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, "")

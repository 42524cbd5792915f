"""A small table."""

import re

from formsapp.returns.fields.rows_of_boxes import RowsOfBoxes
from tool_definitions.question import TableQuestion
from tool_definitions.tool import Tool

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)


class Table(RowsOfBoxes[TableQuestion]):
    """Rows of the tool's columns: the rows it names, or as many as are needed up to its maximum."""

    template = "returns/fields/table.html"
    read_template = "returns/read/table.html"

    def __init__(self, question: TableQuestion, tool: Tool, number: str) -> None:
        super().__init__(question, tool, number)
        self.columns = tuple(column.key for column in question.columns)
        self.numbers = {column.key: column.title for column in question.columns if column.type == "number"}
        self.fixed_rows = len(question.rows)
        self.maximum_rows = question.maximum_rows

    def box_fault(self, column: str, text: str) -> str | None:
        """Why the text of one box cannot be stored."""
        if text and column in self.numbers and not _NUMBER.fullmatch(text):
            return f"{self.numbers[column]}: enter a number in figures, like 12"
        return super().box_fault(column, text)

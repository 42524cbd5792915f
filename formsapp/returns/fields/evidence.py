"""References to documents: what each is, where it is kept, its date. The documents stay where they are."""

from formsapp.returns.fields.rows_of_boxes import RowsOfBoxes
from tool_definitions.question import EvidenceQuestion
from tool_definitions.tool import Tool

MOST_DOCUMENTS = 20


class Evidence(RowsOfBoxes[EvidenceQuestion]):
    """A list of documents described."""

    template = "returns/fields/evidence.html"
    read_template = "returns/read/evidence.html"

    def __init__(self, question: EvidenceQuestion, tool: Tool, number: str) -> None:
        super().__init__(question, tool, number)
        self.columns = ("what", "where", "date")
        self.maximum_rows = MOST_DOCUMENTS

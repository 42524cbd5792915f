"""The forms of working offline."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from tool_definitions.workbook.read import LARGEST_WORKBOOK


class ReturnWorkbookForm(FlaskForm):
    """A workbook that was filled in."""

    file = FileField("The workbook you filled in", validators=[FileRequired("Choose the workbook")])

    def content(self) -> bytes:
        """The bytes of the file: no more than are needed to see that there are too many."""
        return bytes(self.file.data.read(LARGEST_WORKBOOK + 1))

    @property
    def file_name(self) -> str:
        """What the file is called, for showing."""
        shown = "".join(letter for letter in str(self.file.data.filename) if letter.isprintable())
        return shown[-200:] or "workbook.xlsx"


class SaveWorkbookForm(FlaskForm):
    """Only the buttons, and what guards them: what is chosen of each answer is read by its question."""

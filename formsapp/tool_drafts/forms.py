"""The forms of drafts."""

from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from formsapp.tool_drafts.first_text import first_text
from formsapp.tools.models import ToolVersion
from formsapp.tools.queries import all_versions, shipped_sources
from tool_definitions.words import KINDS
from tool_definitions.workbook.read import LARGEST_WORKBOOK

LARGEST_FILE = 1024 * 1024


class Start(NamedTuple):
    """What a draft starts from: its text, and the version it is compared with if any."""

    text: str
    based_on: ToolVersion | None = None


def _text_of(field: FileField) -> str | None:
    """The text of an uploaded file; None, with the error in place, where it is not there or cannot be read."""
    if not field.data:
        field.errors = ["Choose a file"]
        return None
    content = field.data.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        field.errors = ["The file is larger than 1 MB, which no tool needs"]
        return None
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        field.errors = ["The file is not text in UTF-8. Save it as UTF-8 and try again"]
        return None


def _with_plain_ends(typed: str | None) -> str:
    """What a box holds: browsers send every line of it with the ends of another system."""
    return (typed or "").replace("\r\n", "\n")


class StartDraftForm(FlaskForm):
    """What a new draft starts from."""

    start_from = RadioField(
        "What do you want to start from?",
        choices=[
            SelectChoice("version", "A version that is already here, such as last year’s"),
            SelectChoice("shipped", "A tool that comes with this service"),
            SelectChoice("file", "A tool file (YAML)"),
            SelectChoice("pasted", "The text of a tool file"),
            SelectChoice("nothing", "Nothing: an empty tool"),
        ],
    )
    version = SelectField("Version", default="")
    shipped = SelectField("Tool", default="")
    file = FileField("Tool file")
    pasted = TextAreaField("Text of the tool file")
    title = StringField("Title of the tool", validators=[Length(max=200)])
    kind = SelectField(
        "Kind of audit", choices=[SelectChoice(key, words) for key, words in KINDS.items()], default="self_assessment"
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(version.id): version for version in all_versions(session)}
        self.version.choices = [
            SelectChoice("", "Choose a version"),
            *(SelectChoice(key, f"{one.title}, version {one.version}") for key, one in self._versions.items()),
        ]
        offered = [SelectChoice(key, title) for key, (title, _path) in shipped_sources().items()]
        self.shipped.choices = [SelectChoice("", "Choose a tool"), *offered]

    def source(self) -> Start | None:
        """What was chosen; None, with the error in place, where it is not there or cannot be read."""
        started: Start | None = getattr(self, f"_from_{self.start_from.data}")()
        return started

    def _from_version(self) -> Start | None:
        version = self._versions.get(self.version.data or "")
        if version is None:
            self.version.errors = ["Choose the version to start from"]
            return None
        return Start(version.source, version)

    def _from_shipped(self) -> Start | None:
        if not self.shipped.data:
            self.shipped.errors = ["Choose the tool to start from"]
            return None
        return Start(shipped_sources()[self.shipped.data][1].read_text(encoding="utf-8"))

    def _from_file(self) -> Start | None:
        text = _text_of(self.file)
        return None if text is None else Start(text)

    def _from_pasted(self) -> Start | None:
        if not (self.pasted.data or "").strip():
            self.pasted.errors = ["Paste the text of a tool file"]
            return None
        return Start(_with_plain_ends(self.pasted.data))

    def _from_nothing(self) -> Start | None:
        if not (self.title.data or "").strip():
            self.title.errors = ["Enter the title of the tool"]
            return None
        return Start(first_text((self.title.data or "").strip(), self.kind.data))


class ReplaceTextForm(FlaskForm):
    """A text that is to take the place of a draft's: first compared, then confirmed."""

    file = FileField("Tool file")
    text = TextAreaField("Text of the tool file")
    base = HiddenField()
    step = HiddenField()
    #: `crlf` where the text that is compared has such line ends: on its way through the box it loses them.
    line_ends = HiddenField()

    def given(self) -> str | None:
        """The text given, from the file if there is one; None, with the error in place, where there is none."""
        if self.file.data:
            return _text_of(self.file)
        if not (self.text.data or "").strip():
            self.text.errors = ["Choose a file, or paste the text"]
            return None
        text = _with_plain_ends(self.text.data)
        return text.replace("\n", "\r\n") if self.line_ends.data == "crlf" else text

    def take(self, text: str) -> None:
        """Hold a text, so that it comes back byte for byte."""
        self.text.data = text
        self.line_ends.data = "crlf" if text.count("\r\n") == text.count("\n") > 0 else ""

    @property
    def base_revision(self) -> int:
        """The revision that the text was compared with; -1, which none has, where the form does not say."""
        given = self.base.data or ""
        return int(given) if given.isdecimal() and len(given) < 10 else -1

    @property
    def is_confirmed(self) -> bool:
        """Whether the differences were seen and the text is to take its place."""
        return self.step.data == "replace" and not self.file.data


class WorkbookForm(FlaskForm):
    """An Excel workbook that holds a tool."""

    file = FileField("Workbook", validators=[FileRequired("Choose the workbook")])

    def content(self) -> bytes:
        """The bytes of the file: no more than are needed to see that there are too many."""
        return bytes(self.file.data.read(LARGEST_WORKBOOK + 1))

    @property
    def file_name(self) -> str:
        """What the file is called, for showing."""
        shown = "".join(letter for letter in str(self.file.data.filename) if letter.isprintable())
        return shown[-200:] or "workbook.xlsx"


class ReviewWorkbookForm(FlaskForm):
    """Whether hidden rows and columns are read, or that what was seen is to be put in place."""

    hidden_too = BooleanField("Read the hidden rows, columns and sheets too")
    step = HiddenField()

    @property
    def is_about_hidden(self) -> bool:
        """Whether the button was the one beside the tick."""
        return self.step.data == "hidden"


class ConfirmForm(FlaskForm):
    """Only the button, and what guards it."""

"""The forms about evidence."""

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, FileField, HiddenField, RadioField, StringField, TextAreaField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from formsapp.clock import today
from formsapp.evidence.commands import Described
from formsapp.evidence.files import LARGEST_FILE, AcceptedFile, accept_file
from formsapp.evidence.rules import LONGEST_LINK, LONGEST_OWNER, LONGEST_TITLE, LONGEST_WHERE, link_refusal
from formsapp.identifiers import find_identifiers, label_of
from formsapp.refusals import Refused
from formsapp.returns.typed_words import storable, tidied
from formsapp.ui.fields import DayField

KINDS = [
    SelectChoice("reference", "Describe it and say where you keep it"),
    SelectChoice("link", "Give a link to it"),
    SelectChoice("file", "Send a file"),
]
ACCEPTED = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


class ConfirmForm(FlaskForm):
    """A button and nothing else."""


class DescribeForm(FlaskForm):
    """What is said about a piece of evidence, whatever kind it is."""

    title = StringField(
        "What it is",
        description="For example: Safeguarding training log, staff of this year. Do not name a child, a family or a "
        "member of staff.",
        filters=[tidied],
        validators=[storable(LONGEST_TITLE, "What it is")],
    )
    where_kept = TextAreaField(
        "Where you keep it",
        description="For example: school office, blue safeguarding file",
        filters=[tidied],
        validators=[storable(LONGEST_WHERE, "Where you keep it")],
    )
    link = URLField(
        "Link",
        description="An address that starts with https://, without a password in it. Check that those who read your "
        "return can open it.",
        filters=[tidied],
        validators=[storable(LONGEST_LINK, "The link")],
    )
    dated_on = DayField("Its date")
    owner = StringField(
        "Who looks after it",
        description="A role, for example: deputy designated safeguarding lead",
        filters=[tidied],
        validators=[storable(LONGEST_OWNER, "Who looks after it")],
    )
    review_on = DayField(
        "Look at it again on", description="From that day it is shown as out of date. Without one: after two years."
    )

    keep = BooleanField("These words do not identify a child: keep them")
    #: Whether the words were held back, so that the page offers to keep them.
    is_held = False

    def validate_title(self, field: Field) -> None:
        """It must be named."""
        if not field.data:
            raise ValidationError("Enter what it is")
        self._hold(field)

    def validate_owner(self, field: Field) -> None:
        """A role, or a member of staff; never a child."""
        self._hold(field)

    def _hold(self, field: Field) -> None:
        found = find_identifiers(field.data)
        if found and not self.keep.data:
            self.is_held = True
            looks_like = " and ".join(dict.fromkeys(label_of(one.kind) for one in found))
            raise ValidationError(f"This looks like {looks_like}. Take it out, or tick below to keep it")

    def validate_dated_on(self, field: Field) -> None:
        """What is evidence is there already."""
        if field.data is not None and field.data > today():
            raise ValidationError("Its date must be today or in the past")

    def described(self) -> Described:
        """What was typed, for the commands."""
        return Described(
            title=self.title.data,
            where_kept=self.where_kept.data,
            link=self.link.data,
            dated_on=self.dated_on.data,
            review_on=self.review_on.data,
            owner=self.owner.data,
        )

    def validate_where_kept(self, field: Field) -> None:
        """Where things are kept names no child."""
        self._hold(field)


class ChangeForm(DescribeForm):
    """Saying something else about a piece that is there."""

    revision = HiddenField()


class AddForm(DescribeForm):
    """A new piece: of which kind, and what that kind needs."""

    kind = RadioField("How do you want to show it?", choices=KINDS, default="reference")
    file = FileField(
        "File",
        description=f"PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, at most {LARGEST_FILE // 1024 // 1024} MB",
    )
    accepted: AcceptedFile | None = None

    def validate_where_kept(self, field: Field) -> None:
        """A reference says where the document is."""
        if self.kind.data != "reference":
            field.data = ""
        elif not field.data:
            raise ValidationError("Enter where you keep it")
        self._hold(field)

    def validate_link(self, field: Field) -> None:
        """A link is one that others can follow."""
        if self.kind.data != "link":
            field.data = ""
        elif refusal := link_refusal(field.data):
            raise ValidationError(refusal)

    def validate_file(self, field: Field) -> None:
        """A file is one of those that may be kept."""
        if self.kind.data != "file":
            return
        sent = field.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            raise ValidationError("Choose a file")
        with sent.stream as stream:
            content = stream.read(LARGEST_FILE + 1)
        try:
            self.accepted = accept_file(sent.filename, content)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None

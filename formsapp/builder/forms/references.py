"""The forms of a tool's references to law and guidance."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from formsapp.builder.fields import Choice, Form, Line
from formsapp.builder.part import EditedPart
from formsapp.builder.places import names_in, text_of
from formsapp.builder.uses import Use
from formsapp.legal_register.models import LegalEdition, LegalInstrument
from formsapp.ui.fields import DayField
from formsapp.ui.formatting import day
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath
from tool_definitions.values import LONGEST_LINE


def reference_part(name: str, instruments: Sequence[LegalInstrument]) -> EditedPart:
    """One reference of the tool."""

    def form(data: dict[str, Any]) -> Form:
        others = names_in(data, "references")
        return Form(
            Line("title", "Title"),
            Line("edition", "Edition", width=10, hint="Its date, written like 2025-09-01."),
            Line("publisher", "Publisher", width="two-thirds"),
            Line("url", "Web address", hint="Whole, starting with https://."),
            Choice(
                "instrument",
                "In the register of law and guidance",
                [("", "By its title"), *((one.key, one.title) for one in instruments)],
                hint="How a new edition finds the questions that cite this one.",
            ),
            Choice(
                "superseded_by",
                "Superseded by",
                [("", "Nothing: it is in force"), *_titles(others, but=name)],
            ),
        )

    return EditedPart(f"reference {name}", name, lambda data: _path(data, name), form)


def _path(data: Any, name: str) -> DocumentPath | None:
    return ("references", name) if is_mapping(names_in(data, "references").get(name)) else None


def _titles(references: dict[str, Any], *, but: str) -> Iterable[tuple[str, str]]:
    for key, one in references.items():
        if key != but:
            yield key, f"{text_of(one, 'title') or key} ({text_of(one, 'edition') or 'no date'})"


class NewReferenceForm(FlaskForm):
    """A reference that is added: from the register, or written here."""

    edition_id = SelectField("From the register")
    title = StringField("Title", validators=[Length(max=LONGEST_LINE)])
    edition = DayField("Date of the edition")
    publisher = StringField("Publisher", validators=[Length(max=LONGEST_LINE)])
    url = StringField("Web address", validators=[Length(max=LONGEST_LINE)])

    def __init__(self, *, editions: Sequence[LegalEdition], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._editions = {str(one.id): one for one in editions}
        self.edition_id.choices = [
            SelectChoice("", "It is not there: I write it below"),
            *(SelectChoice(key, f"{one.full_title}, {day(one.edition)}") for key, one in self._editions.items()),
        ]

    @property
    def chosen(self) -> LegalEdition | None:
        """The edition chosen from the register."""
        return self._editions.get(self.edition_id.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Where nothing is chosen, a title and a date are needed."""
        is_right: bool = super().validate(extra_validators)
        if self.chosen is not None or not is_right:
            return is_right
        if not (self.title.data or "").strip():
            self.title.errors = ["Choose one from the register, or enter a title"]
        if self.edition.data is None:
            self.edition.errors = ["Enter the date of the edition"]
        return not self.errors

    def reference(self) -> dict[str, str]:
        """The reference as a file has it."""
        if self.chosen is not None:
            return reference_to(self.chosen)
        typed = {name: (self[name].data or "").strip() for name in ("title", "publisher", "url")}
        edition = self.edition.data.isoformat() if self.edition.data else ""
        return {name: value for name, value in {**typed, "edition": edition}.items() if value}


def reference_to(edition: LegalEdition) -> dict[str, str]:
    """A reference to an edition of the register, as a file has it."""
    instrument = edition.instrument
    given = {
        "title": edition.full_title,
        "edition": edition.edition.isoformat(),
        "instrument": instrument.key,
        "publisher": instrument.publisher,
        "url": edition.url or instrument.url,
    }
    return {name: value for name, value in given.items() if value}


class NewEditionForm(FlaskForm):
    """The edition that takes the place of another, and the questions that are to cite it."""

    edition_id = SelectField("New edition", validators=[InputRequired("Choose the new edition")])
    citations = SelectMultipleField("Questions that are to cite the new edition")

    def __init__(self, *, editions: Sequence[LegalEdition], uses: Sequence[Use], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._editions = {str(one.id): one for one in editions}
        self._uses = {use.address: use for use in uses}
        self.edition_id.choices = [
            SelectChoice(key, f"{one.full_title}, {day(one.edition)}") for key, one in self._editions.items()
        ]
        self.citations.choices = [SelectChoice(key, _cited(use)) for key, use in self._uses.items()]
        if not self.is_submitted():
            self.edition_id.data = next(iter(self._editions), None)
            self.citations.data = list(self._uses)

    @property
    def chosen(self) -> LegalEdition:
        """The edition chosen."""
        return self._editions[self.edition_id.data]

    @property
    def ticked(self) -> list[Use]:
        """The questions whose citations are to change."""
        return [self._uses[key] for key in self.citations.data or () if key in self._uses]


def _cited(use: Use) -> str:
    return f"{use.title}, {use.at}" if use.at else use.title

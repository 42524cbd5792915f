"""The forms of the register."""

import re
from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from formsapp.organisations import words
from formsapp.organisations.models import Organisation
from formsapp.organisations.register_preview import A_PERSON_MAY_SAY
from formsapp.organisations.rules import BY_HAND, LONGEST_ATTRIBUTE, LONGEST_NAME

_NOT_KNOWN = "Not known, or does not apply"


def _pick(label: str, values: dict[str, str], *, blank: str = _NOT_KNOWN, **kwargs: Any) -> SelectField:
    choices = [SelectChoice("", blank), *(SelectChoice(value, text) for value, text in values.items())]
    return SelectField(label, choices=choices, default="", **kwargs)


def _line(label: str, **kwargs: Any) -> StringField:
    words_when_long = f"Keep it to at most {LONGEST_ATTRIBUTE} characters"
    return StringField(label, validators=[Length(max=LONGEST_ATTRIBUTE, message=words_when_long)], **kwargs)


class AttributesForm(FlaskForm):
    """What a person may say of an organisation that the DfE's register lists too: what that register leaves open."""

    phase = _pick("Phase", words.PHASES)
    provision = _pick("Provision", words.PROVISIONS)
    has_nursery = _pick("Has a nursery", words.YES_NO)
    has_sixth_form = _pick("Has a sixth form", words.YES_NO)
    boarding = _pick("Has boarders", words.YES_NO)
    duty = _pick("Legal duty to safeguard", words.DUTIES, blank="None, or not known",
                 description="The law by which the partnership asks for a return")  # fmt: skip

    def given(self) -> dict[str, str | None]:
        """What was typed, by attribute."""
        return {name: self[name].data for name in BY_HAND if name in self}


class OrganisationForm(AttributesForm):
    """An organisation added by hand."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Enter the organisation's name"),
            Length(max=LONGEST_NAME, message=f"Keep it to at most {LONGEST_NAME} characters"),
        ],
    )
    type = _pick("Type", words.TYPES, blank="Choose a type")
    sector = _pick("Sector", words.SECTORS)
    trust = _line("Trust, or the body it is part of", description="People who work in one part do not judge another")
    local_authority = _line("Local authority")
    town = _line("Town")
    postcode = _line("Postcode")
    telephone = _line("Telephone")
    website = _line("Website")
    status = _pick("Status", words.STATUSES, blank="Open")

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order in which the page asks them, so that its errors are listed in that order."""
        first = ("name", "type", "sector", "duty", "trust")
        return iter([self[name] for name in (*first, *(name for name in self._fields if name not in first))])

    def validate_type(self, field: SelectField) -> None:
        """A type is always needed."""
        if not field.data:
            raise ValidationError("Choose what type of organisation it is")

    def given(self) -> dict[str, str | None]:
        """What was typed, by attribute."""
        return {**super().given(), "status": self.status.data or "open"}


def change_form(organisation: Organisation) -> AttributesForm:
    """The form to change an organisation: all of it, or for a school of the DfE's register what that leaves open."""
    form = OrganisationForm if organisation.urn is None else AttributesForm
    return form(data={name: getattr(organisation, name) or "" for name in (*BY_HAND, "name", *A_PERSON_MAY_SAY)})


class UploadForm(FlaskForm):
    """A file of the DfE's register."""

    file = FileField("The register's CSV file", validators=[FileRequired("Choose the file you downloaded")])
    local_authorities = StringField(
        "Local authority codes",
        description="Three numbers, such as 353. Separate several by commas. Leave it empty to import every row",
    )

    def validate_local_authorities(self, field: StringField) -> None:
        """Codes are numbers."""
        wrong = [code for code in _codes(field.data) if not re.fullmatch(r"[0-9]{1,4}", code)]
        if wrong:
            raise ValidationError(f"A local authority's code is a number such as 353, not “{wrong[0][:40]}”")

    @property
    def codes(self) -> list[str]:
        """The codes typed."""
        return _codes(self.local_authorities.data)


def _codes(typed: str | None) -> list[str]:
    return [code for code in re.split(r"[\s,;]+", typed or "") if code]


class ApplyForm(FlaskForm):
    """Say yes to an import; say how many closures are right, where there are many."""

    confirmed_closures = IntegerField("How many schools and colleges should close?", validators=[Optional()])

"""The forms about people."""

from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from formsapp.access.roles import ROLES, Over
from formsapp.people.queries import audits_to_choose, organisations_to_choose
from formsapp.people.rules import INTERESTS, LONGEST_NAME, LONGEST_NOTE, looks_like_email, why_not_a_role

_OVER_WORDS = {Over.PARTNERSHIP: "", Over.ORGANISATION: " (of an organisation)", Over.AUDIT: " (of an audit)"}


def _chosen_id(value: Any) -> int | None:
    """A choice of nothing is None."""
    return int(value) if value else None


def _choices(rows: list[tuple[int, str]]) -> list[SelectChoice]:
    return [SelectChoice("", "None"), *(SelectChoice(id_, text) for id_, text in rows)]


class RoleForm(FlaskForm):
    """A role and what it is over."""

    role = SelectField("Role", validate_choice=False)
    organisation = SelectField(
        "Organisation", coerce=_chosen_id, description="For roles in a school, college or agency", validate_choice=False
    )
    audit = SelectField(
        "Audit", coerce=_chosen_id, description="For the chair and the moderators of an audit", validate_choice=False
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.organisation.choices = _choices(organisations_to_choose(session))
        self.audit.choices = _choices(audits_to_choose(session))
        self.role.choices = [
            SelectChoice("", "Choose a role"),
            *(
                SelectChoice(role.key, role.title + _OVER_WORDS[role.over])
                for role in ROLES.values()
                if role.over is not Over.RETURN
            ),
        ]

    def validate_role(self, field: SelectField) -> None:
        """The role must be one, over what it is held for, and that must be on the list."""
        if field.data not in ROLES:
            raise ValidationError("Choose a role from the list")
        for over in (self.organisation, self.audit):
            if over.data is not None and over.data not in {choice.value for choice in over.choices}:
                raise ValidationError(f"Choose an {over.label.text.lower()} from the list")
        refusal = why_not_a_role(field.data, organisation_id=self.organisation.data, audit_id=self.audit.data)
        if refusal is not None:
            raise ValidationError(refusal)


class InvitePersonForm(RoleForm):
    """Somebody new, with a role to begin with."""

    name = StringField("Full name", validators=[InputRequired("Enter the person's name"), Length(max=LONGEST_NAME)])
    email = EmailField(
        "Email address",
        validators=[InputRequired("Enter the person's email address")],
        description="They sign in with it, and we send the invitation to it",
    )
    job_title = StringField("Job title (optional)", validators=[Length(max=LONGEST_NAME)])

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order in which the page asks them, so that its errors are listed in that order."""
        return iter([self.name, self.email, self.job_title, self.role, self.organisation, self.audit, self.csrf_token])

    def validate_email(self, field: EmailField) -> None:
        """Something that can be an address."""
        if not looks_like_email((field.data or "").strip()):
            raise ValidationError("Enter an email address such as name@example.org")


class InterestForm(FlaskForm):
    """An interest somebody declares."""

    organisation = SelectField("Organisation", coerce=_chosen_id, validate_choice=False)
    kind = RadioField("What is your interest?", choices=[SelectChoice(key, text) for key, text in INTERESTS.items()],
                      validate_choice=False)  # fmt: skip
    note = TextAreaField(
        "Anything to add (optional)",
        validators=[Length(max=LONGEST_NOTE, message=f"Keep it to at most {LONGEST_NOTE} characters")],
        description="Do not name a child",
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.organisation.choices = [
            SelectChoice("", "Choose an organisation"),
            *(SelectChoice(id_, text) for id_, text in organisations_to_choose(session)),
        ]

    def validate_organisation(self, field: SelectField) -> None:
        """One of the list."""
        if field.data is None or field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("Choose an organisation from the list")

    def validate_kind(self, field: RadioField) -> None:
        """One of the list."""
        if field.data not in INTERESTS:
            raise ValidationError("Choose what your interest is")


class ConfirmForm(FlaskForm):
    """A button and nothing else."""

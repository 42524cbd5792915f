"""The register: schools and colleges from the Department for Education's register, and agencies by hand."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model

#: The attributes that tools (`applies_to`), scopes and groups of results may name, in the order shown.
ATTRIBUTES = (
    "type",
    "phase",
    "sector",
    "provision",
    "trust",
    "has_nursery",
    "has_sixth_form",
    "boarding",
    "establishment_type",
    "local_authority",
    "duty",
)


class Organisation(Model):
    """A school, college, agency or other organisation. Attribute values are stable lower-case words; blank is None."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    #: The register's unique number; None for organisations added by hand.
    urn: Mapped[str | None] = mapped_column(unique=True)
    #: Local authority number and establishment number, as in 999/2001.
    dfe_number: Mapped[str | None]
    type: Mapped[str]  # school | college | agency | early_years | other
    phase: Mapped[str | None]  # nursery | primary | middle | secondary | all_through | post_16
    sector: Mapped[str | None]  # maintained | academy | independent | further_education; police | health | council ...
    provision: Mapped[str | None]  # mainstream | special | alternative
    trust: Mapped[str | None]
    has_nursery: Mapped[str | None]  # yes | no
    has_sixth_form: Mapped[str | None]  # yes | no
    boarding: Mapped[str | None]  # yes | no
    establishment_type: Mapped[str | None]  # the register's own words
    local_authority: Mapped[str | None]
    #: The legal basis of asking for a return: s175 | s157 | nmss | 2009_act | s40 | s11 | None where a person must say.
    duty: Mapped[str | None]
    town: Mapped[str | None]
    postcode: Mapped[str | None]
    telephone: Mapped[str | None]
    website: Mapped[str | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="open")  # open | proposed_to_close | proposed_to_open | closed
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def scope(self) -> Scope:
        """An organisation belongs to itself."""
        return Scope(organisation_id=self.id)

    @property
    def attributes(self) -> dict[str, str | None]:
        """What tools and groups may ask of it."""
        return {name: getattr(self, name) for name in ATTRIBUTES}


class RegisterImport(Model):
    """A file of the register that somebody checked: what it would change, and whether it was applied."""

    __tablename__ = "register_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    #: SHA-256 of the file.
    fingerprint: Mapped[str]
    #: The preview as JSON: see register_preview.py.
    preview: Mapped[str] = mapped_column(Text)
    previewed_at: Mapped[datetime]
    previewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @property
    def scope(self) -> Scope:
        """Imports belong to the partnership."""
        return Scope()

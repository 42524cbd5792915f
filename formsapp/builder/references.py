"""A draft's references beside the register of law and guidance: which are old, and bringing in a new edition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from formsapp.builder.forms.references import reference_to
from formsapp.builder.naming import free_name, put_named
from formsapp.builder.places import names_in, text_of
from formsapp.builder.uses import Use, Uses
from formsapp.legal_register.models import LegalEdition, LegalInstrument
from formsapp.references.citations import is_of
from formsapp.references.cited import Cited, cited_in
from tool_definitions.editing import Edit, Put
from tool_definitions.values import look_alike


@dataclass(frozen=True)
class ReferenceShown:
    """A reference as the page lists it: `cited` is None where it cannot be read, `newer` are later editions."""

    name: str
    cited: Cited | None
    publisher: str
    url: str
    superseded_by: str
    instrument: LegalInstrument | None
    newer: tuple[LegalEdition, ...]
    uses: tuple[Use, ...]


def references_shown(data: dict[str, Any], instruments: Sequence[LegalInstrument]) -> list[ReferenceShown]:
    """Every reference of a draft, in the order of the file."""
    uses, readable = Uses(data), cited_in(data)
    return [
        _shown(name, written, readable.get(name), instruments, tuple(uses.of_reference(name)))
        for name, written in names_in(data, "references").items()
    ]


def _shown(
    name: str,
    written: Any,
    cited: Cited | None,
    instruments: Sequence[LegalInstrument],
    uses: tuple[Use, ...],
) -> ReferenceShown:
    instrument = instrument_of(cited, instruments) if cited else None
    newer = newer_editions(cited, instrument) if cited and instrument else ()
    texts = (text_of(written, field) for field in ("publisher", "url", "superseded_by"))
    return ReferenceShown(name, cited, *texts, instrument, newer, uses)


def instrument_of(cited: Cited, instruments: Iterable[LegalInstrument]) -> LegalInstrument | None:
    """The instrument of the register that a reference is to."""
    return next((one for one in instruments if is_of(cited, one.key, frozenset(map(look_alike, one.names)))), None)


def newer_editions(cited: Cited, instrument: LegalInstrument) -> tuple[LegalEdition, ...]:
    """The editions of the register that are later than the one cited, the latest first."""
    return tuple(one for one in instrument.editions if cited.edition is None or one.edition > cited.edition)


def edits_for_new_edition(data: dict[str, Any], old: str, edition: LegalEdition, citing: Iterable[Use]) -> list[Edit]:
    """The edits that bring in a new edition: itself unless it is there, the citations chosen, and what it replaces.

    Raises Refused where the file's references cannot take another.
    """
    name = _name_in(data, edition)
    added: list[Edit] = []
    if name is None:
        name = free_name(_renamed_by_year(old, edition), names_in(data, "references"))
        added = [put_named(data, "references", name, reference_to(edition))]
    cited = [Put((*path, "source"), name) for use in citing for path in use.paths]
    return [*added, *cited, Put(("references", old, "superseded_by"), name)]


def _name_in(data: dict[str, Any], edition: LegalEdition) -> str | None:
    """What the tool calls this edition, if it has it already."""
    names = frozenset(map(look_alike, edition.instrument.names))
    of_edition = (one for one in cited_in(data).values() if one.edition == edition.edition)
    return next((one.key for one in of_edition if is_of(one, edition.instrument.key, names)), None)


def _renamed_by_year(old: str, edition: LegalEdition) -> str:
    """The old name with the year of the new edition: kcsie-2025 becomes kcsie-2027."""
    stem, _, year = old.rpartition("-")
    is_dated = bool(stem) and year.isdecimal() and len(year) == 4
    return f"{stem if is_dated else old}-{edition.starts.year}"

"""Changes to the register: organisations by hand, and imports from the Department for Education's register."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.organisations.models import Organisation, RegisterImport
from formsapp.organisations.register_file import RegisterFile
from formsapp.organisations.register_preview import (
    ATTRIBUTES_READ,
    RegisterPreview,
    SchoolChange,
    compare,
    fingerprint_of,
)
from formsapp.organisations.rules import BY_HAND, why_not_apply, why_not_these
from formsapp.refusals import Refused

#: Any number will do, as long as every import takes the same lock.
IMPORT_LOCK = 7_244_102
_DAYS = ("opened_on", "closed_on")


class NeedsConfirmationError(Refused):
    """So much would change that somebody must say it is right."""


class RegisterChangedError(Refused):
    """The register changed after the preview was worked out."""


def add_organisation(session: Session, *, name: str, type: str, by: Actor, **attributes: str | None) -> Organisation:  # noqa: A002  the attribute's name
    """Add an organisation by hand: an agency, an early years setting, or another that the DfE's register lacks.

    `attributes` are those of `rules.BY_HAND`, for example `sector="police", duty="s11"`.
    """
    given = _by_hand(name, {"type": type, "status": "open", **attributes})
    moment = now()
    organisation = Organisation(**given, added_at=moment, changed_at=moment)
    session.add(organisation)
    session.flush()
    record(session, "organisation.added", on=("organisation", organisation.id), by=by)
    return organisation


def change_organisation(
    session: Session, *, organisation: Organisation, by: Actor, name: str | None = None, **attributes: str | None
) -> list[str]:
    """Change what is said of an organisation; the names of what changed."""
    known = {attribute: getattr(organisation, attribute) for attribute in BY_HAND}
    given = _by_hand(organisation.name if name is None else name, {**known, **attributes})
    changed = [attribute for attribute, value in given.items() if getattr(organisation, attribute) != value]
    if not changed:
        return []
    for attribute in changed:
        setattr(organisation, attribute, given[attribute])
    organisation.changed_at = now()
    session.flush()
    record(session, "organisation.changed", on=("organisation", organisation.id), by=by, attributes=changed)
    return changed


def _by_hand(name: str, attributes: dict[str, str | None]) -> dict[str, str | None]:
    unknown = sorted(set(attributes) - set(BY_HAND))
    if unknown:
        raise TypeError(f"not attributes that are given by hand: {', '.join(unknown)}")
    clean = {key: (value or "").strip() or None for key, value in attributes.items()}
    name = " ".join(name.split())
    refusal = why_not_these(name, clean)
    if refusal is not None:
        raise Refused(refusal)
    return {"name": name, **clean}


def preview_register(
    session: Session, *, file: RegisterFile, file_name: str, fingerprint: str, by: Actor
) -> RegisterImport:
    """Work out what a file of the register would change, and keep that for whoever decides. Nothing else changes."""
    if file.problems:
        raise Refused("The file has problems: nothing can be imported from it")
    facts = {
        name: getattr(file, name)
        for name in ("encoding", "separator", "columns", "columns_read", "rows", "elsewhere", "repeated")
    }
    preview = compare(_known_schools(session), file, facts=facts)
    kept = RegisterImport(
        file_name=file_name,
        fingerprint=fingerprint,
        preview=preview.as_json(),
        previewed_at=now(),
        previewed_by_id=by.id,
    )
    session.add(kept)
    session.flush()
    record(session, "register.previewed", on=("register_import", kept.id), by=by, fingerprint=fingerprint)
    return kept


def apply_register(session: Session, *, preview: RegisterImport, by: Actor, confirmed_closures: int = 0) -> int:
    """Write what was previewed, unless the register changed since. How many organisations are different now."""
    one_import_at_a_time(session)
    session.refresh(preview)
    if preview.applied_at is not None:
        return 0
    planned = RegisterPreview.from_json(preview.preview)
    if fingerprint_of(_known_schools(session)) != planned.against:
        raise RegisterChangedError("The register changed since this file was checked. Check the file again")
    refusal = why_not_apply(planned, confirmed_closures=confirmed_closures)
    if refusal is not None:
        raise NeedsConfirmationError(refusal)
    _write(session, planned)
    preview.applied_at, preview.applied_by_id = now(), by.id
    session.flush()
    record(session, "register.imported", on=("register_import", preview.id), by=by, added=len(planned.added),
           changed=len(planned.changed), closed=len(planned.closed), fingerprint=preview.fingerprint)  # fmt: skip
    return planned.changes


def one_import_at_a_time(session: Session) -> None:
    """Wait for another import to finish: on PostgreSQL by a lock, on SQLite because only one transaction writes."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


def fingerprint_of_file(content: bytes) -> str:
    """SHA-256 of a file held in memory."""
    return hashlib.sha256(content).hexdigest()


def _known_schools(session: Session) -> list[dict[str, Any]]:
    columns = [getattr(Organisation, name) for name in ATTRIBUTES_READ]
    rows = session.execute(select(*columns).where(Organisation.urn.is_not(None)))
    return [dict(row) for row in rows.mappings()]


def _write(session: Session, planned: RegisterPreview) -> None:
    moment = now()
    if planned.added:
        new = [{**_with_days(one), "added_at": moment, "changed_at": moment} for one in planned.added]
        session.execute(insert(Organisation), new)
    for change in (*planned.changed, *planned.closed):
        session.execute(
            update(Organisation)
            .where(Organisation.urn == change.urn)
            .values(**_with_days(_new_values(change)), changed_at=moment)
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def _new_values(change: SchoolChange) -> dict[str, str | None]:
    return {attribute: new for attribute, (_old, new) in change.changes.items()}


def _with_days(values: dict[str, str | None]) -> dict[str, Any]:
    """The values with their days as days again."""
    days = {name: date.fromisoformat(values[name] or "") for name in _DAYS if values.get(name)}
    return {**values, **days}

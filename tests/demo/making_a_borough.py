"""What the tests of the demonstration share."""

import hashlib
import shutil
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp import create_app
from formsapp.tables import METADATA
from tests.conftest import settings_for_tests

TODAY = date(2026, 11, 22)
#: What is random on purpose: secrets.
_SECRETS = {"password_hash", "token_hash"}


def demo_app(migrated: Path, folder: Path) -> Flask:
    """A demonstration on a fresh SQLite file with the tables of this release."""
    path = folder / "formsapp.sqlite"
    shutil.copy(migrated, path)
    return create_app(settings_for_tests(f"sqlite:///{path}", is_demo=True))


def remembered(session: Session) -> str:
    """A fingerprint of every row of every table, ids and text, but for secrets."""
    digest = hashlib.sha256()
    for table in METADATA.sorted_tables:
        columns = [column for column in table.columns if column.name not in _SECRETS]
        for row in session.execute(select(*columns).order_by(*table.primary_key.columns)):
            digest.update(repr((table.name, *row)).encode())
    return digest.hexdigest()

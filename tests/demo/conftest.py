"""The whole demonstration borough, made once on SQLite as `make demo` makes it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from formsapp.clock import at, start_of
from formsapp.database import database
from formsapp.demo.borough import make_borough
from tests.conftest import CheckedClient
from tests.demo.making_a_borough import TODAY, demo_app


@pytest.fixture(scope="package")
def borough(migrated_sqlite, tmp_path_factory) -> Iterator[Flask]:
    app = demo_app(migrated_sqlite, tmp_path_factory.mktemp("borough"))
    app.test_client_class = CheckedClient
    with app.app_context():
        make_borough(database(), today=TODAY)
    yield app
    with app.app_context():
        database().engine.dispose()


@pytest.fixture
def session(borough) -> Iterator[Session]:
    noon = start_of(TODAY)
    with borough.app_context(), at(noon), database().reading() as reading:
        yield reading

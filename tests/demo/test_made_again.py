"""A smaller borough: the same on both engines and every time, and the command that makes it."""

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from formsapp import create_app
from formsapp.access.models import Person
from formsapp.audit_trail.record import first_broken_event
from formsapp.audits.models import Audit, Return
from formsapp.clock import start_of
from formsapp.database import database
from formsapp.demo import command
from formsapp.demo.borough import STAGES, make_borough
from formsapp.returns.snapshot import check_packed
from tests.conftest import settings_for_tests
from tests.demo.making_a_borough import TODAY, demo_app, remembered

pytestmark = pytest.mark.xdist_group("demo")
FEW = 9


def make_small(app) -> None:
    with app.app_context():
        make_borough(database(), today=TODAY, most_settings=FEW)


def test_a_small_borough_on_each_engine(app):
    make_small(app)
    with app.app_context(), database().reading() as session:
        asked = session.execute(
            select(Return.audit_id, func.count()).group_by(Return.audit_id).order_by(Return.audit_id)
        )
        assert [number for _, number in asked] == [FEW, FEW, 20, 27]
        assert first_broken_event(session) is None
        assert [fault for audit in session.scalars(select(Audit)) for fault in check_packed(session, audit)] == []


def test_made_again_it_is_the_same(migrated_sqlite, tmp_path_factory):
    found = []
    for _ in range(2):
        app = demo_app(migrated_sqlite, tmp_path_factory.mktemp("again"))
        make_small(app)
        with app.app_context(), database().reading() as session:
            found.append(remembered(session))
            database().engine.dispose()
    assert found[0] == found[1]


def run(tmp_path, *arguments: str, database_url: str = "", is_demo: bool = True):
    url = database_url or f"sqlite:///{tmp_path}/demo.sqlite"
    info = ScriptInfo(create_app=lambda: create_app(settings_for_tests(url, is_demo=is_demo)))
    return CliRunner().invoke(command.demo, arguments, obj=info)


@pytest.fixture
def small(monkeypatch):
    """The command makes the people and stops, to be quick."""

    def make(database, **given):
        return make_borough(database, **given, stages=STAGES[:3])

    monkeypatch.setattr(command, "make_borough", make)


def test_the_command_refuses_where_this_is_no_demonstration(tmp_path):
    result = run(tmp_path, is_demo=False)
    assert result.exit_code == 1
    assert "FORMSAPP_DEMO=1" in result.stderr
    assert not (tmp_path / "demo.sqlite").exists()


def test_the_command_says_whom_to_sign_in_as(tmp_path):
    result = run(tmp_path, "--who")
    assert result.exit_code == 0
    assert "http://localhost" in result.stdout
    assert "otter-lantern-quay-42" in result.stdout
    assert "honor.wetherfold@wexbridge.example" in result.stdout
    assert not (tmp_path / "demo.sqlite").exists()


def test_the_command_makes_the_borough_once_and_again_when_told_to(tmp_path, small):
    first = run(tmp_path)
    assert first.exit_code == 0, first.output
    assert "seconds" in first.stdout
    second = run(tmp_path)
    assert second.exit_code == 0
    assert "already there" in second.stdout
    again = run(tmp_path, "--again")
    assert again.exit_code == 0, again.output
    assert "seconds" in again.stdout


def test_again_removes_no_database_of_a_server(postgres_server, tmp_path):
    result = run(tmp_path, "--again", database_url=postgres_server.format(name="migrated"))
    assert result.exit_code == 1
    assert "Only a SQLite file" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("--again",)])
def test_the_command_leaves_alone_a_database_that_somebody_uses(tmp_path, migrated_sqlite, arguments):
    app = demo_app(migrated_sqlite, tmp_path)
    with app.app_context(), database().transaction() as session:
        session.add(Person(name="Ada", email="ada@example.org", job_title="", created_at=start_of(TODAY)))
    result = run(tmp_path, *arguments, database_url=f"sqlite:///{tmp_path}/formsapp.sqlite")
    assert result.exit_code == 1
    assert "not of the invented borough" in result.stderr
    with app.app_context(), database().reading() as session:
        assert session.scalars(select(Person.name)).all() == ["Ada"]
        database().engine.dispose()


def test_a_borough_that_could_not_be_finished_is_not_begun(tmp_path, monkeypatch):
    """Whoever interrupts `make demo` finds an empty database and not half a borough."""

    def make(database, **given):
        def say(stage: str) -> None:
            if stage == "leads":
                raise KeyboardInterrupt

        make_borough(database, **{**given, "say": say})

    monkeypatch.setattr(command, "make_borough", make)
    assert run(tmp_path).exit_code != 0
    app = create_app(settings_for_tests(f"sqlite:///{tmp_path}/demo.sqlite", is_demo=True))
    with app.app_context(), database().reading() as session:
        assert session.scalar(select(func.count(Person.id))) == 0
        database().engine.dispose()

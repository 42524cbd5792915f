"""The audit trail shows when somebody changed it behind the application's back."""

from threading import Thread

import pytest
from sqlalchemy import text

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.audit_trail.record import first_broken_event, record
from formsapp.audit_trail.verify_command import verify_audit
from formsapp.database import database


@pytest.fixture
def trail(db):
    """Four events; their ids and hashes in order."""
    for number in range(1, 5):
        record(db, "thing.changed", on=("thing", number), by=SYSTEM, name="Ærø “quoted”", parts=[number])
    db.commit()
    return [(one.id, one.hash) for one in db.query(TrailEvent).order_by(TrailEvent.id)]


def behind_its_back(db, statement, **values):
    db.execute(text(statement), values)
    db.commit()
    db.expire_all()


def test_a_trail_nobody_touched_is_whole(db, trail):
    assert first_broken_event(db) is None


@pytest.mark.parametrize(
    "change",
    ["details = '{}'", "event = 'thing.kept'", "subject_id = 9", "audit_id = 1", "at = '2020-01-01'", "hash = 'x'"],
)
def test_a_changed_event_is_named(db, trail, change):
    behind_its_back(db, f"UPDATE trail_events SET {change} WHERE id = :id", id=trail[1][0])
    assert first_broken_event(db) == trail[1][0]


def test_a_deleted_event_is_noticed_at_the_one_after_it(db, trail):
    behind_its_back(db, "DELETE FROM trail_events WHERE id = :id", id=trail[1][0])
    assert first_broken_event(db) == trail[2][0]


def test_events_in_another_order_are_noticed(db, trail):
    behind_its_back(db, "UPDATE trail_events SET id = :to WHERE id = :id", id=trail[1][0], to=trail[3][0] + 1)
    assert first_broken_event(db) == trail[2][0]


def test_a_trail_cut_short_is_noticed_by_a_hash_kept_elsewhere(app, db, trail):
    behind_its_back(db, "DELETE FROM trail_events WHERE id = :id", id=trail[3][0])
    run = app.test_cli_runner().invoke
    assert run(verify_audit, []).exit_code == 0
    assert run(verify_audit, ["--kept", trail[2][1]]).exit_code == 0
    cut = run(verify_audit, ["--kept", trail[3][1]])
    assert cut.exit_code == 1
    assert "cut short or rewritten" in cut.output


def test_events_recorded_at_the_same_time_make_one_chain(app, db):
    def some_events() -> None:
        with app.app_context():
            for number in range(6):
                with database().transaction() as session:
                    record(session, "thing.changed", on=("thing", number), by=SYSTEM)

    at_once = [Thread(target=some_events) for _ in range(3)]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    assert db.query(TrailEvent).count() == 18
    assert first_broken_event(db) is None

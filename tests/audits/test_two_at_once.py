"""Two people who move the same audit at the same moment: one of them moves it, the other is told where it is."""

from threading import Thread

from formsapp.audits.commands import move_audit
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit, AuditMove
from formsapp.database import database
from formsapp.refusals import Refused
from tests.builders import as_actor, make_audit, make_person


def test_an_audit_is_moved_once(app, db):
    audit_id = make_audit(db, state="reporting").id
    by = as_actor(db, make_person(db, "partnership_officer"))
    db.commit()
    told = []

    def second_mover() -> None:
        with app.app_context(), database().writing() as session:
            try:
                move_audit(session, audit=session.get_one(Audit, audit_id), to=AuditState.PUBLISHED, reason="", by=by)
                session.commit()
            except Refused as refusal:
                told.append(refusal.sentence)

    with database().writing() as session:
        move_audit(session, audit=session.get_one(Audit, audit_id), to=AuditState.PUBLISHED, reason="", by=by)
        other = Thread(target=second_mover)
        other.start()
        other.join(timeout=0.5)
        session.commit()
    other.join()
    assert told == ["An audit that is published cannot be moved to published."]
    assert db.query(AuditMove).filter_by(audit_id=audit_id).count() == 2
    db.rollback()

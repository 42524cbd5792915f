"""Numbers no table can hold and characters no database keeps: an answer in plain words, never a fault of ours."""

import pytest

from tests.builders import make_audit, make_person

HUGE = "9" * 25


@pytest.mark.parametrize(
    "path",
    [
        f"/audits/{HUGE}", f"/returns/{HUGE}/score", f"/people/{HUGE}", f"/interests/{HUGE}/end",
        "/audits/{audit}/tracker?page=" + HUGE, "/audits/{audit}/tracker?page=-1", "/audits/{audit}/tracker?words=%00",
        f"/audit-trail?page={HUGE}", "/audit-trail?person=%00", "/people?words=%00", "/register?words=%00&page=x",
        "/audits/{audit}/results?by=%00", "/reports?page=" + HUGE,
    ],
)  # fmt: skip
def test_an_odd_address_is_answered(db, client, path):
    audit = make_audit(db)
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    assert client.get(path.format(audit=audit.id)).status_code in {200, 400, 404, 405}


def test_odd_numbers_in_a_form_are_refused(db, client):
    audit = make_audit(db, state="in_moderation")
    chair = make_person(db, "chair", audit=audit)
    db.commit()
    client.sign_in(chair)
    findings, settle = f"/audits/{audit.id}/findings", f"/audits/{audit.id}/moderation/settle"
    assert client.post_form(findings, {"do": "keep", "finding": HUGE}, page="/interests").status_code in {400, 404}
    assert client.post_form(settle, {"settle": f"{HUGE}-a"}, page="/interests").status_code in {400, 404}

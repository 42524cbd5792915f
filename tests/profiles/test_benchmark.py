"""A return beside the others: from the published report alone, with small numbers hidden."""

import json
from dataclasses import replace

import pytest

from formsapp.audits.models import AuditMove
from formsapp.clock import now
from formsapp.reports.build import build_report
from formsapp.reports.models import PublishedReport
from formsapp.reports.report import Report
from tests.builders import as_actor, make_audit, make_organisation, make_person
from tests.profiles.a_return import profile
from tests.results.audit_with_returns import submit, submit_again

KEYS = ("leadership.a", "leadership.b", "practice.a")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rated(level):
    return dict.fromkeys(KEYS, level)


def publish(db, audit, *, older=False, **changes):
    """Freeze the report; an older one held no scores of groups."""
    report = build_report(db, audit, by=as_actor(db, make_person(db, "partnership_officer")))
    document = replace(report, **changes).as_document()
    if older:
        for name in ("group_attribute", "overall_n"):
            del document[name]
        for group in document["groups"]:
            del group["overall"], group["sections"]
    db.add(PublishedReport(
        audit_id=audit.id, number=1, document=json.dumps(document), fingerprint="", published_at=now(), ends_at=None
    ))  # fmt: skip
    db.add(AuditMove(audit_id=audit.id, to_state="published", at=now(), reason=""))
    db.flush()


def ten_returns(db, primaries):
    """One primary school with the best ratings, the other primaries met, the secondaries not met."""
    audit = make_audit(db, state="reporting")
    own = submit(db, audit, rated("embedded"))
    for _ in range(primaries - 1):
        submit(db, audit, rated("met"))
    others = [
        submit(db, audit, rated("not_met"), make_organisation(db, phase="secondary")) for _ in range(10 - primaries)
    ]
    return audit, own, others


def _alike(found):
    return [one.alike for one in found.lines]


def figures(found):
    return [(one.title, one.own, *(other.mean for other in one.others)) for one in found.lines]


def test_it_stands_beside_all_and_beside_those_alike_as_they_were_published(app, client, db):
    audit, own, others = ten_returns(db, 5)
    assert profile(db, own).benchmark is None
    with app.app_context():
        publish(db, audit)
    # All: (100 + 4 x 66.67 + 5 x 0) / 10 = 36.67; primary schools: (100 + 4 x 66.67) / 5 = 73.33.
    found = profile(db, own).benchmark
    assert found.alike == "Primary (phase)"
    for title, mine, everybody, alike in figures(found):
        assert (mine, everybody, alike) == pytest.approx((100, 36.6667, 73.3333), abs=1e-4), title
    assert [line[1:] for line in found.bars] == [pytest.approx((36.6667, 100), abs=1e-4)] * 3
    # A later submission of somebody else changes nothing of it.
    submit_again(db, others[0], rated("embedded"), others[0].organisation, number=2)
    assert figures(profile(db, own).benchmark) == figures(found)
    lead = make_person(db, "designated_safeguarding_lead", organisation=own.organisation)
    db.commit()
    page = client.sign_in(lead).get(f"/returns/{own.id}/profile").get_data(as_text=True)
    assert "36.7" in page
    assert "73.3" in page


def test_a_small_group_and_the_one_that_would_tell_it_are_hidden(app, client, db):
    # Four primary and six secondary schools: the six are hidden too, since all less six are the four.
    audit, own, others = ten_returns(db, 4)
    with app.app_context():
        publish(db, audit)
    small, large = profile(db, own).benchmark, profile(db, others[0]).benchmark
    for found, words in ((small, "fewer than 5"), (large, "hidden")):
        assert {(one.alike.mean, one.alike.returns, one.alike.hidden_as) for one in found.lines} == {
            (None, None, words)
        }
        assert {one.everybody.returns for one in found.lines} == {10}
    document = db.query(PublishedReport).one().document
    assert all(one.overall.mean is None for one in Report.from_document(json.loads(document)).groups)


def test_few_returns_hide_everything_and_an_older_report_shows_what_it_holds(app, db):
    few = make_audit(db, state="reporting")
    lonely = submit(db, few, rated("met"))
    audit, own, _ = ten_returns(db, 5)
    with app.app_context():
        publish(db, few)
        publish(db, audit, older=True)
    assert all(other.is_hidden for one in profile(db, lonely).benchmark.lines for other in one.others)
    found = profile(db, own).benchmark
    assert not found.alike
    assert all(len(one.others) == 1 for one in found.lines)


def test_a_report_whose_publication_is_over_is_set_beside_nothing(app, db):
    audit, own, _ = ten_returns(db, 5)
    with app.app_context():
        publish(db, audit)
    assert profile(db, own).benchmark
    db.query(PublishedReport).one().ends_at = now()
    db.flush()
    assert profile(db, own).benchmark is None

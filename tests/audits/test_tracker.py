import csv
import io

import pytest
from sqlalchemy.orm import Session

from formsapp.audits.tracker import Wanted, rates, tracked
from formsapp.clock import now
from formsapp.database import database
from formsapp.people.models import Interest
from formsapp.ui.spreadsheet import safe_cell
from tests.builders import as_actor, make_audit, make_organisation, make_person, make_return
from tests.queries import count_queries


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def audit(db: Session):
    audit = make_audit(db)
    for name, phase, state in [
        ("Ash", "primary", "submitted"),
        ("Beech", "primary", "submitted"),
        ("Cedar", "primary", None),
        ("Dogwood", "secondary", "started"),
        ("Elm", "secondary", "sent_back"),
    ]:
        make_return(db, audit, make_organisation(db, name=name, phase=phase), state=state)
    agency = make_organisation(db, name="Fire service", type="agency", phase=None, sector="fire")
    make_return(db, audit, agency, state="submitted")
    db.commit()
    return audit


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


def test_the_return_rate_overall_by_kind_and_by_phase(db, audit):
    found = rates(db, audit, by=as_actor(db, make_person(db, "partnership_officer")))
    # Ash, Beech and the fire service of six; two of three primaries, none of two secondaries.
    assert (found.overall.submitted, found.overall.total, found.overall.share) == (3, 6, 0.5)
    assert {name: (rate.submitted, rate.total) for name, rate in found.by_type.items()} == {
        "school": (2, 5),
        "agency": (1, 1),
    }
    assert {name: (rate.submitted, rate.total) for name, rate in found.by_phase.items()} == {
        "primary": (2, 3),
        "secondary": (0, 2),
    }


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ["Ash", "Beech", "Cedar", "Dogwood", "Elm", "Fire service"]),
        (Wanted(words="e%"), []),
        (Wanted(words="ELM"), ["Elm"]),
        (Wanted(state="not_started"), ["Cedar"]),
        (Wanted(state="sent_back"), ["Elm"]),
        (Wanted(type="agency"), ["Fire service"]),
        (Wanted(phase="secondary", state="started"), ["Dogwood"]),
    ],
)
def test_the_board_is_filtered(db, audit, wanted, names):
    rows, total = tracked(db, audit, wanted, by=as_actor(db, make_person(db, "partnership_officer")))
    assert [row.name for row in rows] == names
    assert total == len(names)


def test_a_return_in_which_one_has_an_interest_is_in_no_row_and_no_total(db, audit):
    person = make_person(db, "chair", audit=audit)
    actor = as_actor(db, person)
    ash = tracked(db, audit, Wanted(words="Ash"), by=actor)[0][0]
    db.add(Interest(person_id=person.id, organisation_id=ash.organisation_id, kind="family", declared_at=now()))
    db.flush()
    assert tracked(db, audit, Wanted(words="Ash"), by=actor) == ([], 0)
    assert rates(db, audit, by=actor).overall.total == 5


def test_a_moderator_does_not_track(db, audit):
    moderator = as_actor(db, make_person(db, "moderator", audit=audit))
    assert rates(db, audit, by=moderator).overall.total == 0


def test_track_audit_pages_and_costs_the_same(client, officer, db, audit):
    with count_queries(database().engine) as few:
        page = text_of(client.get(f"/audits/{audit.id}/tracker"))
    assert "returned: 3 of 6" in page
    assert "govuk-pagination" not in page
    for number in range(60):
        make_return(db, audit, make_organisation(db, name=f"Zelkova {number:02}"), state="submitted")
    db.commit()
    with count_queries(database().engine) as many:
        page = text_of(client.get(f"/audits/{audit.id}/tracker?words=Zelkova"))
    assert "60 returns found" in page
    assert "Zelkova 49" in page
    assert "Zelkova 50" not in page
    assert "page=2&amp;words=Zelkova" in page
    assert "Zelkova 59" in text_of(client.get(f"/audits/{audit.id}/tracker?words=Zelkova&page=2"))
    assert len(few) == len(many)


@pytest.mark.parametrize("query", ["?page=nine", "?page=-3", "?state=nonsense", "?page=99", "?words=" + "x" * 300])
def test_track_audit_survives_odd_addresses(client, officer, audit, query):
    assert client.get(f"/audits/{audit.id}/tracker{query}").status_code == 200


def test_track_audit_says_when_nobody_was_asked(client, officer, db):
    audit = make_audit(db)
    db.commit()
    assert "No returns have been asked for yet" in text_of(client.get(f"/audits/{audit.id}/tracker"))


def test_download_tracker_opens_in_a_spreadsheet_and_runs_nothing(client, officer, db):
    audit = make_audit(db)
    make_return(db, audit, make_organisation(db, name='=HYPERLINK("http://x.example")', trust="+1"), state="submitted")
    make_return(db, audit, make_organisation(db, name="Éclair, School"))
    db.commit()
    file = client.get(f"/audits/{audit.id}/tracker.csv")
    assert file.data.startswith(b"\xef\xbb\xbf")
    assert file.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Organisation", "URN", "Type", "Phase"]
    assert {row[0] for row in rows[1:]} == {"""'=HYPERLINK("http://x.example")""", "Éclair, School"}
    assert "'+1" in {row[5] for row in rows[1:]}
    filtered = client.get(f"/audits/{audit.id}/tracker.csv?state=submitted")
    assert len(filtered.data.decode().strip().splitlines()) == 2


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "|calc", "%0", "＝1+1"]
)
def test_no_cell_is_a_formula(value):
    assert safe_cell(value).startswith("'")


@pytest.mark.parametrize("value", ["", "Ash Primary", "St Mary's", "3 Oaks"])
def test_plain_cells_stay_as_they_are(value):
    assert safe_cell(value) == value

"""The results pages: what each person sees, that every figure opens, and what that costs."""

import csv
import io

import pytest

from formsapp.clock import now
from formsapp.people.models import Interest
from formsapp.results.reading import results_of
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.queries import count_queries
from tests.results.audit_with_returns import settle, submit

BEST = {"leadership.a": "embedded", "leadership.b": "embedded", "practice.a": "embedded"}
MIXED = {"leadership.a": "met", "leadership.b": "not_met", "practice.a": "partly_met"}


def page_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.get_data(as_text=True)


@pytest.fixture
def audit(db):
    made = make_audit(db, state="in_moderation", title="This year’s audit")
    submit(db, made, BEST, make_organisation(db, name="Alder School"))
    return_ = submit(db, made, MIXED, make_organisation(db, name="Beech College", phase="secondary"))
    settle(db, return_, "leadership.b", "embedded")
    make_return(db, made, make_organisation(db, name="Cedar School"))
    db.commit()
    return made


def test_the_page_says_who_returned_and_the_scores(client, db, audit):
    officer = make_person(db, "partnership_officer")
    db.commit()
    page = page_of(client.sign_in(officer), f"/audits/{audit.id}/results")
    assert "2 of 3" in page
    # Beech: leadership (66.67 + 100) / 2 = 83.33, practice 33.33, overall 58.33; Alder 100; mean 79.17.
    assert "79.2" in page
    assert "‘Embedded’ is best and ‘Not met’ is worst" in page
    assert "Alder School" in page
    assert "moderation is not over" in page


def test_an_audit_without_returns_says_so(client, db):
    audit = make_audit(db)
    make_return(db, audit)
    officer = make_person(db, "partnership_officer")
    db.commit()
    assert "No returns yet" in page_of(client.sign_in(officer), f"/audits/{audit.id}/results")
    assert "No returns yet" in page_of(client, f"/audits/{audit.id}/results/questions/leadership.a")


def test_a_provisional_score_says_so(client, db):
    audit = make_audit(db, state="reporting")
    return_ = submit(db, audit, {"leadership.a": "met"})
    officer = make_person(db, "partnership_officer")
    db.commit()
    assert "1 score is provisional" in page_of(client.sign_in(officer), f"/audits/{audit.id}/results")
    assert "This score is provisional" in page_of(client, f"/returns/{return_.id}/score")


def test_a_question_opens_to_every_return(client, db, audit):
    officer = make_person(db, "partnership_officer")
    db.commit()
    page = page_of(client.sign_in(officer), f"/audits/{audit.id}/results/questions/leadership.b")
    assert "Beech College" in page
    assert "raised" in page
    assert "0 upheld, 1 raised and 0 lowered" in page
    assert client.get(f"/audits/{audit.id}/results/questions/nothing").status_code == 404


def test_groups_are_compared_by_an_attribute(client, db, audit):
    officer = make_person(db, "partnership_officer")
    db.commit()
    page = page_of(client.sign_in(officer), f"/audits/{audit.id}/results?by=phase")
    assert "Scores by phase" in page
    assert "1 of 2" in page  # one of the two primary schools has returned
    assert "Scores by" not in page_of(client, f"/audits/{audit.id}/results?by=telephone")
    assert "Secondary" in page_of(client, f"/audits/{audit.id}/results/questions/leadership.a?by=phase")


def test_contributions_add_up_and_what_was_left_out_is_listed(client, db):
    limit = {"at_or_below": "not_met", "overall": "Low"}
    sections = {
        "leadership": [rating("leadership.a"), rating("leadership.b", weight=2), rating("leadership.c")],
        "practice": [rating("practice.a", limit=limit)],
    }
    audit = make_audit(db, make_tool_version(db, tool_document(sections)))
    answers = {"leadership.a": "embedded", "leadership.b": "embedded", "leadership.c": "not_applicable"}
    return_ = submit(db, audit, {**answers, "practice.a": "not_met"})
    officer = make_person(db, "partnership_officer")
    db.commit()
    page = page_of(client.sign_in(officer), f"/returns/{return_.id}/score")
    # leadership 100 (1/3 and 2/3 of it), practice 0: overall 50, of which a adds 16.67 and b 33.33.
    for figure in ("16.67", "33.33", "50.0", "Not applicable", "without this limit the score alone would give ‘high’"):
        assert figure.lower() in page.lower(), figure


def test_the_change_since_the_earlier_audit_is_matched_and_says_what_cannot_be_compared(client, db):
    school = make_organisation(db)
    before = make_audit(db, make_tool_version(db, tool_document()), title="Last year’s audit")
    submit(db, before, {"leadership.a": "partly_met", "leadership.b": "met", "practice.a": "met"}, school)
    sections = {
        "leadership": [rating("leadership.a"), rating("leadership.new")],
        "practice": [rating("practice.a")],
    }
    audit = make_audit(db, make_tool_version(db, tool_document(sections)), previous_id=before.id, state="reporting")
    submit(db, audit, {"leadership.a": "embedded", "leadership.new": "met", "practice.a": "not_met"}, school)
    officer = make_person(db, "partnership_officer")
    db.commit()
    page = page_of(client.sign_in(officer), f"/audits/{audit.id}/results")
    # leadership.a: 33.33 to 100; practice.a: 66.67 to 0; leadership.new has no earlier question.
    assert "+66.7" in page
    assert "−66.7" in page
    assert "it is new" in page
    assert "Not compared: it is new" in page_of(client, f"/audits/{audit.id}/results/questions/leadership.new")


def test_own_people_open_their_own_submitted_return_and_no_other(client, db, audit):
    own, other = (make_organisation(db) for _ in range(2))
    mine, theirs = submit(db, audit, MIXED, own), submit(db, audit, BEST, other)
    settle(db, mine, "leadership.b", "embedded")
    unsubmitted = make_return(db, make_audit(db), own, state="started")
    lead = make_person(db, "designated_safeguarding_lead", organisation=own)
    db.commit()
    page = page_of(client.sign_in(lead), f"/returns/{mine.id}/score")
    assert "33.3" in page
    assert "Moderated ratings are added here when the report of the audit is published" in page
    for url in (
        f"/returns/{theirs.id}/score",
        f"/returns/{unsubmitted.id}/score",
        f"/audits/{audit.id}/results",
        f"/audits/{audit.id}/results/questions/leadership.a",
        f"/audits/{audit.id}/results.csv",
    ):
        assert client.get(url).status_code == 404, url


def test_own_people_see_moderated_ratings_once_the_report_is_published(client, db):
    own = make_organisation(db)
    waiting, published = (submit(db, make_audit(db, state=state), MIXED, own) for state in ("reporting", "published"))
    for return_ in (waiting, published):
        settle(db, return_, "leadership.b", "embedded")
    lead = make_person(db, "designated_safeguarding_lead", organisation=own)
    db.commit()
    client.sign_in(lead)
    for asked in ("", "?of=moderated", "?of=self_on_moderated"):
        page = page_of(client, f"/returns/{waiting.id}/score{asked}")
        assert "33.3" in page
        assert "58.3" not in page
    assert "58.3" in page_of(client, f"/returns/{published.id}/score")


def test_an_interest_hides_a_return_from_pages_and_totals(client, db, audit):
    chair = make_person(db, "chair", audit=audit)
    theirs = submit(db, audit, BEST, make_organisation(db, name="Dogwood School"))
    db.add(Interest(person_id=chair.id, organisation_id=theirs.organisation_id, kind="governor", declared_at=now()))
    db.commit()
    page = page_of(client.sign_in(chair), f"/audits/{audit.id}/results")
    assert "2 of 3" in page
    assert "What you have an interest in is left out" in page
    assert "Dogwood School" not in page
    question = page_of(client, f"/audits/{audit.id}/results/questions/leadership.a")
    assert "Dogwood School" not in question
    assert client.get(f"/returns/{theirs.id}/score").status_code == 404
    assert "Dogwood" not in client.get(f"/audits/{audit.id}/results.csv?rows=returns").get_data(as_text=True)


def test_a_moderator_of_a_blind_audit_waits_for_the_results(client, db):
    audit = make_audit(db, state="in_moderation", blind=True)
    return_ = submit(db, audit, MIXED)
    moderator, chair = make_person(db, "moderator", audit=audit), make_person(db, "chair", audit=audit)
    db.commit()
    client.sign_in(moderator)
    for url in (f"/audits/{audit.id}/results", f"/returns/{return_.id}/score"):
        page = page_of(client, url)
        assert "moderated blind" in page
        assert "33.3" not in page
    assert client.get(f"/audits/{audit.id}/results.csv").status_code == 403
    assert "33.3" in page_of(client.sign_in(chair), f"/audits/{audit.id}/results")


def test_whoever_does_not_read_returns_sees_no_small_numbers(client, db, audit):
    member = make_person(db, "learning_hub_member")
    return_ = submit(db, audit, BEST)
    db.commit()
    page = page_of(client.sign_in(member), f"/audits/{audit.id}/results")
    assert "Fewer than 5 returns: not shown" in page
    assert "Alder School" not in page
    assert "100.0" not in page
    assert client.get(f"/returns/{return_.id}/score").status_code == 404
    assert client.get(f"/audits/{audit.id}/results.csv?rows=returns").status_code == 403
    assert "fewer than 5" in client.get(f"/audits/{audit.id}/results.csv").get_data(as_text=True)
    for _ in range(3):
        submit(db, audit, BEST)
    db.commit()
    page = page_of(client, f"/audits/{audit.id}/results")
    # Six returns: five of 100 and Beech's 58.33, mean 93.06. The mean of the self scores beside it would tell what
    # moderation changed in the one return that was moderated.
    assert "93.1" in page
    figures = results_of(db, audit, by=as_actor(db, member)).figures
    assert (figures.own, figures.sections[0].own) == (None, None)
    assert results_of(db, audit, by=as_actor(db, make_person(db, "partnership_officer"))).figures.own is not None


def test_the_downloads_are_safe_to_open_in_a_spreadsheet(client, db, audit):
    submit(db, audit, BEST, make_organisation(db, name="=HYPERLINK(1)", trust="@Trust"))
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    response = client.get(f"/audits/{audit.id}/results.csv?rows=returns")
    assert response.get_data().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["organisation", "'=HYPERLINK(1)", "Alder School", "Beech College"]
    assert float(rows[3][6]) == pytest.approx(175 / 3)
    questions = list(
        csv.DictReader(io.StringIO(client.get(f"/audits/{audit.id}/results.csv").get_data().decode("utf-8-sig")))
    )
    assert [row["question"] for row in questions] == ["leadership.a", "leadership.b", "practice.a"]
    assert (questions[1]["Embedded"], questions[1]["raised"]) == ("3", "1")


@pytest.mark.parametrize("path", ["", "?by=phase", "/questions/leadership.a", ".csv", ".csv?rows=returns"])
def test_the_number_of_queries_does_not_grow_with_returns(client, db, audit, app, path):
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(officer)
    url = f"/audits/{audit.id}/results{path}"
    few, many = _queries(client, app, url), None
    for _ in range(12):
        settle(db, submit(db, audit, MIXED), "leadership.a", "not_met")
    db.commit()
    many = _queries(client, app, url)
    assert len(many) == len(few)
    assert len(many) <= 12


def _queries(client, app, url):
    client.get(url)
    with app.app_context(), count_queries(app.extensions["formsapp_database"].engine) as sent:
        assert client.get(url).status_code == 200
    return sent


def test_the_results_of_another_audit_are_not_found(client, db, audit):
    elsewhere = make_person(db, "chair", audit=make_audit(db))
    db.commit()
    assert client.sign_in(elsewhere).get(f"/audits/{audit.id}/results").status_code == 404
    assert len(results_of(db, audit, by=as_actor(db, elsewhere)).scores) == 0

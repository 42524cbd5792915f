"""The profile of a return: its figures worked by hand, what it keeps to itself, and what it costs."""

import pytest

from formsapp.audits.models import AuditMove
from formsapp.clock import now
from formsapp.returns.fields.given import Given
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.profiles.a_return import answered, profile
from tests.queries import count_queries
from tests.results.audit_with_returns import settle, submit

BANDS = {"bands": [{"from": 0, "label": "Developing"}, {"from": 25, "label": "Established"}]}
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lead_of(db, return_):
    return make_person(db, "designated_safeguarding_lead", organisation=return_.organisation)


def page_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.get_data(as_text=True)


def line(found, key):
    return next(one for one in found.sections if one.key == key)


@pytest.fixture
def worked_example(db):
    """The worked example of the scoring rules, with a weight of 1 for what is not applicable."""
    sections = {
        "first": [rating("first.a"), rating("first.b", weight=2), rating("first.c"), rating("first.d")],
        "second": [rating("second.a", limit={"at_or_below": "not_met", "overall": "Developing"})],
    }
    audit = make_audit(db, make_tool_version(db, tool_document(sections, scoring=BANDS)))
    answers = {
        "first.a": Given("embedded", comment="We ask children every term."),
        "first.b": Given("partly_met", action="Train all staff", action_who="The head", action_by="2020-01-31"),
        "first.c": Given("not_applicable", not_applicable_reason="We have none."),
        "second.a": "not_met",
    }
    return answered(db, audit, answers)


@ONE_ENGINE
def test_the_worked_example_of_the_scoring_rules(db, worked_example):
    found = profile(db, worked_example)
    first, second = found.sections
    # (1 x 100 + 2 x 33.33) / 3 = 55.56; answered (1 + 2 + 1) / 5 = 0.8. Overall (55.56 + 0) / 2 = 27.78.
    assert first.score == pytest.approx(55.5556, abs=1e-4)
    assert first.coverage == pytest.approx(0.8)
    assert (first.rated, first.not_applicable, first.unanswered) == (2, 1, 1)
    assert second.score == 0
    assert not second.why_no_score
    assert found.overall.score == pytest.approx(27.7778, abs=1e-4)
    assert found.overall.band == "Developing"
    assert [(cap.title, cap.without) for cap in found.overall.caps] == [("Statement second.a", "Established")]
    # What limits comes first, though its weight is less; then the lowest.
    assert [one.key for one in found.attention] == ["second.a", "first.b"]
    assert [one.key for one in found.strengths] == ["first.a"]


def test_the_page_says_what_the_figures_rest_on(client, db, worked_example):
    lead, head = lead_of(db, worked_example), make_person(db, "head_teacher", organisation=worked_example.organisation)
    db.commit()
    page = page_of(client.sign_in(lead), f"/returns/{worked_example.id}/profile")
    for words in (
        "27.8",
        "55.6",
        "3 of 4 ratings answered, 80% by weight (1 not applicable): provisional",
        "1 question with a rating is not answered yet",
        "‘Statement second.a’ is rated ‘Not met’, so the overall band can be no better than ‘Developing’",
        "The score alone would give ‘Established’",
        "We ask children every term.",
        "Train all staff",
        "31 January 2020",
        "This day is past",
        "No action yet",
        f'href="/returns/{worked_example.id}/sections/second#q-second.a"',
        "How it adds up",
        "There is no earlier return of yours",
    ):
        assert words in page, words
    # Who may not answer is led to no section.
    assert "#q-second.a" not in page_of(client.sign_in(head), f"/returns/{worked_example.id}/profile")


@ONE_ENGINE
def test_nothing_answered_and_everything_not_applicable_are_never_nought(client, db):
    empty = answered(db, make_audit(db), {})
    keys = ("leadership.a", "leadership.b", "practice.a")
    none = answered(db, make_audit(db), dict.fromkeys(keys, Given("not_applicable", not_applicable_reason="No.")))
    for return_ in (empty, none):
        lead = lead_of(db, return_)
        db.commit()
        page = page_of(client.sign_in(lead), f"/returns/{return_.id}/profile")
        summary = page_of(client, f"/returns/{return_.id}/summary")
        assert "0.0" not in page + summary
        assert ("Nothing is answered yet" in page) is (return_ is empty)
        assert ("Not scored: not applicable" in page) is (return_ is none)
        assert ("Not scored: not applicable" in summary) is (return_ is none)
        assert ("No score yet" in summary) is (return_ is empty)


def two_years(db):
    """One school in two audits: a question is new, and a rating rose."""
    school = make_organisation(db)
    before = make_audit(db, make_tool_version(db, tool_document()), title="The audit of last year", state="published")
    answers = {"leadership.a": "partly_met", "leadership.b": "met", "practice.a": "met"}
    submit(db, before, answers, school)
    sections = {
        "leadership": [rating("leadership.a"), rating("leadership.b"), rating("leadership.new")],
        "practice": [rating("practice.a")],
    }
    audit = make_audit(db, make_tool_version(db, tool_document(sections)), previous_id=before.id)
    now_ = {"leadership.a": "embedded", "leadership.b": "met", "leadership.new": "not_met", "practice.a": "met"}
    return answered(db, audit, now_, school)


def test_last_year_stands_beside_on_the_same_questions(client, db):
    return_ = two_years(db)
    found = profile(db, return_)
    # Leadership now (100 + 66.67 + 0) / 3 = 55.56; on the two old questions (100 + 66.67) / 2 = 83.33, last year
    # (33.33 + 66.67) / 2 = 50. Practice 66.67 both times. Overall 75 after (50 + 66.67) / 2 = 58.33, on three.
    leadership = line(found, "leadership")
    assert leadership.score == pytest.approx(55.5556, abs=1e-4)
    assert leadership.moved.before == pytest.approx(50)
    assert leadership.moved.now == pytest.approx(83.3333, abs=1e-4)
    assert leadership.moved.compared == 2
    assert line(found, "practice").moved.way == "same"
    assert (found.since.overall.before, found.since.overall.now) == pytest.approx((58.3333, 75), abs=1e-4)
    assert (found.since.compared, found.since.not_comparable) == (3, 1)
    assert [(one.before, one.now) for one in found.since.risen] == [("Partly met", "Embedded")]
    lead = lead_of(db, return_)
    db.commit()
    page = page_of(client.sign_in(lead), f"/returns/{return_.id}/profile")
    for words in (
        "The overall score rose by 16.7 points, from 58.3 to 75.0, on the three questions that can be compared",
        "Too few questions to compare",
        "1 question cannot be compared, because it is new or changed",
        "‘The audit of last year’",
    ):
        assert words in page, words


@ONE_ENGINE
def test_moderated_ratings_stay_unseen_until_the_report_is_published(client, db):
    audit = make_audit(db, state="reporting", blind=True)
    return_ = submit(db, audit, {"leadership.a": "met", "leadership.b": "not_met", "practice.a": "met"})
    settle(db, return_, "leadership.b", "embedded")
    lead = lead_of(db, return_)
    db.commit()
    url = f"/returns/{return_.id}"
    client.sign_in(lead)
    # Own: leadership (66.67 + 0) / 2 = 33.33, practice 66.67: 50.0. Moderated: (66.67 + 100) / 2 = 83.33: 75.0.
    for page in (page_of(client, f"{url}/profile"), page_of(client, f"{url}/summary")):
        assert "50.0" in page
        assert "75.0" not in page
        assert "After moderation" not in page
    db.add(AuditMove(audit_id=audit.id, to_state="published", at=now(), reason=""))
    db.commit()
    for page in (page_of(client, f"{url}/profile"), page_of(client, f"{url}/summary")):
        assert "50.0" in page
        assert "75.0" in page
        assert "83.3" in page
        # One of three ratings is moderated.
        assert "33%" in page


@ONE_ENGINE
def test_sections_that_are_not_asked_are_in_no_table(db):
    sections = {
        "first": [rating("first.a")],
        "boarding": [rating("boarding.a", show_if={"question": "first.a", "is": ["embedded"]})],
        "colleges": [rating("colleges.a", applies_to={"type": ["college"]})],
    }
    audit = make_audit(db, make_tool_version(db, tool_document(sections)))
    found = profile(db, answered(db, audit, {"first.a": "met", "boarding.a": "not_met", "colleges.a": "not_met"}))
    assert [one.key for one in found.sections] == ["first"]
    assert not found.attention


@ONE_ENGINE
def test_a_tool_without_ratings_says_what_there_is_instead(client, db):
    words = {"key": "facts.words", "type": "text", "title": "In your words"}
    audit = make_audit(db, make_tool_version(db, tool_document({"facts": [words]}, rating_schemes={}, scoring={})))
    return_ = answered(db, audit, {"facts.words": "We met twice."})
    lead = lead_of(db, return_)
    db.commit()
    page = page_of(client.sign_in(lead), f"/returns/{return_.id}/profile")
    assert "This tool asks for no ratings" in page
    assert "out of 100" not in page
    assert "This tool asks for no ratings" in page_of(client, f"/returns/{return_.id}/summary")
    assert client.get(f"/returns/{return_.id}/summary.pdf").data.startswith(b"%PDF")


def test_nobody_else_finds_it(client, db, worked_example):
    people = [
        make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db)),
        make_person(db, "partnership_officer"),
        make_person(db, "chair", audit=worked_example.audit),
        make_person(db, "contributor", organisation=worked_example.organisation, return_=worked_example),
    ]
    db.commit()
    for person in people:
        client.sign_in(person)
        for page in ("profile", "summary", "summary.pdf"):
            assert client.get(f"/returns/{worked_example.id}/{page}").status_code == 404, (person.id, page)


@ONE_ENGINE
def test_a_return_about_a_case_has_a_profile_and_no_last_year(client, db):
    from formsapp.cases.models import Case

    before = make_audit(db, state="published")
    audit = make_audit(db, before.tool_version, previous_id=before.id)
    school = make_organisation(db)
    submit(db, before, {"leadership.a": "met"}, school)
    case = Case(audit_id=audit.id, code="C07", added_at=now())
    db.add(case)
    db.flush()
    return_ = make_return(db, audit, school)
    return_.case_id = case.id
    db.flush()
    found = profile(db, return_)
    assert found.since is None
    assert found.opened.title.startswith("Case C07")


def test_more_questions_cost_no_more_queries(app, db):
    counts = []
    for number in (2, 40):
        questions = [rating(f"first.q{one}") for one in range(number)]
        document = tool_document({"first": questions})
        school = make_organisation(db)
        before = make_audit(db, make_tool_version(db, document), state="published")
        answers = {one["key"]: "met" for one in questions}
        submit(db, before, answers, school)
        audit = make_audit(db, before.tool_version, previous_id=before.id, state="published")
        return_ = submit(db, audit, answers, school)
        for key in answers:
            settle(db, return_, key, "embedded")
        seen = None
        for _ in range(2):
            db.commit()
            db.expire_all()
            with count_queries(db.get_bind()) as sent:
                profile(db, return_)
            seen = len(sent)
        counts.append(seen)
    assert counts[0] == counts[1]
    assert counts[1] <= 18


@ONE_ENGINE
def test_with_less_than_half_answered_there_is_no_band_and_no_change(client, db):
    document = tool_document({"a": [rating(f"a.{letter}") for letter in "bcdefgh"]})
    return_ = answered(db, make_audit(db, make_tool_version(db, document)), {"a.b": "embedded"})
    found = line(profile(db, return_), "a")
    assert (found.score, found.is_too_little, found.answered_words) == (100, True, "1 of 7 ratings answered")
    lead = lead_of(db, return_)
    db.commit()
    client.sign_in(lead)
    for page in ("profile", "summary"):
        said = page_of(client, f"/returns/{return_.id}/{page}")
        assert "Too little answered yet" in said
        assert "1 of 7 ratings answered" in said
        assert "Good assurance" not in said

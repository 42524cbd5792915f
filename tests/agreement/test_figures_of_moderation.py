"""What moderation changed, how well moderators agree, what it says about all returns: right, in words, and to whom."""

import csv
import io
import re
import zipfile
from random import Random

import pytest

from formsapp.agreement.agreeing import agreement_shown, learnt_of
from formsapp.agreement.drifting import drift_lines
from formsapp.agreement.effect import effect_shown
from formsapp.agreement.estimating import estimate_shown
from formsapp.clock import now
from formsapp.findings.commands import draft_findings
from formsapp.findings.queries import findings_of
from formsapp.findings.reasons import reason_lines
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.moderation.queries import records_of, settled_in_return
from formsapp.people.models import Interest
from formsapp.results.scores import scores_of
from formsapp.returns.models import Answer
from formsapp.samples.models import Sample, SampleEntry
from formsapp.tools.versions import tool_of
from tests.builders import as_actor, make_audit, make_organisation, make_person
from tests.queries import count_queries
from tests.results.audit_with_returns import settle, submit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ALL_MET = {"leadership.a": "met", "leadership.b": "met", "practice.a": "met"}
LEVELS = ("not_met", "partly_met", "met", "embedded")


class World:
    """An audit in moderation with six returns that all rate themselves met, two moderators and those who look on."""

    def __init__(self, db, state="in_moderation", returns=6, **audit):
        self.db, self.audit = db, make_audit(db, state=state, **audit)
        self.returns = [
            submit(db, self.audit, ALL_MET, make_organisation(db, phase="primary" if one % 2 else "secondary"))
            for one in range(returns)
        ]
        self.moderators = [make_person(db, "moderator", audit=self.audit, name=f"Moderator {one}") for one in "AB"]
        self.chair = make_person(db, "chair", audit=self.audit)
        self.officer = make_person(db, "partnership_officer")
        self.hub = make_person(db, "learning_hub_member")
        db.flush()

    def actor(self, person):
        return as_actor(self.db, person)

    def judge(self, return_, question, *ratings, **changes):
        for moderator, rating in zip(self.moderators, ratings, strict=False):
            self.ask(return_, moderator)
            given = {"reason": "Seen", "answer_revision": 1, "judged_at": now(), **changes}
            self.db.add(
                JudgedRating(return_id=return_.id, question=question, moderator_id=moderator.id, rating=rating, **given)
            )
            self.db.flush()

    def ask(self, return_, moderator):
        known = {"return_id": return_.id, "person_id": moderator.id}
        if self.db.query(Moderator).filter_by(**known).first() is None:
            self.db.add(Moderator(**known, allocated_at=now()))

    def draw(self, picks, stratum="All returns"):
        sample = Sample(
            audit_id=self.audit.id, number=1, size=len(picks), strata="[]", seed=7, risk_picks=0, risk_points="{}",
            reason="", drawn_at=now(),
        )  # fmt: skip
        self.db.add(sample)
        self.db.flush()
        for return_ in self.returns:
            pick = picks.get(return_.id)
            self.db.add(SampleEntry(sample_id=sample.id, return_id=return_.id, stratum=stratum, pick=pick, reason=""))
        self.db.flush()

    def settle_all(self, return_, rating):
        for question in ALL_MET:
            settle(self.db, return_, question, rating)

    def effect(self, person=None, group=None):
        return effect_shown(self.db, self.audit, by=self.actor(person or self.chair), group=group)

    def agreement(self, person=None):
        return agreement_shown(self.db, self.audit, by=self.actor(person or self.chair))

    def estimate(self, person=None):
        return estimate_shown(self.db, self.audit, by=self.actor(person or self.chair))


@pytest.fixture
def world(db):
    return World(db)


def page_of(client, world, person, name):
    answer = client.sign_in(person).get(f"/audits/{world.audit.id}/{name}")
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.get_data(as_text=True)


def test_effect_counts_settled_ratings_that_stand_most_lowered_first_and_picks_apart(world):
    first, second, third = world.returns[:3]
    world.draw({first.id: "random", second.id: "must_include"})
    settle(world.db, first, "leadership.a", "partly_met")
    settle(world.db, first, "practice.a", "met")
    settle(world.db, second, "practice.a", "embedded")
    settle(world.db, third, "practice.a", "not_met", answer_revision=9)
    shown = world.effect(group="phase")
    assert (shown.whole.n, shown.whole.lowered, shown.whole.upheld, shown.whole.raised) == (3, 1, 1, 1)
    assert [(line.name, line.moves.lowered) for line in shown.questions] == [
        ("Statement leadership.a", 1),
        ("Statement practice.a", 0),
    ]
    assert {line.name: line.moves.n for line in shown.picks} == {"Drawn at random": 2, "Picked by judgement": 1}
    assert {line.name: line.moves.n for line in shown.groups} == {"Primary": 1, "Secondary": 2}
    matrix = shown.matrices[0]
    assert matrix.heads == ["Embedded", "Met", "Partly met", "Not met"]
    assert dict(matrix.rows)["Met"] == [1, 1, 1, 0]


def test_a_settled_rating_of_a_question_that_was_never_answered_counts_and_is_not_stale(world):
    db, organisation = world.db, make_organisation(world.db)
    return_ = submit(db, world.audit, {"leadership.a": "met", "practice.a": "met"}, organisation)
    settle(db, return_, "leadership.b", "not_met", answer_revision=0)
    assert not records_of(db, return_, ["leadership.b"])["leadership.b"].is_stale
    assert settled_in_return(db, return_.id) == {"leadership.b": "not_met"}
    moves = world.effect().whole
    assert (moves.n, moves.newly_rated, moves.lowered) == (1, 1, 0)
    db.add(Answer(return_id=return_.id, question="leadership.b", value="met", revision=1, saved_at=now()))
    db.flush()
    assert records_of(db, return_, ["leadership.b"])["leadership.b"].is_stale
    assert world.effect().returns == 0


def test_nothing_moderated_says_so_and_still_gives_tables_with_heads(world, client, database_url):
    world.db.commit()
    assert "No ratings have been moderated yet" in page_of(client, world, world.officer, "effect")
    assert page_of(client, world, world.officer, "agreement").count("Agreement needs two raters") == 1
    assert "There is no figure yet" in page_of(client, world, world.officer, "estimate")
    assert "No moderator has rated anything yet" in page_of(client, world, world.chair, "drift")
    for name, head in (("effect", "mean shift in points"), ("estimate", "estimated mean"), ("drift", "moderator")):
        answer = client.get(f"/audits/{world.audit.id}/{name}.csv")
        assert head in answer.get_data(as_text=True)


def test_agreement_needs_two_raters_and_one_alone_is_no_figure(world):
    for return_ in world.returns:
        world.judge(return_, "leadership.a", "met")
    (scheme,) = world.agreement().schemes
    assert scheme.raw == "Agreement needs two raters"
    assert scheme.found.kappa.value is None


def test_all_alike_is_full_agreement_with_kappa_not_defined(world, client):
    for return_ in world.returns:
        world.judge(return_, "leadership.a", "met", "met")
    world.db.commit()
    page = page_of(client, world, world.chair, "agreement")
    assert "100% agreement (6 of 6); kappa not defined" in page
    assert "Too alike to tell" in page
    assert "nan" not in page.lower().replace("governance", "")


def test_not_applicable_is_no_level_and_nothing_is_made_of_it(world, client):
    none = [submit(world.db, world.audit, dict.fromkeys(ALL_MET, "not_applicable")) for _ in range(3)]
    world.draw({one.id: "random" for one in none})
    for return_ in none:
        world.settle_all(return_, "not_applicable")
        world.judge(return_, "leadership.a", "not_applicable", "not_applicable")
    (scheme,) = world.agreement().schemes
    assert (scheme.found.units, scheme.not_applicable) == (0, 6)
    world.db.commit()
    assert "6 ratings of not applicable are no level" in page_of(client, world, world.chair, "agreement")
    assert "Not compared" in page_of(client, world, world.chair, "effect")
    for name in ("effect", "agreement", "estimate", "drift"):
        for end in ("", ".csv"):
            page = page_of(client, world, world.chair, f"{name}{end}")
            assert not re.search(r">\s*(nan|inf|None)|,(nan|inf|None)\b", page), (name, end)


def test_alike_but_different_raters_have_kappa_zero_with_their_number(world):
    for return_ in world.returns:
        world.judge(return_, "leadership.a", "met", "embedded")
    (scheme,) = world.agreement().schemes
    assert scheme.found.kappa.value == pytest.approx(0)
    assert (scheme.found.kappa.low, scheme.found.alpha.low) == (None, None), "six units alike show no spread"
    assert (scheme.found.exact.agreed, scheme.found.exact.of) == (0, 6)
    (pair,) = scheme.pairs
    assert (pair.first, pair.first_higher, pair.second_higher) == ("Moderator A", 0, 6)


def test_agreement_is_of_first_ratings_of_the_same_answer_by_those_who_still_moderate(world):
    for return_ in world.returns[:4]:
        world.judge(return_, "leadership.a", "met", "partly_met")
        world.judge(return_, "leadership.a", "met", "met")
        world.judge(return_, "leadership.b", None, "met")
        world.judge(return_, "leadership.b", "met")
    world.judge(world.returns[0], "practice.a", "met")
    world.judge(world.returns[0], "practice.a", None, "met", answer_revision=2)
    (scheme,) = world.agreement().schemes
    assert (scheme.found.exact.agreed, scheme.found.exact.of) == (0, 4)
    withdrawn = world.db.query(Moderator).filter_by(return_id=world.returns[3].id, person_id=world.moderators[1].id)
    withdrawn.one().ended_at = now()
    world.db.flush()
    shown = world.agreement()
    assert shown.schemes[0].found.exact.of == 3
    assert shown.left_out == 2


def test_pairs_and_drift_are_for_the_chair_alone(world, client):
    rng = Random(1)
    for return_ in world.returns:
        for question in ALL_MET:
            world.judge(return_, question, rng.choice(LEVELS), rng.choice(LEVELS))
    world.db.commit()
    assert "Pairs of moderators" in page_of(client, world, world.chair, "agreement")
    page = page_of(client, world, world.officer, "agreement")
    assert "Moderator A" not in page
    assert "Pairs" not in client.get(f"/audits/{world.audit.id}/agreement.csv").get_data(as_text=True)
    assert "Not shown: so few" in page_of(client, world, world.hub, "agreement")
    for person in (world.officer, world.hub, world.moderators[0]):
        assert client.sign_in(person).get(f"/audits/{world.audit.id}/drift").status_code == 403
    assert "Too few ratings to say anything" in page_of(client, world, world.chair, "drift")


def test_drift_is_of_first_ratings_with_its_interval_once_there_are_enough(world):
    for place, return_ in enumerate(world.returns):
        for question in ALL_MET:
            world.judge(return_, question, "partly_met" if place % 2 else "met")
    world.judge(world.returns[0], "practice.a", "not_met")
    (line,) = drift_lines(world.db, world.audit, by=world.actor(world.chair))
    assert (line.n, line.drift) == (18, None)
    extra = [submit(world.db, world.audit, ALL_MET) for _ in range(2)]
    for return_ in extra:
        for question in ALL_MET:
            world.judge(return_, question, "met")
    (line,) = drift_lines(world.db, world.audit, by=world.actor(world.chair))
    assert (line.n, line.drift.lowered, line.drift.upheld) == (24, 9, 15)
    assert line.drift.levels.value == pytest.approx(-9 / 24)
    assert line.drift.levels.low < -9 / 24 < line.drift.levels.high


def test_moderators_wait_for_agreement_and_estimate_until_moderation_is_over(db, client):
    for state, opens in (("in_moderation", False), ("reporting", True)):
        world = World(db, state=state)
        world.judge(world.returns[0], "leadership.a", "met", "met")
        db.commit()
        for name in ("agreement", "estimate"):
            assert (
                "opens for moderators when moderation is over" in page_of(client, world, world.moderators[0], name)
            ) is not opens
            code = client.get(f"/audits/{world.audit.id}/{name}.xlsx").status_code
            assert code == (200 if opens else 302)


def test_what_two_moderators_have_in_common_is_not_for_a_third_and_says_on_how_few_returns_it_rests(db, client):
    world = World(db, state="reporting")
    third = make_person(db, "moderator", audit=world.audit, name="Moderator C")
    for return_ in world.returns[:3]:
        for question in ALL_MET:
            world.judge(return_, question, "met", "embedded")
    world.judge(world.returns[3], "leadership.a", "met")
    world.ask(world.returns[3], world.moderators[1])
    (scheme,) = world.agreement(world.officer).schemes
    assert (scheme.found.units, scheme.found.rated_once, scheme.returns, scheme.hidden) == (9, 1, 3, False)
    db.commit()
    assert "come from 3 returns. Ratings of one return go together" in page_of(
        client, world, world.officer, "agreement"
    )
    for moderator in (third, world.moderators[0]):
        page = page_of(client, world, moderator, "agreement")
        assert "about one pair" in page
        assert "0% agreement" not in page
        assert "exact agreement" not in client.get(f"/audits/{world.audit.id}/agreement.csv").get_data(as_text=True)
    world.moderators[1] = third
    for question in ALL_MET:
        world.judge(world.returns[4], question, "met", "met")
    assert not world.agreement(third).schemes[0].hidden


def test_a_blind_audit_shows_moderators_no_figure_of_self_ratings(db, client):
    world = World(db, blind=True)
    settle(db, world.returns[0], "leadership.a", "partly_met")
    db.commit()
    for name in ("effect", "agreement", "estimate"):
        page = page_of(client, world, world.moderators[0], name)
        assert "moderated blind" in page
        assert "lowered" not in page
        assert client.get(f"/audits/{world.audit.id}/{name}.csv").status_code == 302


def test_the_estimate_is_the_stratified_difference_worked_by_hand(world):
    first, second, third, fourth = world.returns[:4]
    world.draw({first.id: "random", second.id: "random", third.id: "must_include", fourth.id: "random"})
    world.settle_all(first, "partly_met")
    world.settle_all(second, "met")
    world.settle_all(third, "not_met")
    settle(world.db, fourth, "leadership.a", "not_met")
    found = world.estimate().overall.shown
    # Self 66.67 everywhere. Random: 5 returns, 2 moderated, shifts -33.33 and 0: mean -16.67. The third: by judgement.
    assert found.self_mean == pytest.approx(200 / 3)
    assert found.shift == pytest.approx(5 / 6 * -50 / 3 + 1 / 6 * -200 / 3)
    assert found.moderated == 3
    assert found.low < found.estimate < found.high
    assert any("One return drawn at random has not been moderated" in one for one in found.conditions)
    assert [(one.population, one.moderated, one.certain) for one in world.estimate().strata] == [
        (5, 2, False),
        (1, 1, True),
    ]


def test_a_return_moderated_though_not_drawn_does_not_move_the_estimate(world, client):
    first, second, third = world.returns[:3]
    world.draw({first.id: "random", second.id: "random"})
    world.settle_all(first, "partly_met")
    world.settle_all(second, "met")
    before = world.estimate().overall.shown
    world.settle_all(third, "not_met")
    after = world.estimate()
    assert (after.overall.shown, after.beside) == (before, 1)
    world.db.commit()
    assert "1 return was moderated though the draw did not pick it" in page_of(client, world, world.chair, "estimate")
    for return_ in world.returns[3:]:
        world.settle_all(return_, "met")
    every = world.estimate()
    assert (every.overall.shown.df, every.beside) == (None, 0)
    assert every.overall.shown.shift == pytest.approx((-100 / 3 - 200 / 3) / 6)


def test_an_answer_that_changed_takes_its_return_out_of_the_estimate(world):
    world.draw({one.id: "random" for one in world.returns})
    for return_ in world.returns:
        world.settle_all(return_, "partly_met")
    assert world.estimate().overall.shown.df is None
    assert world.estimate().overall.shown.estimate == pytest.approx(100 / 3)
    world.db.get_one(Answer, (world.returns[0].id, "practice.a")).revision = 2
    world.db.flush()
    assert world.estimate().overall.shown.moderated == 5


def test_who_has_an_interest_sees_no_estimate_and_totals_that_do_not_move_with_the_return(world, client):
    theirs, person = world.returns[0], world.officer
    world.draw({one.id: "random" for one in world.returns})
    for return_ in world.returns[1:]:
        world.settle_all(return_, "partly_met")
        for question in ALL_MET:
            world.judge(return_, question, "met", "partly_met")
    world.db.add(
        Interest(person_id=person.id, organisation_id=theirs.organisation_id, kind="governs", declared_at=now())
    )
    world.db.commit()
    names = ("effect?by=phase", "agreement", "estimate", "effect.csv?by=phase", "agreement.csv")
    before = [_main(page_of(client, world, person, name)) for name in names]
    assert "You have an interest in a return of this audit" in before[2]
    assert client.get(f"/audits/{world.audit.id}/estimate.xlsx").status_code == 302
    world.settle_all(theirs, "not_met")
    world.judge(theirs, "practice.a", "met", "not_met")
    world.db.commit()
    assert [_main(page_of(client, world, person, name)) for name in names] == before
    assert world.effect().whole.n == 18


def _main(page):
    return page[page.index("<main") : page.index("</main>")] if "<main" in page else page


def test_small_numbers_are_hidden_from_the_learning_hub_and_cannot_be_worked_out(db, client):
    world = World(db, returns=12)
    for place, return_ in enumerate(world.returns):
        settle(db, return_, "leadership.a", "partly_met")
        if place < 2:
            settle(db, return_, "leadership.b", "not_met")
        if place < 6:
            settle(db, return_, "practice.a", "met")
    hub = world.effect(world.hub, "phase")
    assert hub.whole.n == 20
    assert {line.key: line.moves is None for line in hub.questions} == {
        "leadership.a": True,
        "leadership.b": True,
        "practice.a": False,
    }
    assert all(line.moves is not None for line in world.effect(world.officer).questions)
    few = World(db, returns=4)
    few.settle_all(few.returns[0], "met")
    db.commit()
    assert "Fewer than 5 returns have been moderated" in page_of(client, few, few.hub, "effect")


def test_page_csv_and_workbook_hold_the_same_numbers_whatever_the_order(world, client):
    world.settle_all(world.returns[0], "partly_met")
    settle(world.db, world.returns[1], "leadership.a", "embedded")
    world.db.commit()
    page = page_of(client, world, world.officer, "effect")
    moves = world.effect().whole
    assert moves.mean_points == pytest.approx((3 * -100 / 3 + 100 / 3) / 4)
    assert "16.7 points below" in page
    address = f"/audits/{world.audit.id}/effect"
    text = client.get(f"{address}.csv").get_data(as_text=True)
    rows = {row[1]: row for row in csv.reader(io.StringIO(text)) if len(row) > 2}
    assert float(rows["All moderated ratings"][-1]) == moves.mean_points
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}.xlsx").data)) as book:
        assert repr(moves.mean_points)[:14] in book.read("xl/worksheets/sheet1.xml").decode()
    assert client.get(f"{address}.csv").data == client.get(f"{address}.csv").data


def test_findings_say_how_often_two_moderators_gave_the_same_first_rating(db):
    world = World(db, returns=8)
    for place, return_ in enumerate(world.returns):
        for question in ALL_MET:
            world.judge(return_, question, "met", "met" if place else "partly_met")
    by = world.actor(world.chair)
    learnt = learnt_of(db, world.audit, scores_of(db, world.audit, by=by), by=by)
    assert (learnt.n, learnt.exact) == (24, 21 / 24)
    draft_findings(db, audit=world.audit, by=by)
    drafted = {one.finding.drafted: one.finding for one in findings_of(db, world.audit)}
    said = next(text for text in drafted if text and "same first rating" in text)
    assert said == "Two moderators gave the same first rating 88% of the time, over 24 ratings."
    (line,) = reason_lines(tool_of(world.audit.tool_version), drafted[said])
    assert line.words == "Two moderators gave the same first rating to 21 of 24 answers (88%)"


@pytest.mark.parametrize("name", ["effect", "agreement", "estimate", "drift"])
def test_the_number_of_queries_does_not_grow_with_the_returns(db, client, app, name):
    from formsapp.database import database

    counted = []
    for returns in (4, 12):
        world = World(db, returns=returns)
        world.draw({one.id: "random" for one in world.returns})
        for return_ in world.returns:
            world.settle_all(return_, "partly_met")
            world.judge(return_, "practice.a", "met", "partly_met")
        db.commit()
        client.sign_in(world.chair)
        with app.app_context():
            engine = database().engine
        with count_queries(engine) as sent:
            assert client.get(f"/audits/{world.audit.id}/{name}").status_code == 200
        counted.append(len(sent))
    assert counted[0] == counted[1]
    assert counted[0] <= 30

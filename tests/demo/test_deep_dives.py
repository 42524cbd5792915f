"""What there is to see of moderation: last year's finished, this year's with something for everybody."""

import re
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor, Holds
from formsapp.access.models import RoleGiven
from formsapp.agreement.estimating import estimate_shown
from formsapp.audits.interests import Pair, deciders_of, interests_in
from formsapp.audits.models import Audit, Return
from formsapp.calibration.models import ExampleRating, WorkedExample
from formsapp.cases.models import Case
from formsapp.clock import at, start_of
from formsapp.demo.personas import PERSONAS
from formsapp.feedback.models import Challenge, ChallengeStep, FeedbackLetter, FeedbackRelease, LetterAcknowledged
from formsapp.moderation.asking import queries_in_sight
from formsapp.moderation.models import GlassBroken, JudgedRating, Moderator, Panel, PanelItem, SettledRating
from formsapp.moderation.second import is_done, sees_others
from formsapp.moderation.waiting import exceptions
from formsapp.people.models import Interest, Person
from formsapp.samples.models import Sample, SampleEntry
from tests.demo.making_a_borough import TODAY

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture
def years(session) -> tuple[Audit, Audit]:
    found = session.scalars(select(Audit).where(Audit.title.startswith("Safeguarding in schools")).order_by(Audit.id))
    before, now = found.all()
    return before, now


def actor(session: Session, name: str) -> Actor:
    person = session.scalars(select(Person).where(Person.name == name)).one()
    held = select(RoleGiven).where(RoleGiven.person_id == person.id, RoleGiven.ended_at.is_(None))
    return Actor(id=person.id, name=name, roles=tuple(Holds.stored(one) for one in session.scalars(held)))


def picks(session: Session, audit: Audit) -> Counter:
    chosen = select(SampleEntry.pick).join(Sample).where(Sample.audit_id == audit.id, SampleEntry.pick.is_not(None))
    return Counter(session.scalars(chosen))


def test_both_samples_were_drawn_by_the_rules_and_settings_were_told(session, years):
    assert picks(session, years[0]) == {"must_include": 1, "risk": 2, "random": 5}
    assert picks(session, years[1]) == {"must_include": 2, "risk": 2, "random": 8}
    assert all(one.told_at and one.strata == '["phase"]' for one in session.scalars(select(Sample)))


def test_moderators_rated_the_worked_examples_before_their_first_return(session):
    rated = Counter(session.scalars(select(ExampleRating.person_id)))
    assert sorted(rated.values()) == [5, 5, 5], "three, and two of them again: the third question reads otherwise now"
    for audit_id in (1, 2):
        first = select(func.min(JudgedRating.judged_at)).join(Return).where(Return.audit_id == audit_id)
        last = select(func.max(ExampleRating.at)).join(WorkedExample).where(WorkedExample.audit_id == audit_id)
        assert session.scalar(last) < session.scalar(first)


def test_everything_of_last_year_is_settled_so_that_its_figures_can_be_read(session, years):
    chair = actor(session, "Desmond Akintola-Rees")
    assert exceptions(session, years[0], by=chair) == []
    found = estimate_shown(session, years[0], by=chair).overall.shown
    assert found.moderated == 8
    assert found.low < found.estimate < found.high
    assert found.estimate < found.self_mean
    twice = select(JudgedRating.return_id, JudgedRating.question).join(Return).where(Return.audit_id == years[0].id)
    judged = Counter(tuple(row) for row in session.execute(twice))
    assert sum(number == 2 for number in judged.values()) > 120


def test_last_years_panel_has_minutes_worth_reading(session, years):
    panel = session.scalars(select(Panel).where(Panel.audit_id == years[0].id)).one()
    items = session.scalars(select(PanelItem).where(PanelItem.panel_id == panel.id)).all()
    assert panel.ended_at is not None
    assert Counter(one.outcome for one in items)["left_open"] == 1
    assert any(one.stepped_out != "[]" for one in items), "somebody stepped out"
    (left,) = [one for one in items if one.outcome == "left_open"]
    later = select(SettledRating).where(
        SettledRating.return_id == left.return_id,
        SettledRating.question == left.question,
        SettledRating.settled_at > left.at,
    )
    assert session.scalars(later).one()
    assert session.scalars(select(SettledRating).where(SettledRating.minority_view != "")).first()


def test_last_years_letters_were_sent_read_and_twice_challenged(session, years):
    letters = session.scalars(select(FeedbackLetter).join(Return).where(Return.audit_id == years[0].id)).all()
    assert len(letters) == 8
    assert all(one.released_at for one in letters)
    assert 4 < len(session.scalars(select(LetterAcknowledged.letter_id)).all()) < 8
    last = {one.challenge_id: one for one in session.scalars(select(ChallengeStep).order_by(ChallengeStep.id))}
    assert Counter(one.kind for one in last.values()) == {"decided": 1, "declined": 1}
    chair = actor(session, "Desmond Akintola-Rees")
    assert all(one.by_id != chair.id for one in last.values() if one.kind == "decided")
    assert session.scalars(select(FeedbackRelease)).one().audit_id == years[0].id


def test_the_panel_of_this_year_has_some_twenty_exceptions_and_a_few_for_the_deputy(session, years):
    found = exceptions(session, years[1], by=actor(session, "Desmond Akintola-Rees"))
    assert 15 <= len(found) <= 25
    deputy = actor(session, "Ottoline Farquhar-Mbeki")
    theirs = [one for one in found if deputy.id in {each.person.id for each in deciders_of(session, one.return_)}]
    assert theirs
    hidden = exceptions(session, years[1], by=actor(session, "Parveen Holroyd-Shah"))
    assert len(hidden) == len(found) - len(theirs)
    assert any(one.record.is_stale or "stale" in one.kinds for one in found)


def test_two_moderators_of_this_year_one_pair_done_and_one_not(session, years):
    rows = session.execute(
        select(Moderator.return_id, Moderator.person_id).join(Return).where(Return.audit_id == years[1].id)
    )
    pairs: dict[int, list[int]] = {}
    for return_id, person_id in rows:
        pairs.setdefault(return_id, []).append(person_id)
    two = [session.get_one(Return, one) for one, people in pairs.items() if len(people) == 2]
    assert Counter(is_done(session, one) for one in two) == {True: 1, False: 1}
    (still,) = [one for one in two if not is_done(session, one)]
    assert not any(sees_others(session, still, person) for person in pairs[still.id])


def test_queries_wait_have_a_reply_or_are_overdue_and_one_is_for_the_lead_on_the_list(session, years):
    listed = queries_in_sight(session, years[1], by=actor(session, "Desmond Akintola-Rees"))
    states = {one.thread.state: one.return_.organisation_id for one in listed}
    assert set(states) == {"Waiting", "Replied", "Overdue"}
    osian = actor(session, "Osian Prendergast-Lal")
    assert states["Waiting"] in {one.organisation_id for one in osian.roles}


def test_broken_glass_is_not_seen_yet_and_a_challenge_waits_within_its_window(session, years):
    assert session.scalars(select(GlassBroken)).one().seen_at is None
    waiting = session.execute(
        select(Challenge, FeedbackLetter)
        .join(FeedbackLetter, FeedbackLetter.id == Challenge.letter_id)
        .join(Return, Return.id == Challenge.return_id)
        .where(Return.audit_id == years[1].id)
    ).one()
    assert waiting.FeedbackLetter.challenge_until > TODAY
    steps = select(ChallengeStep).where(ChallengeStep.challenge_id == waiting.Challenge.id)
    assert session.scalars(steps).all() == []


def test_a_moderator_has_an_interest_in_a_case(session):
    case = session.scalars(select(Case).join(Interest, Interest.case_id == Case.id)).one()
    person = actor(session, "Celandine Osgathorpe").id
    returns = session.scalars(select(Return).where(Return.case_id == case.id)).all()
    barred = interests_in(session, session.get_one(Audit, case.audit_id), [person])
    assert {Pair(person, one.id) for one in returns} == set(barred)


#: Somebody on the list, a page, and words that are there only where there is something to show.
_PAGES = (
    ("Honor Wetherfold", "/audits/2/sample", "It is the only school with boarders"),
    ("Honor Wetherfold", "/audits/2/allocation", "Ines Calloway-Brandt"),
    ("Honor Wetherfold", "/audits/1/letters", "Released"),
    ("Honor Wetherfold", "/audits/2/queries", "Overdue"),
    ("Honor Wetherfold", "/moderation/reasons", "in one building and not yet in the other"),
    ("Desmond Akintola-Rees", "/audits/1/effect", "lowered"),
    ("Desmond Akintola-Rees", "/audits/1/agreement", "kappa"),
    ("Desmond Akintola-Rees", "/audits/1/drift", "Rufus Adjei-Marlowe"),
    ("Desmond Akintola-Rees", "/audits/1/estimate", "rough guide"),
    ("Desmond Akintola-Rees", "/panels/1/minutes", "Rufus Adjei-Marlowe"),
    ("Desmond Akintola-Rees", "/audits/2/challenges", "Sallowbeck Hall School"),
    ("Desmond Akintola-Rees", "/audits/2/panels", "/panels/2/minutes"),
    ("Ottoline Farquhar-Mbeki", "/audits/2/panels", "/panels/2/minutes"),
    ("Ines Calloway-Brandt", "/audits/2/calibration", "reference"),
    ("Celandine Osgathorpe", "DIFFERENCES", "Having compared notes|same way now|later log|visit settled"),
    ("Osian Prendergast-Lal", "QUERIES", "Who covered in the last half term"),
    ("Philippa Venn-Okafor", "LETTER", "We read what you wrote as a colleague would"),
)


@pytest.mark.parametrize(("name", "page", "words"), _PAGES)
def test_pages_of_moderation_have_something_to_show(borough, session, name, page, words):
    """Each page as somebody on the list opens it: there, and with something on it."""
    assert name in {persona.name for persona in PERSONAS}
    person = session.get_one(Person, actor(session, name).id)
    returns = {one.organisation.name: one.id for one in session.scalars(select(Return).where(Return.audit_id == 2))}
    done = (
        next(
            one.return_id
            for one in session.scalars(select(Moderator).join(Return).where(Return.audit_id == 2))
            if is_done(session, session.get_one(Return, one.return_id)) and one.person_id == person.id
        )
        if page == "DIFFERENCES"
        else 0
    )
    address = {
        "DIFFERENCES": f"/returns/{done}/differences",
        "QUERIES": f"/returns/{returns['Ropewater School and Sixth Form']}/queries",
        "LETTER": f"/returns/{returns['Sallowbeck Hall School']}/feedback",
    }.get(page, page)
    with at(start_of(TODAY)):
        shown = borough.test_client().sign_in(person).get(address)
    assert shown.status_code == 200
    assert re.search(words, shown.get_data(as_text=True)), address

"""The tools we ship: whole, in step with the register, described throughout, and scored without a crash."""

import math
from itertools import cycle, islice, product
from random import Random

import numpy as np
import pytest

from formsapp.organisations.words import TYPES, values_of
from scoring.documents import scores_document
from scoring.packed import codes_of, pack
from scoring.ratings import Ratings
from scoring.score import Scores
from tests.tool_definitions.shipped_returns import audience_of, organisations_of, random_answers
from tool_definitions.checker import check_file
from tool_definitions.legal_references import legal_instruments
from tool_definitions.loader import shipped_tool_paths, shipped_tools
from tool_definitions.question import RatingQuestion, TableQuestion, TextQuestion
from tool_definitions.tool import Kind
from tool_definitions.visibility import Visibility, visibility

#: key: kind, whom it is for
SHIPPED = {
    "benchmarking-serious-youth-violence": ("benchmarking", "agency school college"),
    "dip-sample": ("case_file", "agency school college early_years"),
    "early-years": ("self_assessment", "early_years"),
    "multi-agency-case-file": ("case_file", "agency school college early_years"),
    "safeguarding-effectiveness-quarterly": ("report", "agency"),
    "school-safeguarding": ("self_assessment", "school college"),
    "section-11-agency": ("self_assessment", "agency"),
    "serious-incident-referral": ("referral", "agency school college early_years other"),
    "single-agency-report": ("single_agency", "agency school college early_years"),
    "training-impact": ("training_impact", "agency school college early_years other"),
}
TOOLS = shipped_tools()
EVERY_TOOL = pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
#: Asked in the same words in every wave, with the scheme's own words for each level.
SAME_WORDS_FOR_ALL = {"confidence-1-5"}
TRIES = 200


def test_the_tools_we_ship():
    described = {key: (tool.kind, " ".join(tool.audience.organisation_types)) for key, tool in TOOLS.items()}
    assert described == SHIPPED
    assert {path.stem for path in shipped_tool_paths()} == set(SHIPPED)


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_the_checker_finds_nothing(path):
    assert [str(found) for found in check_file(path)] == []


@EVERY_TOOL
def test_it_asks_for_what_the_framework_asks_of_a_tool(tool):
    asked = {question.asks_for for question in tool.questions.values()}
    assert asked >= {"reflection", "factors", "outcomes", "feedback"}
    assert any("lived-experience" in question.threads for question in tool.questions.values())
    assert any("equality" in question.threads for question in tool.questions.values())
    assert any(isinstance(question, TextQuestion | TableQuestion) for question in tool.questions.values())
    assert bool(tool.scored_questions) is (tool.kind is not Kind.REFERRAL)


@EVERY_TOOL
def test_its_first_page_sends_urgent_worries_elsewhere_and_wants_no_names(tool):
    purpose = " ".join(tool.purpose.split()).lower()
    assert "call 999" in purpose
    assert "front door" in purpose
    assert any(words in purpose for words in ("name no one", "do not name", "no name", "never give a name"))


@EVERY_TOOL
def test_its_questions_are_told_apart(tool):
    titles = [question.title for question in tool.questions.values()]
    assert len(set(titles)) == len(titles)
    for section in tool.sections:
        assert all("." in question.key for question in section.questions)


@EVERY_TOOL
def test_every_level_of_a_rated_question_is_described(tool):
    for key, question in tool.scored_questions.items():
        scheme = tool.scheme_of(key)
        assert isinstance(question, RatingQuestion)
        own = {} if scheme.key not in SAME_WORDS_FOR_ALL else {level.value: level.means for level in scheme.levels}
        described = {**own, **question.levels}
        assert set(described) == set(scheme.ranks), key
        words = [" ".join(described[value].split()) for value in scheme.ranks]
        assert len(set(words)) == len(words), key
        assert all(each.endswith(".") for each in words), key


@EVERY_TOOL
def test_a_rated_question_says_what_to_look_at_and_what_to_recommend(tool):
    for key, question in tool.scored_questions.items():
        assert question.guidance or tool.kind is Kind.TRAINING_IMPACT, key
        assert question.recommendation is not None, key
        assert question.recommendation.owner is not None, key


@EVERY_TOOL
def test_it_is_for_organisations_that_the_register_knows(tool):
    assert set(tool.audience.organisation_types) <= set(TYPES)
    named = [section.applies_to for section in tool.sections]
    named += [question.applies_to for question in tool.questions.values()]
    for applies_to in named:
        for attribute, values in applies_to.items():
            assert set(values) <= set(values_of(attribute)), (attribute, values)


@EVERY_TOOL
def test_what_it_refers_to_is_in_the_register_we_ship(tool):
    """So that a new edition, once noted there, lists the questions that cite the old one."""
    known = {(one.key, edition.edition) for one in legal_instruments() for edition in one.editions}
    assert {(one.instrument, one.edition) for one in tool.references.values()} <= known


@EVERY_TOOL
def test_every_question_is_seen_by_somebody_it_is_for(tool):
    luck, unseen, audience = Random(tool.key), set(tool.questions), [*audience_of(tool)]
    for organisation in islice(cycle(audience), TRIES + len(audience)):
        seen = visibility(tool, random_answers(tool, luck), organisation)
        unseen -= {key for key, state in seen.items() if state is Visibility.SHOWN}
    assert unseen == set()


@EVERY_TOOL
def test_every_wave_asks_something_of_everybody(tool):
    for wave in tool.waves or (None,):
        for organisation in audience_of(tool):
            shown = seen_by_some(tool, organisation, wave)
            assert len(shown) >= 10
            assert not tool.scored_questions or shown & tool.scored_questions.keys()


def seen_by_some(tool, organisation, wave):
    """The questions that an organisation is asked in a wave, by one set of answers or another."""
    luck, shown = Random(tool.key), set()
    for _ in range(5):
        seen = visibility(tool, random_answers(tool, luck), organisation, wave=wave)
        shown |= {key for key, state in seen.items() if state is Visibility.SHOWN}
    return shown


def test_training_is_measured_in_three_waves_by_the_same_ratings():
    tool = TOOLS["training-impact"]
    assert tool.waves == ("before", "after", "three_months")
    confidence = tool.section("confidence").questions
    assert len(confidence) == 20
    assert not any(question.waves for question in confidence)
    only_in = {question.waves for key, question in tool.questions.items() if not key.startswith("confidence.")}
    assert only_in == {(), ("before",), ("after",), ("three_months",)}
    # A condition can only look at a question that is asked in the same wave.
    assert tool.questions["about.course"].waves == ()


def scored(tool, organisations, returns=2):
    """A few returns of every kind of organisation in every wave, answered at random, scored."""
    luck, rows, attributes = Random(tool.key), [], []
    for organisation, wave, _ in product(organisations, tool.waves or (None,), range(returns)):
        rows.append(pack(codes_of(tool, random_answers(tool, luck), organisation, wave=wave)))
        attributes.append(organisation)
    names = [str(number) for number in range(len(rows))]
    columns = {name: [one[name] for one in attributes] for name in ("type", "phase", "sector", "provision")}
    return Scores(tool, Ratings.from_packed(tool, names, names, rows, attributes=columns))


@pytest.mark.parametrize(
    ("tool", "type_"),
    [(tool, type_) for tool in TOOLS.values() for type_ in tool.audience.organisation_types],
    ids=lambda part: part if isinstance(part, str) else part.key,
)
def test_returns_answered_at_random_are_scored(tool, type_):
    document = scores_document(scored(tool, organisations_of(type_)))
    assert document["returns"]
    bands = {band.label for band in tool.scoring.bands}
    for one in document["returns"]:
        score = one["overall"]["effective"]
        if not tool.scored_questions:
            assert score is None
        elif score is not None:
            assert 0 <= score <= 100
            assert one["overall"]["band"] in bands
    if tool.scored_questions:
        assert any(one["overall"]["effective"] is not None for one in document["returns"])


@pytest.mark.parametrize("tool", [tool for tool in TOOLS.values() if tool.scored_questions], ids=lambda tool: tool.key)
def test_the_best_and_the_worst_return_reach_the_ends_of_the_bands(tool):
    """All at the best level is 100 and the highest band; all at the worst is 0 and the lowest."""
    width = len(tool.scored_questions)
    best = np.array([len(tool.scheme_of(key).levels) - 1 for key in tool.scored_questions], dtype=np.int8)
    rows = [pack(best), pack(np.zeros(width, dtype=np.int8))]
    one, other = scores_document(Scores(tool, Ratings.from_packed(tool, ["a", "b"], ["a", "b"], rows)))["returns"]
    assert math.isclose(one["overall"]["effective"], 100)
    assert one["overall"]["band"] == tool.scoring.bands[-1].label
    assert one["overall"]["capped_by"] == []
    assert other["overall"]["effective"] == 0
    assert other["overall"]["band"] == tool.scoring.bands[0].label


def rated_count(key, answers, **organisation):
    tool = TOOLS[key]
    seen = visibility(tool, answers, organisation)
    return sum(seen[question] is Visibility.SHOWN for question in tool.scored_questions)


@pytest.mark.parametrize(
    ("provision", "alone", "rated"), [("group", None, 40), ("childminder", "yes", 38), ("childminder", "no", 40)]
)
def test_a_childminder_is_asked_what_fits_a_childminder(provision, alone, rated):
    """44 questions are rated. A group is not asked about a home and advice (2), a childminder not about a board and
    cover (2), and one who works alone not about taking on and supervising staff (2); nobody here travels or sleeps (2).
    """
    answers = {"about.works_alone": alone, "about.transport": "no", "about.hours": ("term",)}
    assert rated_count("early-years", answers, type="early_years", provision=provision) == rated


@pytest.mark.parametrize("theme", ["sexual_abuse", "serious_youth_violence", "domestic_abuse", "neglect"])
def test_each_theme_of_the_case_file_audit_is_looked_at_closely(theme):
    tool = TOOLS["multi-agency-case-file"]
    plain = rated_count(tool.key, {"about.themes": ("other",), "about.main_theme": "other"}, type="agency")
    kinds = {"theme.sexual_abuse_kind": ("own_behaviour",), "theme.neglect_kind": ("adolescent",)}
    # As the case was chosen for it: one question for the theme as a whole, and six that look closely.
    answers = {"about.themes": (theme,), "about.main_theme": theme, **kinds}
    assert rated_count(tool.key, answers, type="agency") == plain + 7
    # Seen in a case chosen for something else: one question.
    answers = {"about.themes": (theme,), "about.main_theme": "other", **kinds}
    assert rated_count(tool.key, answers, type="agency") == plain + 1
    assert len(tool.case.themes) == 4


@pytest.mark.parametrize("focus", [option.value for option in TOOLS["dip-sample"].questions["about.focus"].options])
def test_a_dip_sample_rates_four_questions_about_its_focus(focus):
    assert rated_count("dip-sample", {"about.focus": focus}, type="agency") == 8


@pytest.mark.parametrize(
    ("stage", "sections"),
    [
        ("referral", "safety stage incident family learning"),
        ("notification", "safety stage incident family learning notification"),
        ("rapid_review", "safety stage review decision"),
    ],
)
def test_each_stage_of_a_referral_asks_for_its_own_part(stage, sections):
    tool = TOOLS["serious-incident-referral"]
    seen = visibility(tool, {"stage.now": stage}, {"type": "agency"})
    shown = {tool.section_of[key].key for key, state in seen.items() if state is Visibility.SHOWN}
    assert shown == set(sections.split())


def test_a_question_about_a_deadline_asks_for_the_reason_when_it_was_missed():
    tool = TOOLS["serious-incident-referral"]
    for stage, answers, late in (
        ("notification", {"notification.decision": "notified", "notification.in_time": "no"}, "notification.late"),
        ("rapid_review", {"review.in_time": "no"}, "review.late"),
    ):
        seen = visibility(tool, {"stage.now": stage, **answers})
        assert seen[late] is Visibility.SHOWN
        assert tool.questions[late].required

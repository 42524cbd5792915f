"""Whatever a tool holds, it can be printed, filled in and tried out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formsapp.previews.blank import blank_tool
from formsapp.previews.blank_pdf import blank_pdf
from formsapp.previews.carried import read, written
from formsapp.previews.filled_in import FilledIn
from formsapp.previews.made_up import MIXTURES, Fill, answers_made_up, returns_made_up
from formsapp.previews.seen_as import ANY, audience_words, printed_for, seen_as
from formsapp.previews.thresholds import WhatIf
from formsapp.previews.tried import tried
from formsapp.returns.asked_tool import AskedTool
from formsapp.returns.fields.given import Given
from tests.strategies import organisations, tools
from tool_definitions.length import Respondent, audiences
from tool_definitions.loader import shipped_tools
from tool_definitions.visibility import Visibility, visibility

FAST = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FAST
@given(st.data())
def test_paper_holds_exactly_what_may_be_asked(data):
    tool = data.draw(tools())
    organisation = {"phase": None, "sector": None, **data.draw(organisations())}
    blank = blank_tool(AskedTool(tool), Respondent(organisation))
    seen = visibility(tool, {}, organisation)
    on_paper = [question.key for section in blank.sections for question in section.questions]
    assert on_paper == [key for key, state in seen.items() if state is not Visibility.DOES_NOT_APPLY]
    everything = blank_tool(AskedTool(tool), Respondent())
    assert everything.questions == len(tool.questions)


@FAST
@given(st.data())
def test_answers_made_up_are_answers_and_are_scored(data):
    tool = data.draw(tools())
    organisation = {"phase": None, "sector": None, **data.draw(organisations())}
    for fill in (Fill.BEST, Fill.MIDDLE, Fill.WORST, Fill.RANDOM):
        found = tried(tool, answers_made_up(tool, fill, 3), Respondent(organisation))
        assert found.overall.score is None or -1e-9 <= found.overall.score <= 100 + 1e-9
        expected = {Fill.BEST: 100, Fill.WORST: 0}.get(fill)
        if expected is not None and found.overall.score is not None:
            assert found.overall.score == pytest.approx(expected)


@FAST
@given(st.data())
def test_every_question_comes_out_somewhere_at_every_threshold(data):
    tool = data.draw(tools())
    made = returns_made_up(tool, data.draw(st.integers(1, 12)), MIXTURES["mixed"], data.draw(st.integers(0, 99)))
    what_if = WhatIf(tool, made)
    for threshold in ("strength_share", "concern_share", "min_returns", "min_group"):
        steps = what_if.steps(threshold)
        assert [step.value for step in steps if step.is_own] == [getattr(tool.summary, threshold)]
        for step in steps:
            assert not step.outcome.working_well & step.outcome.concerns
            assert step.outcome.neither >= 0
            assert not (step.is_own and step.moved)
    for limit in what_if.limits:
        assert max(limit.lowers_section, limit.lowers_overall) <= limit.returns <= len(made)


@FAST
@given(st.data())
def test_what_is_carried_comes_back(data):
    asked = AskedTool(data.draw(tools()))
    texts = st.text(max_size=30)
    given_to = {
        key: Given(None, *(data.draw(texts) for _ in range(4))) for key in asked.questions if data.draw(st.booleans())
    }
    kept = {key: given for key, given in given_to.items() if any(given) and not asked.questions[key].faults(given)}
    assert read(written(given_to), asked) == kept


@FAST
@given(st.data())
def test_as_whomever_a_tool_is_seen_the_choice_stands(data):
    tool = data.draw(tools())
    first = seen_as(tool, {})
    assert first.respondent.wave in {None, *tool.waves}
    for choice in first.choices:
        for value, _ in choice.options:
            again = seen_as(tool, {choice.name: value})
            assert again.respondent.organisation[choice.name] == (value or None)
    assert printed_for(tool, {}).respondent.organisation == {}
    assert {choice.chosen for choice in printed_for(tool, {}).choices} <= {ANY}


@pytest.mark.parametrize("key", sorted(shipped_tools()))
def test_every_shipped_tool_is_previewed_and_printed(key):
    tool = shipped_tools()[key]
    asked = AskedTool(tool)
    for respondent in audiences(tool):
        chosen = {name: value or "" for name, value in respondent.organisation.items()}
        wave = {"wave": respondent.wave} if respondent.wave else {}
        filled = FilledIn(asked, seen_as(tool, {**chosen, **wave}), {})
        assert filled.progress, audience_words(respondent)
        assert filled.length.certain.questions <= sum(one.counted for one in filled.progress)
    assert blank_pdf(blank_tool(asked, Respondent())).startswith(b"%PDF-1.7")

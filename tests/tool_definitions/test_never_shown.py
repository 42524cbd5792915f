"""A question said to be seen by nobody is seen by nobody, whatever anybody answers."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import PHASES, SECTORS, answers, tool_documents
from tool_definitions.checker import check_tool_text
from tool_definitions.checks.never_shown import never_shown
from tool_definitions.document import Document
from tool_definitions.draft import Draft
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Tool
from tool_definitions.visibility import Visibility, visibility


def never_seen(document):
    draft = Draft(Document("tool.yaml", document, {}), document, shipped_schemes(), Tool.model_validate(document))
    found = [problem.path for problem in never_shown(draft)]
    return {question.key for question in draft.questions for path in found if path.startswith(_written(question.path))}


def _written(path):
    return f"sections[{path[1]}].questions[{path[3]}]"


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(tool_documents(2, 4), st.data())
def test_no_false_alarm(document, data):
    flagged = never_seen(document)
    tool = Tool.model_validate(document)
    for phase in PHASES:
        for sector in SECTORS:
            seen = visibility(tool, data.draw(answers(tool)), {"phase": phase, "sector": sector})
            assert not flagged & {key for key, state in seen.items() if state is Visibility.SHOWN}


QUESTIONS = "".join(f"      - {{key: q{n}, type: yes_no, title: One of many}}\n" for n in range(40))
HEAD = "key: a\nversion: '1'\ntitle: A\nkind: report\nsections:\n  - key: s\n    title: S\n    questions:\n"


def test_conditions_with_very_many_ways_are_let_pass_quickly():
    # 40 pairs of alternatives: 2 to the power of 40 ways, which are not followed.
    pairs = ", ".join(f"{{any: [{{question: q{n}, is: [yes]}}, {{question: q{39 - n}, is: [no]}}]}}" for n in range(40))
    last = f"      - {{key: z, type: text, title: Z, show_if: {{all: [{pairs}]}}}}\n"
    assert [found for found in check_tool_text(HEAD + QUESTIONS + last) if found.severity == "error"] == []


def test_a_long_chain_is_followed_without_recursion():
    links = "".join(
        f"      - {{key: q{n}, type: yes_no, title: Next, show_if: {{question: q{n - 1}, is: [yes]}}}}\n"
        for n in range(1, 2000)
    )
    text = HEAD + "      - {key: q0, type: yes_no, title: First}\n" + links
    assert [found for found in check_tool_text(text) if found.severity == "error"] == []


def test_a_circle_of_many_questions_is_said_once():
    links = "".join(
        f"      - {{key: q{n}, type: yes_no, title: Next, show_if: {{question: q{(n + 1) % 1500}, is: [yes]}}}}\n"
        for n in range(1500)
    )
    errors = [found for found in check_tool_text(HEAD + links) if found.severity == "error"]
    assert [found.code for found in errors] == ["cycle"]
    assert errors[0].message.startswith("conditions go round in a circle: q0 → q1 → q2")

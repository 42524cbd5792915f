"""What is written is what is read: document -> model -> document, and the same fingerprint whatever the layout."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import answers, organisations, rating_rows, tool_documents, tools
from tool_definitions.checker import check_tool_text
from tool_definitions.loader import load_tool_text
from tool_definitions.tool import Tool
from tool_definitions.visibility import Visibility, visibility

# Tools are large things to draw; the time is spent in drawing them.
with_tools = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@with_tools
@given(tools())
def test_a_tool_survives_being_written_and_read(tool):
    again = Tool.model_validate(json.loads(json.dumps(tool.as_document())))
    assert again == tool
    assert again.fingerprint == tool.fingerprint


@with_tools
@given(tool_documents())
def test_json_is_a_tool_file_too(document):
    """JSON is YAML: a tool written as JSON with its numbers bare loads as the same tool, without an error."""
    text = json.dumps(Tool.model_validate(document).as_document(), ensure_ascii=False, indent=1)
    errors = [found for found in check_tool_text(text) if found.severity == "error" and found.code != "never-shown"]
    assert errors == []
    if not any(found.code == "never-shown" for found in check_tool_text(text)):
        assert load_tool_text(text) == Tool.model_validate(document)


@with_tools
@given(st.data())
def test_every_question_has_a_visibility(data):
    tool = data.draw(tools())
    seen = visibility(tool, data.draw(answers(tool)), data.draw(organisations()))
    assert list(seen) == list(tool.questions)
    assert set(seen.values()) <= set(Visibility)


@with_tools
@given(st.data())
def test_generated_ratings_fit_their_tool(data):
    tool = data.draw(tools())
    for row in data.draw(rating_rows(tool)):
        assert row["question"] in tool.questions
        if row["question"] in tool.scored_questions and row["rating"] is not None:
            scheme = tool.scheme_of(row["question"])
            assert row["rating"] in {*scheme.ranks, scheme.not_applicable.value}

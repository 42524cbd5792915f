"""A copied question or section brings what it needs, says where it came from, and says what it could not bring."""

import pytest

from tool_definitions.checker import check_tool_text
from tool_definitions.copying import copy_question, copy_scheme, copy_section
from tool_definitions.document import read_text
from tool_definitions.editing import edit
from tool_definitions.loader import load_tool_text, shipped_tools
from tool_definitions.problems import Severity
from tool_definitions.shipped import shipped_schemes

SMALL = """\
key: small
version: v1
title: A small tool
kind: self_assessment
# the hub's own
threads: {voice: Voice of the child}
sections:
  - key: one
    title: One
    questions:
      - {key: one.a, type: text, title: What is working well?}
"""
SOURCE = load_tool_text("""\
key: large
version: "2025"
title: A large tool
kind: self_assessment
rating_schemes: {practice: {use: four-levels-of-practice}}
references:
  act: {title: Children Act, edition: 2004-11-15, superseded_by: later}
  later: {title: Children Act, edition: 2024-11-15}
scoring: {bands: [{from: 0, label: Low}, {from: 50, label: High}]}
threads: {said: Voice of the child, fair: Equality}
sections:
  - key: lead
    title: Leadership
    weight: 2
    questions:
      - {key: lead.nursery, type: yes_no, title: Is there a nursery?}
      - key: lead.eyfs
        type: rating
        scheme: practice
        title: The early years are safe
        show_if: {question: lead.nursery, is: ["yes"]}
        references: [{source: act, at: s11}]
        threads: [said, fair]
        limit: {at_or_below: not_met, section: Low}
        from: {key: lead.old, relation: reworded}
""")


def data_of(text):
    return read_text(text, file="tool.yaml").document.data


def errors_in(text):
    return [str(one) for one in check_tool_text(text) if one.severity is Severity.ERROR]


def test_a_question_brings_its_scheme_references_and_threads_and_says_where_it_is_from():
    copied = copy_question(data_of(SMALL), SOURCE, "lead.eyfs", section=0)
    text = edit(SMALL, copied.edits)
    assert errors_in(text) == []
    tool = load_tool_text(text)
    question = tool.questions["lead.eyfs"]
    assert tool.scheme_of("lead.eyfs") == shipped_schemes()["four-levels-of-practice"]
    assert (question.references[0].source, question.references[0].at) == ("act", "s11")
    assert tool.references["act"].superseded_by is None
    assert question.threads == ("voice", "fair")
    assert tool.threads == {"voice": "Voice of the child", "fair": "Equality"}
    assert (question.copied_from.tool, question.copied_from.version, question.copied_from.key) == (
        "large",
        "2025",
        "lead.eyfs",
    )
    assert question.from_ == ()
    assert "# the hub's own" in text


def test_what_cannot_come_along_is_said():
    copied = copy_question(data_of(SMALL), SOURCE, "lead.eyfs", section=0)
    question = load_tool_text(edit(SMALL, copied.edits)).questions["lead.eyfs"]
    assert (question.limit, question.show_if) == (None, None)
    assert len(copied.left_out) == 2
    assert "“Low”" in copied.left_out[0]
    assert "condition" in copied.left_out[1]


def test_a_second_copy_has_a_key_of_its_own_and_shares_what_the_first_brought():
    first = edit(SMALL, copy_question(data_of(SMALL), SOURCE, "lead.eyfs", section=0).edits)
    copied = copy_question(data_of(first), SOURCE, "lead.eyfs", section=0)
    assert copied.key == "lead.eyfs-2"
    tool = load_tool_text(edit(first, copied.edits))
    assert list(tool.rating_schemes) == ["practice"]
    assert list(tool.references) == ["act"]


def test_another_thing_under_the_same_name_is_kept_apart():
    text = SMALL.replace("sections:", "references: {act: {title: Another act, edition: 1989-01-01}}\nsections:")
    tool = load_tool_text(edit(text, copy_question(data_of(text), SOURCE, "lead.eyfs", section=0).edits))
    assert tool.references["act"].title == "Another act"
    assert tool.questions["lead.eyfs"].references[0].source == "act-2"


def test_a_section_keeps_the_conditions_among_its_questions_under_their_new_keys():
    first = edit(SMALL, copy_section(data_of(SMALL), SOURCE, "lead").edits)
    copied = copy_section(data_of(first), SOURCE, "lead")
    text = edit(first, copied.edits)
    assert errors_in(text) == []
    tool = load_tool_text(text)
    assert copied.key == "lead-2"
    assert tool.questions["lead.eyfs-2"].show_if.question == "lead.nursery-2"
    assert (tool.section("lead-2").weight, tool.section("lead-2").copied_from.key) == (2, "lead")


def test_a_scheme_is_copied_by_name_once():
    scheme = shipped_schemes()["rag"]
    copied = copy_scheme(data_of(SMALL), scheme, "rag")
    text = edit(SMALL, copied.edits)
    assert data_of(text)["rating_schemes"] == {"rag": {"use": "rag"}}
    assert copy_scheme(data_of(text), scheme, "traffic-lights").edits == ()


@pytest.mark.parametrize("key", list(shipped_tools()))
def test_every_section_of_every_shipped_tool_can_be_copied(key):
    source = shipped_tools()[key]
    counted = [section for section in source.sections if section.weight]  # alone, the others would make no score
    for section in counted:
        text = edit(SMALL, copy_section(data_of(SMALL), source, section.key).edits)
        assert errors_in(text) == []
        copied = load_tool_text(text).section(section.key)
        assert len(copied.questions) == len(section.questions)

"""What an officer means, as edits: places, moves, copies, removals and the names that follow a renaming."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import tool_documents
from tool_definitions.document import read_text
from tool_definitions.editing import EditRefused, edit, structure, write_tool
from tool_definitions.loader import load_tool_text, shipped_tool_paths
from tool_definitions.tool import Tool

TOOL = """\
key: example
version: "1"
title: Example
kind: self_assessment
rating_schemes:
  practice:
    key: practice
    title: Practice
    levels:
      - {value: weak, label: Weak, score: 0, stance: concern}   # the worst
      - {value: good, label: Good, score: 1, stance: strength}
scoring: {overall: sections, bands: [{from: 0, label: Low}, {from: 50, label: High}]}
references:
  act-2004: {title: The Act, edition: 2004-11-15, superseded_by: act-2026}
  act-2026: {title: The Act, edition: 2026-01-01}
threads: {voice: Voice}
waves: [before, after]
sections:
  - key: a
    title: A
    questions:
      # Asked of everybody.
      - key: a.first
        type: rating
        scheme: practice
        title: First
        levels:
          weak: Weak here
          good: Good here
        references: [{source: act-2026, at: s 11}]
        threads: [voice]
        waves: [after]
        limit: {at_or_below: weak, overall: Low}
        comment: required_at_or_below weak
        evidence: required_at_or_above good
        action_at_or_below: weak
        from: {key: a.first, relation: same}
      - key: a.second
        type: text
        title: Second
        show_if: {all: [{question: a.first, at_or_below: weak}, {not: {question: a.first, is: [good]}}]}
  - key: b
    title: B
    questions:
      - key: b.third
        type: choices
        title: Third
        options: [{value: x, label: X}, {value: y, label: Y}]
      - key: b.fourth
        type: text
        title: Fourth
        show_if: {any: [{question: b.third, is: [x]}, {question: a.second, answered: true}]}
"""


def data_of(text):
    return read_text(text, file="tool.yaml").document.data


def changed(edits):
    """The tool after the edits, checked, and its text."""
    text = edit(TOOL, edits)
    return load_tool_text(text), text


DATA = data_of(TOOL)


def test_places():
    assert structure.place_of_question(DATA, "b.fourth") == ("sections", 1, "questions", 1)
    assert structure.place_of_section(DATA, "b") == ("sections", 1)
    with pytest.raises(EditRefused, match=r"no question called 'b\.fifth'"):
        structure.place_of_question(DATA, "b.fifth")


def test_what_depends_on_a_question_and_on_a_section():
    assert structure.depends_on(DATA, "a.first") == [("a.second", "show_if")]
    assert structure.depends_on(DATA, "b.fourth") == []
    assert structure.depends_on_section(DATA, "a") == [("b.fourth", "show_if")]


def test_conditions_follow_a_renamed_question_and_its_origin_does_not():
    tool, text = changed(structure.rename_question(DATA, "a.first", "a.one"))
    assert tool.questions["a.one"].from_[0].key == "a.first"
    assert text == TOOL.replace("a.first", "a.one").replace("from: {key: a.one", "from: {key: a.first")


def test_a_renamed_section():
    tool, _ = changed(structure.rename_section(DATA, "b", "other"))
    assert [section.key for section in tool.sections] == ["a", "other"]


@pytest.mark.parametrize(
    ("rename", "old", "new", "sentence"),
    [
        (structure.rename_question, "none", "x", "no question called 'none'"),
        (structure.rename_question, "a.first", "a.second", "already a question called 'a.second'"),
        (structure.rename_question, "a.first", "Not a key", "cannot be the key of a question"),
        (structure.rename_question, "a.first", "x" * 101, "cannot be the key of a question"),
        (structure.rename_section, "a", "b", "already a section called 'b'"),
        (structure.rename_scheme, "none", "x", "no rating scheme called 'none'"),
        (structure.rename_reference, "act-2004", "act-2026", "already a reference called 'act-2026'"),
        (structure.rename_thread, "none", "x", "no thread called 'none'"),
        (structure.rename_wave, "before", "after", "already a wave called 'after'"),
        (structure.rename_wave, "none", "x", "no wave called 'none'"),
        (structure.rename_band, "Low", "High", "already a band called 'High'"),
        (structure.rename_band, "none", "x", "no band called 'none'"),
    ],
)
def test_renamings_that_are_refused(rename, old, new, sentence):
    with pytest.raises(EditRefused, match=sentence):
        rename(DATA, old, new)


@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        (structure.rename_reference(DATA, "act-2026", "act-new"), "act-2026", "act-new"),
        (structure.rename_thread(DATA, "voice", "say"), "voice", "say"),
        (structure.rename_wave(DATA, "after", "later"), "after", "later"),
        (structure.rename_band(DATA, "Low", "Lowest"), "Low", "Lowest"),
    ],
)
def test_a_name_is_renamed_wherever_it_is_used(edits, old, new):
    _, text = changed(edits)
    assert text == TOOL.replace(old, new)


def test_a_renamed_scheme():
    tool, text = changed(structure.rename_scheme(DATA, "practice", "quality"))
    assert tool.questions["a.first"].scheme == "quality"
    assert "  quality:\n    key: practice\n" in text


def test_a_renamed_level():
    tool, text = changed(structure.rename_level(DATA, "practice", "weak", "poor"))
    assert tool.rating_schemes["practice"].levels[0].value == "poor"
    assert text == TOOL.replace("weak", "poor")
    with pytest.raises(EditRefused, match="already a level"):
        structure.rename_level(DATA, "practice", "weak", "good")
    with pytest.raises(EditRefused, match="no level"):
        structure.rename_level(DATA, "none", "weak", "poor")


def test_the_levels_of_a_shipped_scheme_are_fixed():
    data = {"rating_schemes": {"practice": {"use": "four-levels-of-practice"}}}
    with pytest.raises(EditRefused, match="Copy the scheme"):
        structure.rename_level(data, "practice", "met", "fine")


def test_a_renamed_option():
    _, text = changed(structure.rename_option(DATA, "b.third", "x", "z"))
    assert text == TOOL.replace("value: x", "value: z").replace("is: [x]", "is: [z]")
    with pytest.raises(EditRefused, match="no option"):
        structure.rename_option(DATA, "b.third", "q", "z")


def test_a_question_moves_with_its_comment_to_another_section():
    _, text = changed(structure.move_question(DATA, "b.third", "a", 0))
    assert list(load_tool_text(text).questions) == ["b.third", "a.first", "a.second", "b.fourth"]
    _, text = changed(structure.move_question(DATA, "a.first", "a", 0))
    assert text == TOOL
    text = edit(TOOL, structure.move_question(DATA, "a.first", "b", 2))
    assert text.endswith(TOOL[TOOL.index("      # Asked") : TOOL.index("      - key: a.second")])


def test_a_question_moves_into_a_section_without_questions():
    text = edit("sections:\n  - key: a\n  - key: b\n    questions:\n      - key: q\n", [])
    data = data_of(text)
    moved = edit(text, structure.move_question(data, "q", "a", 0))
    assert moved == "sections:\n  - key: a\n    questions:\n      - key: q\n  - key: b\n    questions: []\n"


def test_sections_change_places():
    text = edit(TOOL, structure.move_section(DATA, "b", 0))
    assert [section["key"] for section in data_of(text)["sections"]] == ["b", "a"]


def test_a_question_is_copied_without_its_origin():
    tool, _ = changed(structure.duplicate_question(DATA, "a.first", "a.first-2"))
    assert list(tool.questions) == ["a.first", "a.first-2", "a.second", "b.third", "b.fourth"]
    assert tool.questions["a.first-2"].from_ == ()
    assert tool.questions["a.first-2"].title == "First"
    with pytest.raises(EditRefused, match=r"already a part called 'b\.third'"):
        structure.duplicate_question(DATA, "a.first", "b.third")


def test_the_conditions_inside_a_copied_section_follow():
    tool, _ = changed(structure.duplicate_section(DATA, "b", "c"))
    assert list(tool.questions)[-2:] == ["c.third", "c.fourth"]
    condition = tool.questions["c.fourth"].show_if
    assert [part.question for part in condition.any] == ["c.third", "a.second"]
    with pytest.raises(EditRefused, match="already a part called 'a'"):
        structure.duplicate_section(DATA, "b", "a")


def test_a_removed_question_and_section():
    _, text = changed(structure.remove_question(DATA, "b.fourth"))
    assert text == TOOL[: TOOL.index("      - key: b.fourth")]
    _, text = changed(structure.remove_section(DATA, "b"))
    assert text == TOOL[: TOOL.index("  - key: b\n")]


@pytest.mark.parametrize(
    ("wanted", "free"),
    [
        ("new", "new"),
        ("a.first", "a.first-2"),
        ("a", "a-2"),
        ("What do you do?", "what-do-you-do"),
        ("", "question"),
        ("كيف", "question"),
        ("x" * 200, "x" * 100),
    ],
)
def test_a_free_key(wanted, free):
    assert structure.free_key(DATA, wanted) == free


def test_free_keys_count_on():
    data = edit(TOOL, structure.duplicate_question(DATA, "a.first", "a.first-2"))
    assert structure.free_key(data_of(data), "a.first") == "a.first-3"
    assert structure.free_key(data_of(data), "a.first-2") == "a.first-3"


NAMES = (
    "key questions sections show_if all question is levels value options rating_schemes practice limit references "
    "waves scheme scoring bands"
)
ODD_PARTS = st.recursive(
    st.sampled_from(["x", "a.first", "practice", "", "weak"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["sections", "rating_schemes", "references", "waves", "scoring"]), ODD_PARTS))
def test_a_draft_however_wrong_is_met_with_edits_or_a_sentence(data):
    for act in (
        lambda: structure.rename_question(data, "a.first", "y"),
        lambda: structure.rename_section(data, "x", "y"),
        lambda: structure.rename_scheme(data, "practice", "y"),
        lambda: structure.rename_reference(data, "practice", "y"),
        lambda: structure.rename_thread(data, "practice", "y"),
        lambda: structure.rename_wave(data, "x", "y"),
        lambda: structure.rename_level(data, "practice", "weak", "y"),
        lambda: structure.rename_option(data, "a.first", "weak", "y"),
        lambda: structure.rename_band(data, "x", "y"),
        lambda: structure.duplicate_section(data, "x", "y"),
        lambda: structure.duplicate_question(data, "a.first", "y"),
        lambda: structure.move_question(data, "a.first", "x", 0),
        lambda: structure.depends_on_section(data, "x"),
        lambda: structure.depends_on(data, "a.first"),
        lambda: structure.free_key(data, "x"),
    ):
        with suppress(EditRefused):
            assert isinstance(act(), list | str)


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_questions_of_a_shipped_tool_are_renamed_and_back(path):
    text = path.read_text(encoding="utf-8")
    data = data_of(text)
    for key in [question["key"] for section in data["sections"] for question in section["questions"]][::40]:
        there = edit(text, structure.rename_question(data, key, "another-key"))
        assert list(load_tool_text(there).questions) != []
        assert edit(there, structure.rename_question(data_of(there), "another-key", key)) == text


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(tool_documents())
def test_levels_of_generated_tools_are_renamed_everywhere(document):
    text = write_tool(Tool.model_validate(document).as_document())
    data = data_of(text)
    old = data["rating_schemes"]["practice"]["levels"][0]["value"]
    new = edit(text, structure.rename_level(data, "practice", old, "renamed-level"))
    again = edit(new, structure.rename_level(data_of(new), "practice", "renamed-level", old))
    assert data_of(again) == data
    assert Tool.model_validate(data_of(new)).rating_schemes["practice"].levels[0].value == "renamed-level"

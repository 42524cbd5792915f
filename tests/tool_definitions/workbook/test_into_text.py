"""A workbook brought back into a text: what it says the same stays byte for byte."""

import pytest

from tool_definitions.editing import write_tool
from tool_definitions.loader import load_tool, load_tool_text, shipped_tool_paths
from tool_definitions.workbook.into_text import into_text
from tool_definitions.workbook.reading.process import read
from tool_definitions.workbook.sheets import sheets_from_json
from tool_definitions.workbook.tool_text import tool_text
from tool_definitions.workbook.write import write_workbook

SOURCE = """\
# Why we ask.
key: small
version: "1"
title: A small tool
kind: self_assessment
moderation: {blind: false, moderators: 1}   # as agreed in May
rating_schemes:
  practice: {use: four-levels-of-practice}
sections:
  - key: one
    title: One
    weight: 1          # the default, said on purpose
    questions:
      # Asked since 2019.
      - key: one.a
        type: rating
        scheme: practice
        title: Is it known?
        required: true
        recommendation: Make it known
      - {key: one.b, type: text, title: Say more}
"""


def _back(tool):
    made = tool_text(sheets_from_json(read(write_workbook(tool))))
    assert made.problems == []
    return made.text


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_a_workbook_that_changed_nothing_leaves_every_byte(path):
    source = path.read_text("utf-8")
    assert into_text(source, _back(load_tool(path))) == source


def test_what_was_changed_is_all_that_changes():
    tool = load_tool_text(SOURCE)
    document = tool.as_document()
    document["sections"][0]["questions"][0]["title"] = "Is it widely known?"
    document["sections"][0]["questions"].append({"key": "one.c", "type": "date", "title": "When?"})
    document["rating_schemes"] = {"practice": {"use": "four-levels-of-practice"}}
    changed = into_text(SOURCE, _back(load_tool_text(write_tool(document))))
    assert load_tool_text(changed) == load_tool_text(write_tool(document))
    kept = [line for line in SOURCE.splitlines() if line not in changed.splitlines()]
    assert kept == ["        title: Is it known?"]


def test_a_source_that_cannot_be_read_is_replaced_whole():
    assert into_text("a: [", SOURCE) == SOURCE


def test_a_source_with_errors_still_keeps_its_comments():
    broken = SOURCE.replace("type: rating", "type: ratting")
    changed = into_text(broken, _back(load_tool_text(SOURCE)))
    assert load_tool_text(changed) == load_tool_text(SOURCE)
    assert "# Why we ask." in changed

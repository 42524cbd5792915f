"""Drafts: every change is a step that can be undone, nobody overwrites anybody, and what is proposed has no errors."""

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import today
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import (
    Part,
    PartChangedError,
    bring_back,
    change_draft,
    discard_draft,
    go_back_to,
    propose_draft,
    redo,
    replace_source,
    source_after,
    start_draft,
    take_back,
    undo,
)
from formsapp.tool_drafts.examined import digest, examined
from formsapp.tool_drafts.first_text import first_text, version_after
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import standing_steps, steps_of, version_before
from formsapp.tools.commands import propose_version, ratify_version
from formsapp.tools.versions import tool_of
from tests.builders import as_actor, make_person
from tool_definitions.editing import Insert, Put
from tool_definitions.problems import ToolError

SOURCE = """\
# What the hub asked for in June
key: small
version: "2026-27"
title: A small tool
kind: self_assessment
rating_schemes:
  practice: {use: four-levels-of-practice}
scoring: {bands: [{from: 0, label: Low}, {from: 50, label: High}]}
sections:
  - key: one
    title: One
    questions:
      # asked since 2024
      - key: one.a
        type: rating
        scheme: practice
        title: A leader is named   # not a job title
        from: {key: one.z, relation: reworded}
"""
TITLE = ("sections", 0, "questions", 0, "title")


@pytest.fixture
def officer(db):
    return as_actor(db, make_person(db, "partnership_officer", name="Odile Marchetti-Boyd"))


@pytest.fixture
def other(db):
    return as_actor(db, make_person(db, "partnership_officer", name="Petra Lindqvist-Rao"))


@pytest.fixture
def draft(db, officer):
    return start_draft(db, source=SOURCE, by=officer)


def question(data):
    return data["sections"][0]["questions"][0]


def reworded(db, draft, title, by, base=None):
    part = Part("question one.a", question, base)
    return change_draft(db, draft=draft, edits=[Put(TITLE, title)], words="Changed the title", part=part, by=by)


def test_a_draft_holds_the_text_byte_for_byte_and_its_name(draft):
    assert draft.source == SOURCE
    assert (draft.key, draft.version, draft.title, draft.state) == ("small", "2026-27", "A small tool", "open")


def test_a_text_that_is_not_a_set_of_fields_starts_nothing(db, officer):
    for text in ("- a list", "", "key: [unclosed"):
        with pytest.raises(ToolError):
            start_draft(db, source=text, by=officer)
    assert db.scalar(select(ToolDraft)) is None


def test_a_text_with_errors_may_be_worked_on(db, officer):
    draft = start_draft(db, source="key: small\nkind: nonsense\n", by=officer)
    found = examined(db, draft)
    assert found.tool is None
    assert {"unknown-value", "missing-field"} <= {one.code for one in found.errors}


def test_a_change_leaves_every_other_byte_alone(db, draft, officer):
    assert reworded(db, draft, "A leader is named and known", officer)
    assert draft.source == SOURCE.replace("A leader is named ", "A leader is named and known ")
    assert (draft.revision, draft.step) == (2, 2)


def test_a_change_to_the_same_is_no_step(db, draft, officer):
    assert not reworded(db, draft, "A leader is named", officer)
    assert draft.revision == 1


def test_a_change_without_a_place_is_refused(db, draft, officer):
    with pytest.raises(Refused):
        change_draft(db, draft=draft, edits=[Put(("sections", 7, "title"), "Seven")], words="-", by=officer)
    assert draft.source == SOURCE


def test_undo_and_redo_walk_the_steps_and_stop_at_the_ends(db, draft, officer):
    reworded(db, draft, "First", officer)
    first = draft.source
    reworded(db, draft, "Second", officer)
    second = draft.source
    undo(db, draft=draft, by=officer)
    assert draft.source == first
    undo(db, draft=draft, by=officer)
    assert draft.source == SOURCE
    with pytest.raises(Refused, match="nothing to undo"):
        undo(db, draft=draft, by=officer)
    redo(db, draft=draft, by=officer)
    redo(db, draft=draft, by=officer)
    assert draft.source == second
    with pytest.raises(Refused, match="nothing to do again"):
        redo(db, draft=draft, by=officer)


def test_what_was_undone_is_still_there_after_another_change(db, draft, officer):
    reworded(db, draft, "First", officer)
    first = draft.source
    undo(db, draft=draft, by=officer)
    reworded(db, draft, "Another", officer)
    steps = steps_of(db, draft)
    assert [step.number for step in steps] == [3, 2, 1]
    assert standing_steps(steps, draft.step) == {1, 3}
    assert source_after(db, draft, 2) == first
    go_back_to(db, draft=draft, number=2, by=officer)
    assert draft.source == first
    undo(db, draft=draft, by=officer)
    assert "Another" in draft.source


def test_a_second_editor_cannot_overwrite_what_changed_meanwhile(db, draft, officer, other):
    base = digest(question(examined(db, draft).data))
    reworded(db, draft, "Theirs", other, base)
    with pytest.raises(PartChangedError, match="Petra Lindqvist-Rao") as refusal:
        reworded(db, draft, "Mine", officer, base)
    assert refusal.value.part["title"] == "Theirs"
    assert refusal.value.at is not None
    assert "Theirs" in draft.source
    assert reworded(db, draft, "Mine", officer, digest(refusal.value.part))


def test_two_editors_of_different_parts_do_not_meet(db, draft, officer, other):
    base = digest(question(examined(db, draft).data))
    change_draft(db, draft=draft, edits=[Put(("title",), "A larger tool")], words="Renamed", by=other)
    assert reworded(db, draft, "Mine", officer, base)
    assert draft.title == "A larger tool"


def test_a_whole_text_is_replaced_only_where_nobody_changed_it_meanwhile(db, draft, officer, other):
    text = SOURCE.replace("A small tool", "Another tool")
    base = draft.revision
    reworded(db, draft, "Theirs", other)
    with pytest.raises(PartChangedError):
        replace_source(db, draft=draft, source=text, base=base, words="-", by=officer)
    assert replace_source(db, draft=draft, source=text, base=draft.revision, words="From a file", by=officer)
    assert draft.source == text
    undo(db, draft=draft, by=officer)
    assert "Theirs" in draft.source


def test_what_is_proposed_has_no_errors_and_cannot_be_changed_until_it_is_taken_back(db, draft, officer):
    broken = Put(("sections", 0, "questions", 0, "scheme"), "practise")
    change_draft(db, draft=draft, edits=[broken], words="Broke it", by=officer)
    with pytest.raises(Refused, match="1 error"):
        propose_draft(db, draft=draft, by=officer)
    undo(db, draft=draft, by=officer)
    version = propose_draft(db, draft=draft, by=officer)
    assert (version.source, version.state, draft.state) == (SOURCE, "proposed", "proposed")
    with pytest.raises(Refused, match="Take the proposal back"):
        reworded(db, draft, "Later", officer)
    take_back(db, draft=draft, by=officer)
    reworded(db, draft, "Later", officer)
    again = propose_draft(db, draft=draft, by=officer)
    assert again is version
    assert tool_of(again).questions["one.a"].title == "Later"


def test_a_ratified_version_is_not_taken_back(db, draft, officer, other):
    version = propose_draft(db, draft=draft, by=officer)
    ratify_version(db, version=version, fingerprint=version.fingerprint, meeting="Hub", on=today(), by=other)
    with pytest.raises(Refused, match="never changes"):
        take_back(db, draft=draft, by=officer)


def test_a_draft_from_a_version_is_named_as_the_next_and_forgets_what_came_before(db, officer, other):
    version, _ = propose_version(db, source=SOURCE, by=other)
    draft = start_draft(db, source=version.source, based_on=version, by=officer)
    expected = SOURCE.replace('"2026-27"', '"2027-28"')
    assert draft.source == expected.replace("        from: {key: one.z, relation: reworded}\n", "")
    assert version_before(db, draft) is version
    undo(db, draft=draft, by=officer)
    assert draft.source == SOURCE


def test_a_discarded_draft_rests_until_it_is_brought_back(db, draft, officer):
    discard_draft(db, draft=draft, by=officer)
    with pytest.raises(Refused, match="discarded"):
        reworded(db, draft, "Later", officer)
    bring_back(db, draft=draft, by=officer)
    assert reworded(db, draft, "Later", officer)


def test_every_change_is_in_the_audit_trail(db, draft, officer):
    reworded(db, draft, "First", officer)
    undo(db, draft=draft, by=officer)
    redo(db, draft=draft, by=officer)
    version = propose_draft(db, draft=draft, by=officer)
    assert version.id
    assert list(db.scalars(select(TrailEvent.event).order_by(TrailEvent.id))) == [
        "tool.draft-started",
        "tool.draft-changed",
        "tool.draft-undone",
        "tool.draft-redone",
        "tool.version-proposed",
        "tool.draft-proposed",
    ]


def test_a_tool_from_nothing_lacks_only_questions(db):
    draft = start_draft(db, source=first_text("Dip sample: care leavers", "case_file"), by=SYSTEM)
    assert (draft.key, draft.title) == ("dip-sample-care-leavers", "Dip sample: care leavers")
    assert {one.code for one in examined(db, draft).errors} == {"too-few"}
    question = {"key": "first.a", "type": "text", "title": "What is working well?"}
    change_draft(
        db, draft=draft, edits=[Insert(("sections", 0, "questions"), 0, question)], words="Added first.a", by=SYSTEM
    )
    assert examined(db, draft).errors == ()


@pytest.mark.parametrize(
    ("version", "after"),
    [
        ("2026-27", "2027-28"),
        ("2099-00", "2100-01"),
        ("v1", "v2"),
        ("2026", "2027"),
        ("1.9", "1.10"),
        ("first", "first 2"),
    ],
)
def test_the_version_after(version, after):
    assert version_after(version) == after

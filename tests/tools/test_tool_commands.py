import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import today
from formsapp.refusals import Refused
from formsapp.tools.commands import propose_version, ratify_version, retire_version, withdraw_version
from formsapp.tools.models import RatifiedVersionChangedError, ToolVersion
from formsapp.tools.versions import DocumentChangedError, tool_of
from tests.builders import as_actor, make_person, make_tool_version
from tool_definitions.loader import shipped_tool_paths
from tool_definitions.problems import ToolError

SOURCE = """\
key: small
version: v1
title: A small tool
kind: self_assessment
rating_schemes:
  practice: {use: four-levels-of-practice}
scoring: {bands: [{from: 0, label: Low}, {from: 50, label: High}]}
sections:
  - key: one
    title: One
    questions:
      - {key: one.a, type: rating, scheme: practice, title: A leader is named}
"""


def proposed(db, **given):
    return propose_version(db, **given)[0]


def events(db):
    return list(db.scalars(select(TrailEvent.event).order_by(TrailEvent.id)))


def test_a_tool_is_proposed_with_its_warnings(db):
    version = proposed(db, source=SOURCE, by=SYSTEM)
    assert (version.key, version.version, version.state) == ("small", "v1", "proposed")
    assert tool_of(version).questions["one.a"].title == "A leader is named"
    assert version.source == SOURCE
    assert all(line >= 1 and sentence for line, _code, sentence in json.loads(version.warnings))
    assert events(db) == ["tool.version-proposed"]


def test_the_same_content_changes_nothing(db):
    first, added = propose_version(db, source=SOURCE, by=SYSTEM)
    again, added_again = propose_version(db, source=f"# a comment\n{SOURCE}", by=SYSTEM)
    assert (added, added_again) == (True, False)
    assert again is first
    assert events(db) == ["tool.version-proposed"]


@pytest.mark.parametrize("ratified", [False, True])
def test_other_content_under_the_same_version_is_refused(db, ratified):
    version = proposed(db, source=SOURCE, by=SYSTEM)
    if ratified:
        ratify_version(
            db, version=version, fingerprint=version.fingerprint, meeting="Learning hub", on=today(), by=SYSTEM
        )
    with pytest.raises(Refused, match="Raise the version"):
        proposed(db, source=SOURCE.replace("A leader is named", "Nobody is named"), by=SYSTEM)


def test_a_file_with_errors_is_refused_with_every_problem_and_writes_nothing(db):
    broken = SOURCE.replace("scheme: practice", "scheme: practise").replace("kind: self_assessment", "kind: other")
    with pytest.raises(ToolError) as refusal:
        proposed(db, source=broken, by=SYSTEM)
    assert {problem.line for problem in refusal.value.problems} >= {4, 12}
    assert db.scalar(select(func.count()).select_from(ToolVersion)) == 0
    assert events(db) == []


def test_a_question_that_came_from_nowhere_is_found_against_the_ratified_version_before(db):
    first = proposed(db, source=SOURCE, by=SYSTEM)
    ratify_version(db, version=first, fingerprint=first.fingerprint, meeting="Learning hub", on=today(), by=SYSTEM)
    second = SOURCE.replace("version: v1", "version: v2").replace(
        "title: A leader is named", "title: A leader is named, from: {key: one.z, relation: same}"
    )
    with pytest.raises(ToolError, match="one\\.z"):
        proposed(db, source=second, by=SYSTEM)


def test_ratifying_records_who_where_and_when(db):
    officer = as_actor(db, make_person(db, "partnership_officer"))
    hub = as_actor(db, make_person(db, "learning_hub_member"))
    version = proposed(db, source=SOURCE, by=officer)
    with pytest.raises(Refused, match="Somebody else"):
        ratify_version(
            db, version=version, fingerprint=version.fingerprint, meeting="Learning hub", on=today(), by=officer
        )
    ratify_version(db, version=version, fingerprint=version.fingerprint, meeting=" Learning hub ", on=today(), by=hub)
    assert (version.ratified_by_id, version.ratified_at_meeting) == (hub.id, "Learning hub")
    assert version.ratified_on == today()
    assert version.state == "ratified"
    assert events(db) == ["tool.version-proposed", "tool.version-ratified"]


def test_a_version_is_ratified_once_with_a_meeting_that_has_been(db):
    version = proposed(db, source=SOURCE, by=SYSTEM)
    for meeting, on, words in [(" ", today(), "which meeting"), ("Hub", today() + timedelta(days=1), "in the past")]:
        with pytest.raises(Refused, match=words):
            ratify_version(db, version=version, fingerprint=version.fingerprint, meeting=meeting, on=on, by=SYSTEM)
    ratify_version(db, version=version, fingerprint=version.fingerprint, meeting="Hub", on=today(), by=SYSTEM)
    with pytest.raises(Refused, match="already ratified"):
        ratify_version(db, version=version, fingerprint=version.fingerprint, meeting="Hub", on=today(), by=SYSTEM)


def test_a_proposal_is_taken_back_and_proposed_again_with_other_content(db):
    version = proposed(db, source=SOURCE, by=SYSTEM)
    withdraw_version(db, version=version, by=SYSTEM)
    assert version.state == "withdrawn"
    with pytest.raises(Refused, match="taken back"):
        ratify_version(db, version=version, fingerprint=version.fingerprint, meeting="Hub", on=today(), by=SYSTEM)
    again = proposed(db, source=SOURCE.replace("A leader is named", "Nobody is named"), by=SYSTEM)
    assert again is version
    assert (again.state, tool_of(again).questions["one.a"].title) == ("proposed", "Nobody is named")
    ratify_version(db, version=again, fingerprint=again.fingerprint, meeting="Hub", on=today(), by=SYSTEM)
    with pytest.raises(Refused, match="Only a proposed version"):
        withdraw_version(db, version=again, by=SYSTEM)


def test_a_ratified_version_is_retired_with_a_reason_and_stays_as_it_is(db):
    version = proposed(db, source=SOURCE, by=SYSTEM)
    with pytest.raises(Refused, match="Only a ratified version"):
        retire_version(db, version=version, reason="Replaced", by=SYSTEM)
    ratify_version(db, version=version, fingerprint=version.fingerprint, meeting="Hub", on=today(), by=SYSTEM)
    with pytest.raises(Refused, match="Say why"):
        retire_version(db, version=version, reason=" ", by=SYSTEM)
    retire_version(db, version=version, reason=" Replaced ", by=SYSTEM)
    assert (version.state, version.retired_because) == ("retired", "Replaced")
    assert events(db)[-1] == "tool.version-retired"


def test_the_database_itself_refuses_to_change_or_delete_a_ratified_version(db):
    version = make_tool_version(db)
    db.commit()
    for statement in (
        "UPDATE tool_versions SET title = 'other' WHERE id = :id",
        "UPDATE tool_versions SET ratified_at = NULL WHERE id = :id",
        "DELETE FROM tool_versions WHERE id = :id",
    ):
        with pytest.raises(DatabaseError, match="never changes"):
            db.execute(text(statement), {"id": version.id})
        db.rollback()
    db.execute(text("UPDATE tool_versions SET retired_because = 'old' WHERE id = :id"), {"id": version.id})


@pytest.mark.parametrize("name", ["title", "source", "document", "fingerprint", "warnings", "ratified_at_meeting"])
def test_a_ratified_version_cannot_change_even_without_a_command(db, name):
    version = make_tool_version(db)
    db.commit()
    setattr(version, name, "something else")
    with pytest.raises(RatifiedVersionChangedError, match=name):
        db.flush()


def test_a_ratified_version_cannot_be_unratified_or_go(db):
    version = make_tool_version(db)
    db.commit()
    db.expire(version)
    version.ratified_at = None
    with pytest.raises(RatifiedVersionChangedError, match="ratified_at"):
        db.flush()
    db.rollback()
    db.delete(version)
    with pytest.raises(RatifiedVersionChangedError, match="deleted"):
        db.flush()


def test_a_proposed_version_may_change(db):
    version = make_tool_version(db, ratified=False)
    version.title = "Another title"
    db.flush()
    assert version.title == "Another title"


def test_a_tool_is_read_once_a_process(db):
    version = make_tool_version(db)
    assert tool_of(version) is tool_of(version)


def test_a_document_that_is_not_what_was_recorded_is_not_used(db):
    version = make_tool_version(db, ratified=False)
    version.fingerprint = "0" * 64
    with pytest.raises(DocumentChangedError):
        tool_of(version)


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_every_shipped_tool_can_be_proposed_and_read_back(db, path):
    version = proposed(db, source=path.read_text(encoding="utf-8"), by=SYSTEM)
    assert tool_of(version).key == path.stem

"""Those who answer see what changed since last time, and only what touches them."""

from typing import Any

import pytest

from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)


def primary_and_secondary(*leadership: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return tool_document({"leadership": list(leadership)}, **changes)


FOR_PRIMARY = {"applies_to": {"phase": ["primary"]}}
FOR_SECONDARY = {"applies_to": {"phase": ["secondary"]}}
BEFORE = primary_and_secondary(
    rating("leadership.all", recommendation="Do it."),
    rating("leadership.primary", **FOR_PRIMARY),
    rating("leadership.secondary", **FOR_SECONDARY),
    rating("leadership.gone", **FOR_SECONDARY),
    rating("leadership.widened", **FOR_SECONDARY),
    rating("leadership.narrowed", applies_to={"phase": ["primary", "secondary"]}),
)
AFTER = primary_and_secondary(
    rating("leadership.all", title="Asked of all, in new words", recommendation="Do more."),
    rating("leadership.primary", weight=2, **FOR_PRIMARY),
    rating("leadership.secondary", weight=5, **FOR_SECONDARY),
    rating("leadership.widened", applies_to={"phase": ["secondary", "primary"]}),
    rating("leadership.narrowed", **FOR_SECONDARY),
    moderation={"blind": True},
)


def a_return(db, client, *documents: dict[str, Any], previous: bool = False) -> str:
    """The address of a primary school's return of an audit on the last of these versions, its lead signed in."""
    versions: list[Any] = []
    audits: list[Any] = []
    for document in documents:
        based_on = versions[-1].id if versions and not previous else None
        versions.append(make_tool_version(db, document, based_on_id=based_on))
        audits.append(make_audit(db, versions[-1], previous_id=audits[-1].id if audits and previous else None))
    school = make_organisation(db, phase="primary")
    found = make_return(db, audits[-1], school)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    db.commit()
    client.sign_in(lead)
    return f"/returns/{found.id}"


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    "previous", [False, True], ids=["the version it is based on", "the version of the audit before"]
)
def test_show_changes_tells_what_touches_the_school(client, db, previous):
    address = a_return(db, client, BEFORE, AFTER, previous=previous)
    assert f'href="{address}/changes"' in page(client, address)
    shown = page(client, f"{address}/changes")
    assert "Question reworded." in shown
    assert "The weight went from 1 to 2." in shown
    assert "Asked of primary schools too." in shown
    assert "No longer asked of primary schools." in shown
    assert f'href="{address}/questions#question-leadership.all"' in shown
    assert 'id="question-leadership.all"' in page(client, f"{address}/questions")


def test_show_changes_leaves_out_what_is_for_others(client, db):
    shown = page(client, f"{a_return(db, client, BEFORE, AFTER)}/changes")
    assert "from 1 to 5" not in shown
    assert "Statement leadership.gone" not in shown
    assert "Moderators now judge" not in shown
    assert "recommend" not in shown


def test_show_changes_of_one_kind(client, db):
    address = a_return(db, client, BEFORE, AFTER)
    shown = page(client, f"{address}/changes?kind=weight")
    assert "The weight went from 1 to 2." in shown
    assert "Question reworded." not in shown


def test_show_changes_where_nothing_touches_the_school(client, db):
    later = primary_and_secondary(rating("leadership.all"), rating("leadership.secondary", weight=5, **FOR_SECONDARY))
    before = primary_and_secondary(rating("leadership.all"), rating("leadership.secondary", **FOR_SECONDARY))
    address = a_return(db, client, before, later)
    assert "is asked has changed since version" in page(client, f"{address}/changes")


def test_a_first_version_has_no_link_and_says_so(client, db):
    address = a_return(db, client, BEFORE)
    assert "What changed since last time" not in page(client, address)
    assert "There is no earlier version" in page(client, f"{address}/changes")


def test_others_do_not_find_the_changes_of_a_return(client, db):
    address = a_return(db, client, BEFORE, AFTER)
    other = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(other)
    assert client.get(f"{address}/changes").status_code == 404

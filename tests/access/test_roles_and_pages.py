"""Every role at every page: let in exactly where the role says so, and nowhere from outside."""

import re

import pytest
from flask import Flask

from formsapp.access.permissions import Permission as P  # noqa: N817  the table below is read by its names
from formsapp.access.policy import Scope, can
from formsapp.access.roles import ROLES, Over
from formsapp.access.routes_command import declared_routes
from tests.access.world import World
from tests.builders import as_actor

#: What a role must never hold, whatever else is changed: said by hand, so that a slip in the table is caught.
NEVER = {
    "administrator": {P.RETURN_REVIEW, P.RESULTS_VIEW, P.FINDINGS_VIEW, P.RATING_MODERATE, P.RETURN_VIEW},
    "partnership_officer": {P.RATING_MODERATE, P.RATING_SETTLE, P.REPORT_PUBLISH, P.RETURN_FILL},
    "learning_hub_member": {P.RETURN_REVIEW, P.RATING_MODERATE, P.PEOPLE_CHANGE, P.FINDINGS_EDIT},
    "chair": {P.RETURN_FILL, P.PEOPLE_CHANGE, P.REGISTER_CHANGE, P.TOOL_CHANGE},
    "deputy_chair": {P.RETURN_FILL, P.PEOPLE_CHANGE, P.FINDINGS_EDIT, P.REPORT_PUBLISH, P.DRIFT_VIEW},
    "moderator": {P.DRIFT_VIEW, P.SAMPLE_DRAW, P.RATING_SETTLE, P.FINDINGS_EDIT, P.REPORT_PUBLISH, P.AUDIT_CHANGE},
    "designated_safeguarding_lead": {P.RETURN_REVIEW, P.RESULTS_VIEW, P.RATING_MODERATE, P.AUDIT_VIEW},
    "head_teacher": {P.RETURN_FILL, P.RETURN_REVIEW, P.RESULTS_VIEW},
    "chair_of_governors": {P.RETURN_FILL, P.RETURN_SUBMIT, P.RETURN_REVIEW, P.RESULTS_VIEW},
    "agency_lead": {P.RETURN_REVIEW, P.RESULTS_VIEW, P.RATING_MODERATE, P.AUDIT_VIEW},
    "agency_executive": {P.RETURN_FILL, P.RETURN_SUBMIT, P.RETURN_REVIEW, P.RESULTS_VIEW},
    "contributor": {P.RETURN_VIEW, P.RETURN_SUBMIT, P.RETURN_SHARE, P.RETURN_SIGN, P.RETURN_REVIEW, P.RESULTS_VIEW},
    "auditor": {P.RETURN_REVIEW, P.RESULTS_VIEW, P.RATING_MODERATE, P.AUDIT_VIEW},
    "practitioner": set(P) - {P.HOME_VIEW, P.REPORT_VIEW},
}

#: Pages of things that this small world does not hold: not found, even by those who may.
NEED_MORE = {
    "action_plans.settle_earlier_action": "a return of last year",
    "action_plans.show_submitted_actions": "a submitted return",
    "agreement.download_agreement": "moderation that is over",
    "agreement.download_estimate": "moderation that is over",
    "audits.end_audit_role": "a role to end",
    "audits.move_audit": "a state to move to",
    "builder.rename_level": "a level to rename",
    "builder.update_reference": "a newer edition",
    "cases.add_case": "a case-file audit",
    "cases.confirm_independence": "a return about a case",
    "cases.list_cases": "a case-file audit",
    "copies.download_reviewed": "a submitted return",
    "copies.download_submission": "a submitted return",
    "copies.read_submission": "a submitted return",
    "evidence.download_file": "a file",
    "moderation.judge_question": "a submitted return",
    "moderation.list_differences": "a submitted return",
    "moderation.moderate_return": "a submitted return",
    "moderation.moderate_section": "a submitted return",
    "reports.show_report": "a published report, or the findings",
    "results.explain_score": "a submitted return",
    "returns.show_receipt": "a submitted return",
    "returns.review_return": "a submitted return",
}


def test_no_role_holds_what_it_must_never_hold() -> None:
    assert set(NEVER) == set(ROLES)
    for role, never in NEVER.items():
        assert not ROLES[role].permissions & never, role


def test_a_role_over_one_thing_covers_nothing_else(db) -> None:
    world = World(db)
    lead = as_actor(db, world.inside["designated_safeguarding_lead"])
    assert can(lead, P.RETURN_FILL, world.return_)
    assert not can(lead, P.RETURN_FILL, _Thing(Scope(organisation_id=world.other_school.id)))
    assert not can(lead, P.RETURN_FILL, _Thing(Scope()))
    chair = as_actor(db, world.inside["chair"])
    assert can(chair, P.RATING_SETTLE, world.audit)
    assert not can(chair, P.RATING_SETTLE, world.other_audit)


class _Thing:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope


def _pages(app: Flask) -> list[dict]:
    return [row for row in declared_routes(app) if row["method"] == "GET" and not row["public"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # who may does not depend on the engine
@pytest.mark.parametrize("role", ROLES)
def test_the_server_lets_a_role_in_exactly_where_it_holds_the_permission(app, db, client, role: str) -> None:
    world = World(db)
    db.commit()
    client.sign_in(world.inside[role])
    for row in _pages(app):
        answer = client.get(world.address(row["rule"]))
        held = any(P(one) in ROLES[role].permissions for one in row["permissions"])
        if row["endpoint"] in NEED_MORE:
            assert held or answer.status_code in {403, 404}, (role, row["rule"], answer.status_code)
        elif held and world.covers(role, row["rule"]):
            assert answer.status_code in {200, 302, 409}, (role, row["rule"], answer.status_code)
        else:
            assert answer.status_code in {403, 404}, (role, row["rule"], answer.status_code)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # who may does not depend on the engine
@pytest.mark.parametrize("role", [key for key, role in ROLES.items() if role.over is not Over.PARTNERSHIP])
def test_an_outsider_is_told_nothing_of_what_exists(app, db, client, role: str) -> None:
    world = World(db)
    db.commit()
    client.sign_in(world.outside[role])
    for row in _pages(app):
        if not re.search(r"<int:(audit|return)_id>", row["rule"]) or P.REPORT_VIEW in row["permissions"]:
            continue
        real = client.get(world.address(row["rule"]))
        made_up = client.get(world.address(row["rule"], unknown=True))
        assert real.status_code == made_up.status_code == 404, (role, row["rule"], real.status_code)
        assert _plain(real.get_data(as_text=True)) == _plain(made_up.get_data(as_text=True))


def _plain(page: str) -> str:
    """The page without what differs on every answer: the form token and the address itself."""
    return re.sub(r'(value|href)="[^"]*"', "", page)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # who may does not depend on the engine
def test_posting_without_permission_changes_nothing(app, db, client) -> None:
    world = World(db)
    db.commit()
    client.sign_in(world.inside["practitioner"])
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/").get_data(as_text=True))
    assert token is not None
    for row in declared_routes(app):
        if row["method"] != "POST" or row["public"] or row["endpoint"] == "sign_in.sign_out":
            continue
        if ROLES["practitioner"].permissions & set(row["permissions"]):
            continue
        answer = client.post(world.address(row["rule"]), data={"csrf_token": token.group(1)})
        assert answer.status_code in {403, 404}, (row["rule"], answer.status_code)

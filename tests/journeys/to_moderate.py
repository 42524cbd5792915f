"""Returns that were filled in and submitted, in an audit in moderation; and a person who uses the keyboard alone."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from formsapp.audits.models import Audit, AuditMove, Return
from formsapp.clock import now
from formsapp.organisations.models import Organisation
from formsapp.returns.commands import save_answers, submit_return
from formsapp.returns.fields.given import Given
from tests.builders import (
    as_actor,
    make_audit,
    make_person,
    make_return,
    make_tool_version,
    tool_document,
)
from tests.journeys.visitor import Visitor

#: Words of no other page: where a page holds one of them outside a choice of levels, it tells somebody's rating.
LEVELS = {"not_met": "Unbegun", "partly_met": "Halfway", "met": "Throughout", "embedded": "Ingrained"}
_TABS = 40
_FOCUSED = """() => {
    const one = document.activeElement;
    return (one.labels?.[0] ?? one).innerText?.trim().replace(/\\s+/g, " ") ?? "";
}"""


def audit_of(session: Session, sections: Mapping[str, list[dict[str, Any]]], **changes: Any) -> Audit:
    """An audit that is open, so that returns can be submitted."""
    document = tool_document(dict(sections), moderation={"challenge_days": 10})
    for level in document["rating_schemes"]["practice"]["levels"]:
        level["label"] = LEVELS[level["value"]]
    return make_audit(session, make_tool_version(session, document), **changes)


def submitted(session: Session, audit: Audit, school: Organisation, answers: Mapping[str, Given]) -> Return:
    """A return of a school, filled in and submitted as its people do."""
    lead = as_actor(session, make_person(session, "designated_safeguarding_lead", organisation=school))
    return_ = make_return(session, audit, school)
    for section in {key.partition(".")[0]: None for key in answers}:
        here = {key: given for key, given in answers.items() if key.startswith(f"{section}.")}
        save_answers(session, return_=return_, section=section, answers=here, by=lead)
    submit_return(session, return_=return_, declaration="I confirm it.", by=lead)
    return return_


def begin_moderation(session: Session, audit: Audit) -> None:
    """The audit is closed, and its returns can be moderated."""
    session.add(AuditMove(audit_id=audit.id, to_state="in_moderation", at=now(), reason=""))
    session.flush()


def tab_to(visitor: Visitor, name: str) -> int:
    """Press Tab until what begins with this name has the focus; how often."""
    for presses in range(1, _TABS):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(_FOCUSED).startswith(name):
            return presses
    raise AssertionError(f"{name!r} is not reached by {_TABS} presses of Tab")


def choose_by_keys(visitor: Visitor, field: str, wanted: str) -> int:
    """Tab to the radio buttons of a field and choose one of them with the arrows; how many presses."""
    keyboard, presses = visitor.page.keyboard, 0
    while visitor.page.evaluate("document.activeElement.name") != field:
        keyboard.press("Tab")
        presses += 1
        assert presses < _TABS, f"{field} is not reached by {_TABS} presses of Tab"
    keyboard.press("Space")
    while not visitor.page.evaluate(_FOCUSED).startswith(wanted):
        keyboard.press("ArrowDown")
        presses += 1
        assert presses < _TABS, f"{wanted!r} is not among them"
    return presses + 1


def on_the_desk(visitor: Visitor, title: str) -> None:
    """The desk shows the question with this title."""
    expect(visitor.page.locator("[data-here] h2")).to_contain_text(title)

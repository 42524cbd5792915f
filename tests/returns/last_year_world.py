"""A school that submitted a return last year, and this year's version of the tool with every kind of change in it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from formsapp.audits.models import Audit, Return
from formsapp.clock import today
from formsapp.people.models import Person
from formsapp.returns.commands import save_answers, submit_return
from formsapp.returns.fields.given import Given
from tests.builders import (
    SCHEME,
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)

ACTION = {"comment": "optional", "evidence": "optional", "action_at_or_below": "not_met"}
THREE_LEVELS = {**SCHEME, "levels": SCHEME["levels"][1:]}


def came(relation: str, *keys: str) -> dict[str, Any]:
    return {"from": [{"key": f"practice.{key}", "relation": relation} for key in keys]}


BEFORE = tool_document(
    {
        "practice": [
            rating("practice.same", **ACTION),
            rating("practice.reworded", title="As it was asked"),
            rating("practice.divided"),
            rating("practice.one"),
            rating("practice.two"),
            rating("practice.other_levels"),
            rating("practice.not_here", not_applicable="with_reason"),
            rating("practice.gone"),
            {"key": "practice.words", "type": "text", "title": "In your words"},
            {"key": "practice.silent", "type": "text", "title": "Anything else", "required": False},
        ]
    }
)
AFTER = tool_document(
    {
        "practice": [
            rating("practice.same", **ACTION),
            rating("practice.reworded", title="As it is asked"),
            rating("practice.first_part", **came("split", "divided")),
            rating("practice.second_part", **came("split", "divided")),
            rating("practice.together", **came("merged", "one", "two")),
            rating("practice.other_levels", scheme="three"),
            rating("practice.not_here", not_applicable="never"),
            rating("practice.new"),
            {"key": "practice.words", "type": "text", "title": "In your words"},
            {"key": "practice.silent", "type": "text", "title": "Anything else", "required": False},
        ]
    },
    rating_schemes={"practice": SCHEME, "three": THREE_LEVELS},
)
LAST_YEAR = {
    "same": Given(
        "partly_met", comment="Half done", action="Finish it", action_who="The deputy", action_by="2020-01-31"
    ),
    "reworded": Given("met", comment="As before"),
    "divided": Given("met", comment="Both halves"),
    "one": Given("met", comment="One"),
    "two": Given("not_met", comment="Two"),
    "other_levels": Given("met", comment="Kept words"),
    "not_here": Given("not_applicable", "Nobody boards"),
    "gone": Given("met", comment="To copy"),
    "words": Given("What we said"),
}


@dataclass
class Two:
    """This year's return and last year's of one school, with the person who fills it in."""

    this: Return
    last: Return
    audit: Audit
    lead: Person

    @property
    def url(self) -> str:
        return f"/returns/{self.this.id}"

    @property
    def section(self) -> str:
        return f"{self.url}/sections/practice"


def two_years(
    db: Session,
    *,
    before: dict[str, Any] = BEFORE,
    after: dict[str, Any] = AFTER,
    answers: dict[str, Given] = LAST_YEAR,
    **this_year: Any,
) -> Two:
    """Last year's return submitted, this year's untouched."""
    school = make_organisation(db)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    then = make_tool_version(db, {**before, "version": f"{before['version']}-{school.id}"})
    now = make_tool_version(db, {**after, "version": f"{after['version']}-{school.id}"}, based_on_id=then.id)
    earlier = make_audit(db, then, title="The audit of last year", opens_on=today() - timedelta(days=300))
    last, by = make_return(db, earlier, school), as_actor(db, lead)
    given = {f"practice.{key}": one for key, one in answers.items()}
    save_answers(db, return_=last, section="practice", answers=given, by=by)
    submit_return(db, return_=last, declaration="We declare it.", by=by)
    audit = make_audit(db, now, **{"previous_id": earlier.id, **this_year})
    return Two(make_return(db, audit, school), last, earlier, lead)

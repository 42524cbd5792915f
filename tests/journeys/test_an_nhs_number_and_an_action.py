"""A number that may identify a child is held and kept with a reason; then the action has its place in the plan."""

import pytest

from tests.builders import make_audit, make_organisation, make_return, make_tool_version, rating, tool_document
from tests.identifiers.made import Made
from tests.journeys.visitor import Visitor, with_password

SECTIONS = {
    "practice": [
        rating(
            "practice.listen",
            title="Children are listened to",
            comment="required_at_or_below partly_met",
            action_at_or_below="partly_met",
        )
    ]
}


@pytest.fixture
def lead(site):
    with site.changing() as session:
        audit = make_audit(session, make_tool_version(session, tool_document(SECTIONS)), title="Autumn audit")
        school = make_organisation(session, name="Sallowbeck Nursery School")
        make_return(session, audit, school)
        return with_password(session, "designated_safeguarding_lead", organisation=school)


def test_a_number_is_kept_with_a_reason_and_progress_is_noted(on_a_phone: Visitor, lead) -> None:
    visitor, number = on_a_phone, Made(3).nhs()
    visitor.sign_in(lead)
    visitor.follow("Autumn audit")
    visitor.follow("1. Practice")
    visitor.choose("Partly met")
    visitor.write("Comment", f"Our worked example has the number {number}.")
    visitor.write("What you will do", "Ask the pupils’ council each term")
    visitor.write("Who will do it", "The deputy head")
    visitor.write("By when", "28 2 2031")
    visitor.press("Save and continue")
    assert visitor.errors == ["1.1 This looks like an NHS number. Take it out, or say why it must stay"]
    assert number in visitor.page.get_by_label("Comment").input_value()
    visitor.write("Or say why these words must stay", "It is a made-up number from the training.")
    visitor.press("Save and continue")
    assert "It is a made-up number from the training." in visitor.text
    visitor.visit("/returns/1/actions")
    assert "1 action: 1 not started" in visitor.text
    visitor.follow("Note progress")
    visitor.choose("Under way")
    visitor.write("What was done", "The first council met.")
    visitor.press("Save")
    assert "1 action: 1 under way" in visitor.text
    assert "The first council met." in visitor.text

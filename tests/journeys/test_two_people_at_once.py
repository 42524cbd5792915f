"""Two colleagues write the same answer: the second sees both texts and chooses, and nothing is lost."""

import pytest

from tests.builders import make_audit, make_organisation, make_return
from tests.journeys.visitor import Visitor, with_password

FIRST, SECOND = "Staff feel able to speak.", "Staff speak, and we act on it."
ELSEWHERE = "The governors visited twice."


@pytest.fixture
def people(site):
    with site.changing() as session:
        school = make_organisation(session, name="Hallowmere Primary School")
        make_return(session, make_audit(session, title="Autumn audit"), school)
        return [
            with_password(session, "designated_safeguarding_lead", organisation=school, name=name)
            for name in ("Rowan Alder", "Sorrel Finch")
        ]


def test_two_people_at_once(visitor: Visitor, colleague: Visitor, people) -> None:
    for one, person in zip((visitor, colleague), people, strict=True):
        one.sign_in(person)
        one.visit("/returns/1/sections/practice")
    visitor.write("In your words", FIRST)
    visitor.press("Save and come back later")
    colleague.write("In your words", SECOND)
    colleague.page.get_by_role("button", name="Add a comment").click()
    colleague.write("Comment", ELSEWHERE)
    colleague.press("Save and come back later")
    both_are_shown(colleague)
    colleague.press("Save")
    assert colleague.page.title().startswith("Error: ")
    both_are_shown(colleague)
    colleague.choose("Save mine instead")
    colleague.press("Save")
    what_was_chosen_is_saved(visitor)


def both_are_shown(visitor: Visitor) -> None:
    assert visitor.heading == "Two people changed the same answer"
    assert "Saved by Rowan Alder" in visitor.text
    assert FIRST in visitor.text
    assert SECOND in visitor.text


def what_was_chosen_is_saved(visitor: Visitor) -> None:
    visitor.visit("/returns/1/sections/practice")
    assert visitor.page.get_by_label("In your words").input_value() == SECOND
    assert visitor.page.get_by_label("Comment").first.input_value() == ELSEWHERE

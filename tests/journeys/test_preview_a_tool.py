"""An officer sees a tool as a school will, by keyboard alone and on a phone without a script, and tries it out."""

import pytest

from tests.builders import make_tool_version, rating, tool_document
from tests.journeys.visitor import Site, Visitor, with_password

DOCUMENT = tool_document(
    {
        "about": [
            {"key": "about.nursery", "type": "yes_no", "title": "Is there a nursery?"},
            rating("about.early", title="Early years", show_if={"question": "about.nursery", "is": ["yes"]}),
        ],
        "practice": [
            rating("practice.a", title="Practice", guidance="Ask **two** people.", comment="required"),
            {"key": "practice.words", "type": "text", "title": "In your words"},
            {
                "key": "practice.table",
                "type": "table",
                "title": "Numbers",
                "columns": [{"key": "what", "title": "What"}, {"key": "many", "title": "How many", "type": "number"}],
                "rows": ["Boys", "Girls"],
            },
            rating("practice.secondary", title="For others", applies_to={"phase": ["secondary"]}),
        ],
    },
    title="A tool to look at",
    purpose="Read **this** first.",
    audience={"organisation_types": ["school"]},
    sign_off=[{"role": "head_teacher", "statement": "I agree."}],
)


@pytest.fixture
def tool_at(site: Site) -> str:
    with site.changing() as session:
        return f"/tools/{make_tool_version(session, DOCUMENT).id}"


@pytest.fixture
def officer(site: Site):
    with site.changing() as session:
        return with_password(session, "partnership_officer", name="Olive Officer")


def press_by_key(visitor: Visitor, name: str) -> None:
    """Tab to a button and press Enter, as somebody without a mouse does."""
    target = visitor.page.get_by_role("button", name=name).first
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            break
    else:
        raise AssertionError(f"{name} is not reached by Tab")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def test_a_tool_is_previewed_by_keyboard_alone(visitor: Visitor, officer, tool_at: str) -> None:
    visitor.sign_in(officer)
    visitor.visit(tool_at)
    visitor.follow("Preview it as any organisation")
    assert "This is a preview: nothing is saved." in visitor.text
    visitor.page.get_by_label("Phase").select_option("")
    press_by_key(visitor, "1. About")
    visitor.choose("Yes")
    press_by_key(visitor, "Continue")
    assert "The answers bring up 1 more question" in visitor.text
    visitor.choose("Met", within=visitor.question("Early years"))
    press_by_key(visitor, "Continue")
    assert visitor.heading == "2. Practice"
    visitor.choose("Not met", within=visitor.question("Practice"))
    visitor.page.get_by_label("Boys: How many").fill("some")
    press_by_key(visitor, "Continue")
    assert visitor.errors == ["2.3 How many: enter a number in figures, like 12"]
    visitor.page.get_by_label("Boys: How many").fill("12")
    press_by_key(visitor, "Continue")
    assert visitor.heading == "Check the answers"
    assert "Enter a comment: “Not met” needs one" in visitor.text
    press_by_key(visitor, "2.1 Practice")
    assert visitor.page.url.endswith("#q-practice.a:comment")
    assert visitor.page.get_by_label("Boys: How many").input_value() == "12"
    visitor.write("Comment", "Two people said so.", within=visitor.question("Practice"))
    press_by_key(visitor, "All sections")
    assert "All 2 sections are complete." in visitor.text
    press_by_key(visitor, "See the scores")
    assert visitor.heading == "Try it out"
    visitor.open_details("What the score is made of")
    assert "As typed in the preview" in visitor.text


def test_enter_in_a_box_shows_the_section_again_and_loses_nothing(visitor: Visitor, officer, tool_at: str) -> None:
    visitor.sign_in(officer)
    visitor.visit(f"{tool_at}/preview?go=section:practice")
    box = visitor.page.get_by_label("Girls: How many")
    box.fill("7")
    with visitor.page.expect_navigation():
        box.press("Enter")
    visitor.look()
    assert visitor.heading == "2. Practice"
    assert visitor.page.get_by_label("Girls: How many").input_value() == "7"


@pytest.mark.parametrize("page", ["preview", "length", "print", "try"])
def test_every_page_is_sound_at_a_desk_and_on_a_phone(
    visitor: Visitor, on_a_phone: Visitor, officer, tool_at: str, page: str
) -> None:
    for somebody in (visitor, on_a_phone):
        somebody.sign_in(officer)
        somebody.visit(f"{tool_at}/{page}")


def test_a_preview_works_on_a_phone_without_a_script(on_a_phone: Visitor, officer, tool_at: str) -> None:
    on_a_phone.sign_in(officer)
    on_a_phone.visit(f"{tool_at}/preview")
    on_a_phone.page.get_by_label("Phase").select_option("secondary")
    on_a_phone.press("2. Practice")
    assert "Seen as: School, secondary." in on_a_phone.text
    assert "For others" in on_a_phone.text
    on_a_phone.write("In your words", "On a phone")
    on_a_phone.press("All sections")
    on_a_phone.press("Check the answers")
    assert "On a phone" in on_a_phone.text


def test_a_wrong_number_is_shown_where_it_was_typed(visitor: Visitor, officer, tool_at: str) -> None:
    visitor.sign_in(officer)
    visitor.visit(f"{tool_at}/try")
    visitor.write("How many", "lots")
    visitor.press("Show")
    assert visitor.errors == ["The number of returns must be a whole number from 1 to 200"]
    visitor.write("How many", "8")
    visitor.press("Show")
    assert "8 returns" in visitor.text

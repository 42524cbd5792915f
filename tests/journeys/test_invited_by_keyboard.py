"""An invited person chooses a password from the link and works by the keyboard alone."""

import pytest

from tests.builders import make_audit, make_organisation, make_return
from tests.journeys.visitor import PASSWORD, Visitor, with_password

FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    // The design system draws the focus of a radio button or tick box on the picture of it.
    const isPicture = at.matches("input[type=radio], input[type=checkbox]");
    const drawn = isPicture ? getComputedStyle(at.labels[0], "::before") : style;
    return {
        name: (at.labels?.[0] || at).innerText?.trim() || at.name || at.localName,
        shown: [drawn.outlineStyle, drawn.boxShadow].some(one => one !== "none"),
        onScreen: box.bottom > 0 && box.top < innerHeight,
        place: box.top + scrollY,
    };
}"""


@pytest.fixture
def officer(site):
    with site.changing() as session:
        school = make_organisation(session, name="Hallowmere Primary School")
        make_return(session, make_audit(session, title="Autumn audit"), school)
        return with_password(session, "partnership_officer")


def test_invited_and_by_keyboard_alone(visitor: Visitor, colleague: Visitor, officer) -> None:
    link = officer_invites(colleague, officer)
    chooses_a_password(visitor, link)
    signs_in_by_keyboard(visitor)
    answers_a_section_by_keyboard(visitor)


def officer_invites(visitor: Visitor, officer) -> str:
    visitor.sign_in(officer)
    visitor.visit("/people/invite")
    visitor.press("Invite")
    assert len(visitor.errors) >= 2
    visitor.write("Full name", "Wren Tansley")
    visitor.write("Email address", "wren.tansley@wexbridge.example")
    visitor.page.get_by_label("Role", exact=True).select_option("designated_safeguarding_lead")
    visitor.page.get_by_label("Organisation", exact=True).select_option("Hallowmere Primary School")
    visitor.press("Invite")
    return visitor.page.locator("[data-test=invitation-link]").inner_text()


def chooses_a_password(visitor: Visitor, link: str) -> None:
    visitor.visit(link.removeprefix(visitor.site.address))
    for box, text in zip(visitor.page.locator("input[type=password]").all(), ("short", "short"), strict=True):
        box.fill(text)
    visitor.press("Set password and sign in")
    assert visitor.errors
    for box in visitor.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    visitor.press("Set password and sign in")
    assert visitor.heading == "What needs you today"
    visitor.sign_out()
    answer = visitor.page.goto(link)
    assert answer is not None
    assert answer.status == 410
    visitor.faults.clear()


def signs_in_by_keyboard(visitor: Visitor) -> None:
    visitor.visit("/sign-in")
    assert tab(visitor) == "Skip to main content"
    visitor.page.keyboard.press("Enter")
    assert tab(visitor) == "Email address"
    visitor.page.keyboard.type("wren.tansley@wexbridge.example")
    assert tab(visitor) == "Password"
    visitor.page.keyboard.type(PASSWORD)
    enter(visitor)
    assert visitor.heading == "What needs you today"


def answers_a_section_by_keyboard(visitor: Visitor) -> None:
    tab_to(visitor, "Autumn audit")
    enter(visitor)
    tab_to(visitor, "1. Leadership")
    enter(visitor)
    # One Tab to each group of radio buttons; the arrows go through its levels.
    for chosen in ("Embedded", "Met"):
        tab_to(visitor, "Embedded")
        visitor.page.keyboard.press("Space")
        if chosen == "Met":
            visitor.page.keyboard.press("ArrowDown")
        assert focused(visitor) == chosen
    tab_to(visitor, "Save and continue")
    enter(visitor)
    assert visitor.heading == "2. Practice"
    visitor.visit("/returns/1/sections/leadership")
    assert visitor.page.locator("input:checked").evaluate_all("all => all.map(one => one.value)") == ["embedded", "met"]


def enter(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def tab_to(visitor: Visitor, name: str) -> None:
    """Tab until the thing of this name has the focus, never back up the page."""
    place = -1.0
    for _ in range(60):
        now = tab(visitor)
        down = visitor.page.evaluate(FOCUS)["place"]
        # What stands in one line may differ by the height of its letters.
        assert down >= place - 60, f"{now} stands above what had the focus before it"
        place = down
        if now.startswith(name):
            return
    raise AssertionError(f"no Tab leads to {name}")


def tab(visitor: Visitor) -> str:
    visitor.page.keyboard.press("Tab")
    return focused(visitor)


def focused(visitor: Visitor) -> str:
    at = visitor.page.evaluate(FOCUS)
    assert at["shown"], f"the focus on {at['name']} cannot be seen"
    assert at["onScreen"], f"{at['name']} has the focus off the screen"
    return str(at["name"]).split("\n")[0]

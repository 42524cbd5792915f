"""A lead starts from last year's answers: confirms some by keyboard, changes one, and only those count."""

from tests.journeys.visitor import Site, Visitor, with_password
from tests.returns.last_year_world import two_years


def arrived(site: Site, visitor: Visitor) -> str:
    with site.changing() as db:
        two = two_years(db)
        lead = with_password(db, "designated_safeguarding_lead", organisation=two.this.organisation)
        url = two.url
        db.expunge(lead)
    visitor.sign_in(lead)
    return url


def progress(visitor: Visitor, url: str) -> str:
    visitor.visit(url)
    return visitor.page.locator(".govuk-task-list__hint").first.inner_text()


def test_a_lead_confirms_by_keyboard_and_changes_one_answer(site: Site, visitor: Visitor) -> None:
    url = arrived(site, visitor)
    page = visitor.page
    visitor.visit(f"{url}/last-year")
    page.locator("input[name=still]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.look()
    assert "1 answer confirmed and saved." in visitor.text
    assert "1 of 10 answered" in progress(visitor, url)

    visitor.visit(f"{url}/sections/practice")
    reworded = visitor.question("As it is asked")
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        reworded.get_by_role("button", name="Use last year’s words").press("Enter")
    assert reworded.get_by_label("Comment").input_value() == "As before"
    assert not reworded.get_by_role("radio", checked=True).count(), "another question wants another thought"
    assert page.evaluate("document.activeElement.type") == "radio"
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        reworded.get_by_role("radio", name="Embedded").press("Space")
    assert reworded.get_by_role("radio", name="Embedded").is_checked()

    new = visitor.question("Statement practice.new")
    assert not new.get_by_label("Comment").is_visible()
    new.get_by_role("button", name="Add a comment").press("Enter")
    assert new.get_by_label("Comment").evaluate("box => box === document.activeElement")
    same = visitor.question("Statement practice.same")
    same.get_by_role("radio", name="Not met").press("Space")
    assert "Needed because you chose “Not met”" in same.inner_text()
    visitor.look()
    page.wait_for_function("() => !document.body.innerText.includes('Saving')")
    assert "2 of 10 answered" in progress(visitor, url)


def test_without_javascript_the_button_saves_last_years_answer(site: Site, on_a_phone: Visitor) -> None:
    url = arrived(site, on_a_phone)
    on_a_phone.visit(f"{url}/sections/practice")
    same = on_a_phone.question("Statement practice.same")
    assert same.get_by_label("What you will do").is_visible()
    on_a_phone.write("Comment", "Nearly done", within=same)
    on_a_phone.press("Still true", within=same)
    same = on_a_phone.question("Statement practice.same")
    assert same.get_by_role("radio", name="Partly met").is_checked()
    assert same.get_by_label("Comment").input_value() == "Nearly done"
    assert same.get_by_label("What you will do").input_value() == "Finish it"
    assert "1 of 10 answered" in progress(on_a_phone, url)

"""A lead takes the return out as a workbook, changes two answers without a connection, and brings it back."""

from openpyxl import load_workbook

from formsapp.returns.models import Answer
from tests.builders import make_audit, make_organisation, make_return, make_tool_version
from tests.journeys.visitor import PASSWORD, with_password
from tests.offline.filled import fill


def test_two_answers_made_offline_are_seen_before_they_are_saved(visitor, site, tmp_path) -> None:
    with site.changing() as db:
        audit, school = make_audit(db, make_tool_version(db)), make_organisation(db)
        return_id = make_return(db, audit, school).id
        lead = with_password(db, "designated_safeguarding_lead", organisation=school)
        email = lead.email
    visitor.visit("/sign-in")
    visitor.page.get_by_label("Email address").fill(email)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Sign in")
    visitor.visit(f"/returns/{return_id}")
    visitor.follow("Fill it in offline, in Excel")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download the workbook").click()
    taken = tmp_path / "taken.xlsx"
    download.value.save_as(taken)

    book = load_workbook(taken)
    fill(book, "1.1", "Met")
    fill(book, "2.2", "Written on the train.")
    book.save(taken)

    visitor.page.get_by_label("The workbook you filled in").set_input_files(taken)
    visitor.press("Show me what it changes")
    assert visitor.heading == "What the workbook changes"
    assert "2 answers change" in visitor.text
    assert "Written on the train." in visitor.text
    visitor.press("Save these answers")
    assert "2 answers from the workbook saved." in visitor.page.inner_text("body")
    visitor.follow("Copies to keep: PDF, Word, Excel")
    assert visitor.heading == "Copies to keep"
    with site.looking() as db:
        found = {one.question: one.value for one in db.query(Answer).filter_by(return_id=return_id)}
    assert found == {"leadership.a": "met", "practice.words": "Written on the train."}

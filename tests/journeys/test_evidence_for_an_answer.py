"""A lead attaches evidence to an answer: describes one piece, sends another, and finds both below the question."""

import pytest

from tests.builders import make_audit, make_organisation, make_return, make_tool_version, rating, tool_document
from tests.evidence.making_files import pdf
from tests.journeys.visitor import Visitor, with_password

QUESTION = rating("training.log", title="Everybody is trained", evidence={"when": "required"})


@pytest.fixture
def places(site):
    with site.changing() as session:
        audit = make_audit(
            session, make_tool_version(session, tool_document({"training": [QUESTION]})), title="Training"
        )
        schools = [make_organisation(session), make_organisation(session)]
        for school in schools:
            make_return(session, audit, school)
        leads = [with_password(session, "designated_safeguarding_lead", organisation=school) for school in schools]
        return leads, f"/organisations/{schools[0].id}/evidence"


def test_evidence_is_attached_to_an_answer(visitor: Visitor, colleague: Visitor, places) -> None:
    leads, library = places
    visitor.sign_in(leads[0])
    visitor.follow("Training")
    visitor.follow("1. Training")
    visitor.page.get_by_label("Met", exact=True).check()
    visitor.press("Attach a document or link")
    describes_where_it_is(visitor)
    sends_a_file(visitor)
    visitor.follow("Back to question 1.1")
    assert visitor.page.get_by_label("Met", exact=True).is_checked()
    assert visitor.page.locator(".app-pieces__list li").all_inner_texts() == ["Training log", "Summary of the log"]
    visitor.press("Attach or remove documents and links")
    address = visitor.page.get_by_role("link", name="log.pdf").get_attribute("href")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="log.pdf").click()
    assert download.value.path().read_bytes() == pdf()
    takes_one_out_of_the_library(visitor, library)
    colleague.sign_in(leads[1])
    refused = colleague.page.request.get(colleague.site.address + address)
    assert refused.status == 404


def describes_where_it_is(visitor: Visitor) -> None:
    visitor.page.get_by_label("What it is").fill("Training log")
    visitor.page.get_by_role("textbox", name="Where you keep it").fill("School office, blue file")
    visitor.press("Add and attach")
    assert "“Training log” stands beside your answer to 1.1." in visitor.text


def sends_a_file(visitor: Visitor) -> None:
    visitor.page.get_by_label("What it is").fill("Summary of the log")
    visitor.page.get_by_label("Send a file").check()
    sent = {"name": "log.pdf", "mimeType": "text/html", "buffer": pdf()}
    visitor.page.get_by_label("File", exact=True).set_input_files(sent)
    visitor.press("Add and attach")
    assert visitor.errors == []


def takes_one_out_of_the_library(visitor: Visitor, library: str) -> None:
    visitor.visit(library)
    visitor.follow("Training log")
    visitor.press("Change")
    visitor.page.go_back()
    visitor.follow("Remove it from the library")
    visitor.press("Remove")
    assert "1 piece" in visitor.text
    assert visitor.page.get_by_role("link", name="Training log").count() == 0

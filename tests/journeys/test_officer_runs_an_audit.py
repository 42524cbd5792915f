"""A partnership officer brings the register in, opens an audit, follows it, and sends a return back."""

import pytest

from formsapp.audits.models import Audit, Return
from formsapp.clock import today
from formsapp.organisations.models import Organisation
from tests.builders import make_audit, make_organisation, make_return, make_tool_version
from tests.journeys.filling_in import answer_all
from tests.journeys.visitor import Visitor, with_password
from tests.organisations.register_files import register_csv, school_row

SENT_BACK_BECAUSE = "Question 1.2 and its comment do not agree. Please look at both again."
FILE = register_csv(
    [
        school_row(),
        school_row(URN="110001", EstablishmentName="Birchwater Infant School"),
        school_row(URN="110002", EstablishmentName="Cinderhill Academy", **{"PhaseOfEducation (name)": "Secondary"}),
    ]
)


@pytest.fixture
def officer(site):
    with site.changing() as session:
        make_tool_version(session)
        make_organisation(session, name="Alder Primary", urn="110000")
        return with_password(session, "partnership_officer", name="Olive Marsh")


def test_officer_opens_an_audit(visitor: Visitor, site, officer) -> None:
    visitor.sign_in(officer)
    imports_the_register(visitor, site)
    opens_an_audit(visitor, site)
    follows_it(visitor)


def imports_the_register(visitor: Visitor, site) -> None:
    visitor.visit("/register/import")
    file = {"name": "edubase.csv", "mimeType": "text/csv", "buffer": FILE}
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.press("Check the file")
    assert visitor.heading == "What the import would change"
    assert "Birchwater Infant School" in visitor.text
    assert organisations_of(site) == ["Alder Primary"]
    visitor.press("Import")
    assert organisations_of(site) == ["Alder Primary School", "Birchwater Infant School", "Cinderhill Academy"]


def organisations_of(site) -> list[str]:
    with site.looking() as session:
        return sorted(one.name for one in session.query(Organisation))


def opens_an_audit(visitor: Visitor, site) -> None:
    visitor.visit("/audits/open")
    visitor.press("Continue")
    assert visitor.errors
    visitor.page.get_by_label("Audit tool").select_option(index=1)
    visitor.write("Title of the audit", "Primary schools, autumn")
    day = today()
    for name, year in (("opens_on", day.year), ("closes_on", day.year + 1)):
        for part, figures in (("day", 1), ("month", day.month), ("year", year)):
            visitor.page.locator(f"#{name}-{part}").fill(str(figures))
    visitor.page.get_by_label("Primary (2)").check()
    visitor.press("Continue")
    assert "2 organisations will be asked for a return" in visitor.text
    visitor.press("Set up the audit")
    with site.looking() as session:
        asked = session.query(Return).join(Audit).filter(Audit.title == "Primary schools, autumn")
        assert sorted(one.organisation.name for one in asked) == ["Alder Primary School", "Birchwater Infant School"]


def follows_it(visitor: Visitor) -> None:
    visitor.visit(f"{visitor.page.url.removeprefix(visitor.site.address)}/tracker")
    assert "0 of 2" in visitor.text
    assert "Birchwater Infant School" in visitor.text


@pytest.fixture
def school(site):
    with site.changing() as session:
        organisation = make_organisation(session, name="Hallowmere Primary School")
        make_return(session, make_audit(session, title="Autumn audit"), organisation)
        return with_password(session, "designated_safeguarding_lead", organisation=organisation)


def test_a_return_is_sent_back_and_submitted_again(visitor: Visitor, colleague: Visitor, officer, school) -> None:
    colleague.sign_in(school)
    colleague.follow("Autumn audit")
    colleague.follow("1. Leadership")
    while colleague.heading != "Check your answers":
        answer_all(colleague)
        colleague.press("Save and continue")
    first = submits(colleague)
    sends_back(visitor, officer)
    colleague.follow("Back to the return")
    assert SENT_BACK_BECAUSE in colleague.text
    colleague.press("Check your answers and submit")
    assert submits(colleague) != first
    assert "Number 2. Earlier ones are kept too." in colleague.text


def submits(visitor: Visitor) -> str:
    visitor.press("Continue to the declaration")
    visitor.page.get_by_role("checkbox").check()
    visitor.write("Your full name", "Bryn Sallow")
    visitor.press("Submit this return")
    return visitor.page.locator(".govuk-panel strong").inner_text()


def sends_back(visitor: Visitor, officer) -> None:
    visitor.sign_in(officer)
    visitor.visit("/audits/1/tracker")
    visitor.follow("Hallowmere Primary School")
    assert "Looked at in September" in visitor.text
    visitor.follow("Send this return back")
    visitor.press("Send back")
    assert len(visitor.errors) == 1
    visitor.write("About the whole return", SENT_BACK_BECAUSE)
    visitor.press("Send back")
    assert "can be answered again" in visitor.text

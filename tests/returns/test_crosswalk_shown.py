"""Another framework's numbering of the same thing is shown where a question is answered and where a tool is read."""

import pytest

from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_health_cross_reference_is_shown(db, client):
    asked = rating("leadership.a", crosswalk={"nhs-safeguarding-assurance": ["governance-1", "people-2"]})
    version = make_tool_version(db, tool_document({"leadership": [asked, rating("leadership.b")]}))
    agency = make_organisation(db, type="agency", sector="health")
    return_ = make_return(db, make_audit(db, version), agency)
    lead, officer = make_person(db, "agency_lead", organisation=agency), make_person(db, "partnership_officer")
    db.commit()
    words = "The same ground in nhs safeguarding assurance: governance-1, people-2"
    section = client.sign_in(lead).get(f"/returns/{return_.id}/sections/leadership").get_data(as_text=True)
    assert section.count(words) == 1
    tool = client.sign_in(officer).get(f"/tools/{version.id}").get_data(as_text=True)
    assert tool.count(words) == 1

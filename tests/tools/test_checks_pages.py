import pytest
from markupsafe import escape

from tests.builders import make_organisation, make_person
from tool_definitions.rules import FAMILIES, RULES


@pytest.fixture
def member(db, client):
    person = make_person(db, "learning_hub_member")
    db.commit()
    client.sign_in(person)


@pytest.mark.usefixtures("member")
def test_list_checks_lists_every_rule_by_family(client):
    page = client.get("/tools/checks").get_data(as_text=True)
    assert [code for code in RULES if f'href="/tools/checks/{code}"' not in page] == []
    assert all(escape(family.title) in page for family in FAMILIES)
    errors = sum(not rule.is_warning for rule in RULES.values())
    assert f"{errors} rules are errors" in page
    assert f"{len(RULES) - errors} are advice" in page


@pytest.mark.usefixtures("member")
def test_explain_check_says_why_and_how_to_mend_it(client):
    page = client.get("/tools/checks/bands-not-from-zero").get_data(as_text=True)
    rule = RULES["bands-not-from-zero"]
    assert escape(rule.why) in page
    assert escape(rule.mend) in page
    assert "cannot be proposed until it is mended" in page
    assert 'href="/tools/checks/bands-not-ascending"' in page


@pytest.mark.usefixtures("member")
def test_explain_check_says_of_advice_that_it_is_for_them_to_judge(client):
    assert "if you judge that it is right" in client.get("/tools/checks/one-band").get_data(as_text=True)


@pytest.mark.usefixtures("member")
def test_there_is_no_page_for_a_code_that_is_none(client):
    assert client.get("/tools/checks/no-such-code").status_code == 404


def test_checks_are_for_those_who_see_tools(client, db):
    person = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(person)
    assert client.get("/tools/checks").status_code == 403

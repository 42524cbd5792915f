"""Each shipped tool in the application: an audit is opened on it, one return is answered and submitted, and read."""

import json
import re
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from formsapp.audits.models import Return
from formsapp.clock import today
from formsapp.returns.commands import save_answers
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Submission
from formsapp.returns.progress import given_of, is_complete, progress_of
from formsapp.returns.queries import answers_of, open_return
from tests.builders import as_actor, make_organisation, make_person, make_tool_version
from tool_definitions.loader import shipped_tools
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    EvidenceQuestion,
    JudgedQuestion,
    NumberQuestion,
    TableQuestion,
    YesNoQuestion,
)
from tool_definitions.visibility import asked_in

TOOLS = shipped_tools()
WORDS = "We looked at ten records and asked four people."
#: Who answers each tool, beside its name.
ANSWERED_BY = {
    "benchmarking-serious-youth-violence": {"type": "agency", "sector": "police"},
    "dip-sample": {"type": "agency", "sector": "health"},
    "early-years": {"type": "early_years", "sector": "early_years", "provision": "group"},
    "multi-agency-case-file": {"type": "agency", "sector": "council"},
    "safeguarding-effectiveness-quarterly": {"type": "agency", "sector": "council"},
    "school-safeguarding": {"type": "school", "phase": "primary", "provision": "mainstream"},
    "section-11-agency": {"type": "agency", "sector": "health"},
    "serious-incident-referral": {"type": "agency", "sector": "council"},
    "single-agency-report": {"type": "agency", "sector": "police"},
    "training-impact": {"type": "agency", "sector": "voluntary"},
}
ALSO = [("early-years", {"type": "early_years", "sector": "early_years", "provision": "childminder"})]
#: A packed code above it is a negative one: no rating.
HIGHEST_LEVEL = 128
RUNS = [
    (key, attributes, wave) for key, attributes in [*ANSWERED_BY.items(), *ALSO] for wave in TOOLS[key].waves or (None,)
]
IDS = [f"{key}-{wave or attributes.get('provision') or attributes['type']}" for key, attributes, wave in RUNS]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def in_parts(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def set_up(client, version, organisation, wave):
    """The officer sets the audit up, of one wave where the tool has waves; in a case-file audit a case too."""
    form = {
        "tool_version": version.id, "title": "An audit", "terms": "", "method": "broad", "moderation": "tool",
        "wave": wave or "", "previous": "", "chair": "", **in_parts("opens_on", today()),
        **in_parts("closes_on", today() + timedelta(days=30)), "step": "open",
    }  # fmt: skip
    chosen = {} if version.kind == "case_file" else {"type": [organisation.type], "organisation": [organisation.id]}
    opened = client.post_form("/audits/open", {**form, **chosen})
    assert opened.status_code == 302, opened.get_data(as_text=True)
    audit_id = int(re.search(r"/audits/(\d+)", opened.location).group(1))
    case = TOOLS[version.key].case
    if case:
        details = {"code": case.code_example, "theme": case.themes[0], "age_band": case.age_bands[0]}
        page = f"/audits/{audit_id}/cases/add"
        assert client.post_form(page, {**details, "agencies": [], "by_hand": organisation.name}).status_code == 302
    return audit_id


def answer(asked, luck):
    """An answer that leaves no gap, with words wherever the question has room for them."""
    question = asked.question
    if isinstance(question, JudgedQuestion) and question.is_scored:
        words = {
            "comment": WORDS,
            "evidence": WORDS,
            "action": WORDS,
            "action_who": WORDS,
            "action_by": today().isoformat(),
        }
        parts = {"who": "action_who", "by": "action_by"}
        kept = {parts.get(part, part) for part in asked.parts}
        return Given(
            luck.choice(list(asked.scheme.ranks)), **{name: text for name, text in words.items() if name in kept}
        )
    return Given(value_of(question, luck))


def value_of(question, luck):
    match question:
        case YesNoQuestion():
            value = luck.choice(("yes", "no"))
        case ChoiceQuestion():
            value = luck.choice(question.options).value
        case ChoicesQuestion():
            value = json.dumps([option.value for option in question.options])
        case NumberQuestion():
            value = str(int(question.minimum or 0) + 1)
        case DateQuestion():
            value = today().isoformat()
        case TableQuestion():
            value = json.dumps(
                [dict.fromkeys((column.key for column in question.columns), "7")] * max(1, len(question.rows))
            )
        case EvidenceQuestion():
            value = json.dumps([{"what": "Audit", "where": "Shared drive", "date": "May 2026"}])
        case _:
            value = WORDS[: question.maximum_length]
    return value


def progress_now(db, return_id, by):
    opened = open_return(db, return_id, person_id=by.id)
    return progress_of(opened.tool, given_of(answers_of(db, return_id)), opened.attributes, opened.wave)


def fill_in(db, return_id, by, luck):
    """Answer what is asked, section by section, until nothing more is; the sections in which something was asked."""
    for _ in range(5):
        progress = progress_now(db, return_id, by)
        if is_complete(progress) and all(one.answered == one.counted for one in progress):
            db.commit()
            return [one.section.key for one in progress]
        for one in progress:
            kept = answers_of(db, return_id)
            new = {asked.key: answer(asked, luck) for asked in one.shown if asked.key not in kept}
            save_answers(db, return_=db.get_one(Return, return_id), section=one.section.key, answers=new, by=by)
    return pytest.fail("the return never became complete")


def only_id(db, statement):
    found = db.scalars(statement).one()
    db.commit()
    return found


@pytest.mark.parametrize(("key", "attributes", "wave"), RUNS, ids=IDS)
def test_an_audit_on_a_shipped_tool_is_answered_submitted_and_read(client, db, key, attributes, wave):
    tool = TOOLS[key]
    version = make_tool_version(db, tool.as_document())
    organisation = make_organisation(db, name="Lanternlight", **{"phase": None, "sector": None, **attributes})
    officer = make_person(db, "partnership_officer")
    lead = make_person(db, "agency_lead", organisation=organisation, name="Rowan Alder")
    by = as_actor(db, lead)
    db.commit()

    client.sign_in(officer)
    audit_id = set_up(client, version, organisation, wave)
    return_id = only_id(db, select(Return.id).where(Return.audit_id == audit_id))
    client.sign_in(lead)
    if tool.case:
        client.post_form(f"/returns/{return_id}/independence", {"confirmed": "y"})
    sections = fill_in(db, return_id, by, Random(key))
    assert all(asked_in(tool.questions[asked], wave) for asked in answers_of(db, return_id))
    db.commit()
    submits(client, return_id, sections, tool)

    ratings = only_id(db, select(Submission.ratings).where(Submission.return_id == return_id))
    assert len(ratings) == len(tool.scored_questions)
    client.sign_in(officer)
    pages = [f"/audits/{audit_id}{page}" for page in ("", "/tracker", "/results", "/results.csv", "/moderation")]
    rated = [question for question, code in zip(tool.scored_questions, ratings, strict=True) if code < HIGHEST_LEVEL]
    pages += [f"/audits/{audit_id}/results/questions/{question}" for question in rated[:1]]
    assert refused(client, [*pages, f"/returns/{return_id}/review"]) == []
    assert bool(rated) is bool(tool.scored_questions)


def submits(client, return_id, sections, tool):
    own = f"/returns/{return_id}"
    pages = ["", "/questions", "/check", *(f"/sections/{section}" for section in sections)]
    assert refused(client, [own + page for page in pages]) == []
    agreed = {f"agreed-{one.role}": "At the meeting of 12 November." for one in tool.sign_off}
    form = {"agrees": "y", "signed": "Rowan Alder", **agreed}
    receipt = client.post_form(f"{own}/submit", form, follow_redirects=True)
    assert "Return submitted" in receipt.get_data(as_text=True)
    assert WORDS in client.get(f"{own}/read").get_data(as_text=True)


def refused(client, pages):
    return [page for page in pages if client.get(page).status_code != 200]

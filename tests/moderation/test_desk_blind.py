"""A blind audit: whatever the self ratings are, a moderator who has not judged sees the same bytes on every page."""

import json
import re

import pytest
from sqlalchemy import delete, select

from formsapp.database import READING_METHODS
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer, KeptWords, Submission
from formsapp.returns.snapshot import packed_of
from formsapp.tools.versions import tool_of
from tests.builders import rating
from tests.moderation.desk_world import DeskWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECTIONS = {
    "leadership": [
        rating("leadership.a", limit={"at_or_below": "not_met", "overall": "Low"}),
        rating("leadership.b", action_at_or_below="not_met"),
        rating("leadership.c", show_if={"question": "leadership.a", "is": ["not_met"]}),
    ],
    "practice": [rating("practice.a"), {"key": "practice.words", "type": "text", "title": "In your words"}],
}
SAID = "The same words in both worlds"
ONE = {
    "leadership.a": Given("embedded", comment=SAID),
    "leadership.b": Given("met", comment=SAID),
    "practice.a": Given("partly_met", comment=SAID),
}
OTHER = {
    "leadership.a": {"value": "not_met"},
    "leadership.b": {"value": "not_met", "action": "ANACTION", "action_who": "Head", "action_by": "2030-01-01"},
    "leadership.c": {"value": "not_met", "comment": "Asked in one world alone"},
    "practice.a": {"value": "not_applicable", "not_applicable_reason": "WHYNOT"},
}


def _to_the_other_world(world: DeskWorld) -> None:
    """The same return, people and times; only the self ratings, and what follows from them, are others."""
    db, tool = world.db, tool_of(world.audit.tool_version)
    submission = db.scalars(select(Submission).where(Submission.return_id == world.return_.id)).one()
    document = json.loads(submission.document)
    for key, values in OTHER.items():
        answer = db.get(Answer, (world.return_.id, key))
        if answer is None:
            any_ = db.get(Answer, (world.return_.id, "leadership.a"))
            answer = Answer(return_id=world.return_.id, question=key, revision=1, saved_at=any_.saved_at)
            db.add(answer)
            document["answers"][key] = {**Given()._asdict(), "revision": 1}
        for name, value in values.items():
            setattr(answer, name, value)
        document["answers"][key] |= values
    document["visibility"]["leadership.c"] = "shown"
    kept = {"question": "practice.a", "part": "reason", "kind": "upn"}
    document["kept_words"] = [{**kept, "reason": "KEPTWHY"}]
    db.add(KeptWords(return_id=world.return_.id, digest="d", reason="KEPTWHY", at=submission.submitted_at, **kept))
    submission.document, submission.ratings = json.dumps(document), packed_of(document, tool)
    db.commit()


def _addresses(app, world: DeskWorld) -> list[str]:
    ids = {
        "audit_id": world.audit.id,
        "return_id": world.return_.id,
        "organisation_id": world.school.id,
        "person_id": world.moderator.id,
        "tool_version_id": world.audit.tool_version_id,
        "question": "leadership.a",
    }
    found = set()
    for rule in app.url_map.iter_rules():
        for section, question in (("leadership", "leadership.a"), ("practice", "leadership.c")):
            here = {**ids, "section_key": section, "question_key": question}
            is_of_something = rule.arguments or rule.rule in {"/", "/audits"}
            if rule.methods & READING_METHODS and is_of_something and rule.arguments <= here.keys():
                address = re.sub(r"<(?:[^>]*:)?([a-z_]+)>", lambda name, here=here: str(here[name.group(1)]), rule.rule)
                found |= {address, f"{address}?show=exceptions"} if "/moderate" in address else {address}
    return sorted(found)


def _read(app, client, world: DeskWorld) -> dict[str, tuple[int, str]]:
    pages = {}
    for address in _addresses(app, world):
        for accept in ("text/html", "application/json"):
            if accept == "text/html" or "/moderate/questions/" in address:
                answer = client.get(address, headers={"Accept": accept})
                text = answer.get_data().decode("latin-1")
                text = re.sub(r'name=\\?"csrf_token\\?" value=\\?"[^"\\]+\\?"', "TOKEN", text)
                pages[f"{accept} {address}"] = (answer.status_code, text)
    return pages


def test_no_page_a_moderator_can_reach_differs_with_the_self_ratings_before_they_judge(app, db, client) -> None:
    world = DeskWorld(db, sections=SECTIONS, answers=ONE, blind=True)
    client.sign_in(world.moderator)
    one = _read(app, client, world)
    _to_the_other_world(world)
    other = _read(app, client, world)
    differ = [address for address, page in one.items() if other[address] != page]
    assert differ == []
    desk = f"/returns/{world.return_.id}/moderate"
    opened = [address for address, (status, text) in one.items() if status == 200 and SAID in text]
    assert {f"text/html {desk}", f"text/html {desk}/leadership", f"text/html {world.at('leadership.a')}"} <= set(opened)
    refused = [
        client.post_form(world.at("leadership.a"), {"rating-leadership.a": level, "then": then}, page=desk)
        for level, then in (("not_met", "next"), ("embedded", "next"))
    ]
    pages = [re.sub(r"checked|value=\"[^\"]*\"", "", answer.get_data(as_text=True)) for answer in refused]
    assert {answer.status_code for answer in refused} == {422}
    assert re.sub(r"\s+", "", pages[0]).count("Givethereason") == re.sub(r"\s+", "", pages[1]).count("Givethereason")
    agreed = client.post_form(world.at("leadership.a"), {"then": "agree", "reason-leadership.a": "So it is"}, page=desk)
    assert agreed.status_code == 422
    world.judge("leadership.a", "met", "Seen")
    seen = client.get(world.at("leadership.a")).get_data(as_text=True)
    assert "app-desk__theirs" in seen
    assert client.get(world.at("leadership.c")).status_code == 200


def test_a_reopened_judgement_of_a_blind_audit_shows_no_new_rating(db, client) -> None:
    world = DeskWorld(db, sections=SECTIONS, answers=ONE, blind=True)
    world.judge("leadership.b", "met", "Seen")
    world.send_back()
    world.submit({"leadership.b": Given("embedded", comment="Other words")})
    db.execute(delete(KeptWords))
    db.commit()
    client.sign_in(world.moderator)
    page = client.get(world.at("leadership.b")).get_data(as_text=True)
    assert "<ins>Other words</ins>" in page
    assert "app-desk__theirs" not in page
    assert "<ins>Embedded</ins>" not in page

"""A tool seen as an organisation sees it: the form works in full, and nothing of it is stored."""

import base64
import json
import zlib
from typing import Any

import pytest
from sqlalchemy import event

from formsapp.database import database
from formsapp.previews.carried import MOST_CARRIED
from tests.builders import make_organisation, make_person, make_tool_version, rating, tool_document
from tests.previews.previewing import Preview, rows_of_every_table
from tests.queries import count_queries

SECTIONS = {
    "about": [
        {"key": "about.nursery", "type": "yes_no", "title": "Is there a nursery?"},
        rating("about.secondary", title="For secondary schools", applies_to={"phase": ["secondary"]}),
        rating(
            "about.early",
            title="Early years",
            show_if={"question": "about.nursery", "is": ["yes"]},
            comment="required_at_or_below partly_met",
            action_at_or_below="not_met",
        ),
    ],
    "more": [
        {"key": "more.count", "type": "number", "title": "How many?", "maximum": 50},
        {"key": "more.words", "type": "text", "title": "In your words", "maximum_length": 100},
        {
            "key": "more.table",
            "type": "table",
            "title": "A table",
            "columns": [{"key": "a", "title": "First"}, {"key": "b", "title": "Second"}],
        },
        {
            "key": "more.some",
            "type": "choices",
            "title": "Which?",
            "options": [{"value": "x", "label": "Ex"}, {"value": "y", "label": "Why"}],
        },
    ],
    "boarders": [rating("boarders.a", applies_to={"boarding": ["yes"]})],
}


@pytest.fixture
def officer(db):
    return make_person(db, "partnership_officer")


def opened(db, client, officer, document: Any = None, query: str = "") -> Preview:
    document = document or tool_document(SECTIONS, audience={"organisation_types": ["school"]}, title="A tool")
    version = make_tool_version(db, document, ratified=False)
    db.commit()
    return Preview(client.sign_in(officer), f"/tools/{version.id}/preview").open(query)


def test_the_task_list_is_that_of_the_organisation_chosen(db, client, officer):
    preview = opened(db, client, officer, query="?type=school&phase=secondary&boarding=yes")
    assert preview.status == 200
    assert "This is a preview: nothing is saved. Seen as: School, secondary, boarding." in preview.words
    assert "0 of 2 answered. 1 more question may follow from your answers" in preview.words
    assert "3. Boarders" in preview.words
    preview.send("list", phase="", boarding="")
    assert "0 of 1 answered. 1 more question may follow" in preview.words
    assert "3. Boarders" not in preview.words
    assert "left out: 1 of 3" in preview.words


def test_what_is_chosen_or_asked_for_in_the_address_and_is_not_there_does_no_harm(db, client, officer):
    preview = opened(db, client, officer, query="?type=spaceship&phase=%3Cb%3E&wave=9&go=nowhere")
    assert preview.status == 200
    assert preview.open("?go=section:none").status == 200
    assert preview.open("?go=section:about").heading == "1. About"


def test_the_form_works_in_full_from_section_to_section_and_keeps_what_is_typed(db, client, officer):
    preview = opened(db, client, officer, query="?phase=").send("section:about")
    assert preview.heading == "1. About"
    assert "Early years" not in preview.words
    preview.send("next", **{"q-about.nursery": "yes"})
    assert preview.heading == "1. About"
    assert "The answers bring up 1 more question: 1.3 ." in preview.words
    assert "Early years" in preview.words
    preview.send("next", **{"q-about.early": "not_met"})
    assert preview.heading == "2. More"
    preview.send("list", **{"q-more.words": "Some <words> & \u0628\u0686\u0648\u06ba", "q-more.table:0:b": "second"})
    assert "1 of 4 answered" not in preview.words
    preview.send("section:more")
    assert preview.form()["q-more.words"] == "Some <words> & \u0628\u0686\u0648\u06ba"
    assert preview.form()["q-more.table:0:b"] == "second"
    preview.send("section:about")
    assert preview.form()["q-about.early"] == "not_met"
    assert preview.form()["q-about.nursery"] == "yes"


def test_check_answers_says_what_would_be_missing_and_leads_there(db, client, officer):
    preview = opened(db, client, officer, query="?phase=&go=section:about")
    preview.send("stay", **{"q-about.nursery": "yes"}).send("check", **{"q-about.early": "not_met"})
    assert preview.heading == "Check the answers"
    assert "1.3 Early years Enter a comment: “Not met” needs one" in preview.words
    assert "1.3 Early years Enter what you will do about this" in preview.words
    assert "2.1 How many? Answer this question" in preview.words
    assert f'formaction="{preview.url}#q-about.early:comment"' in preview.page
    preview.send("section:about").send(
        "check",
        **{
            "q-about.early:comment": "C",
            "q-about.early:action": "A",
            "q-about.early:who": "B",
            "q-about.early:by": "1 2 2027",
        },
    )
    preview.send("section:more").send("check", **{"q-more.count": "7"})
    assert "Nothing is missing. The return could be submitted" in preview.words


def test_check_answers_shows_what_those_who_sign_agree_to(db, client, officer):
    document = tool_document(sign_off=[{"role": "head_teacher", "statement": "I have *read* this."}])
    preview = opened(db, client, officer, document, query="?go=check")
    assert "What those who sign agree to" in preview.words
    assert "Head teacher I have read this." in preview.words


def test_what_could_not_be_stored_is_refused_as_in_a_return(db, client, officer):
    preview = opened(db, client, officer, query="?go=section:more").send("next", **{"q-more.count": "lots"})
    assert preview.status == 422
    assert "<title>Error: " in preview.page
    assert "2.1 Enter a whole number" in preview.words or "2.1 Enter a number in figures" in preview.words
    assert preview.form()["q-more.count"] == "lots"
    assert preview.send("next", **{"q-more.count": "7"}).heading == "Check the answers"


def test_a_form_that_no_page_makes_does_no_harm(db, client, officer):
    preview = opened(db, client, officer, query="?go=section:more")
    for odd in (
        {"q-nothing": "x", "q-about.early": "met"},
        {"section": "gone", "go": "section:gone"},
        {"carried": "not what we wrote", "go": "check"},
        {"carried": "eJyrVkrLzCsuSU1RslIoyUgtSgUALSUFsg==", "go": "check"},
        {"phase": "x" * 5_000, "q-more.some": "unheard of"},
    ):
        answer = client.post(preview.url, data={**preview.form(), **odd})
        assert answer.status_code in {200, 422}, odd
    assert client.post(preview.url, data={"go": "list"}).status_code == 400  # no token
    token = preview.form()["csrf_token"]
    assert client.post(preview.url, data={"csrf_token": token}, content_type="multipart/form-data").status_code == 415


@pytest.mark.parametrize(
    "document",
    [
        {"more.words": ["x"]},
        {"more.words": [3, "", "", "", "", "", ""], "more.count": ["7", "", "", "", None]},
        {"more.table": ['[["a"]]', "", "", "", "", "", ""], "more.some": ['{"z": 1}', "", "", "", "", "", ""]},
        {"more.table": ["[[[[", "", "", "", "", "", ""], "more.some": ["nonsense", "", "", "", "", "", ""]},
        {"more.table": ["[" * 100_000, "", "", "", "", "", ""]},
        {"more.words": ["fits", "", "", "", "", "", ""], "unknown": ["x", "", "", "", "", "", ""]},
        ["a list"],
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it never gets as far as the engine
def test_whatever_is_carried_is_read_as_far_as_it_fits(db, client, officer, document):
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(document).encode())).decode()
    preview = opened(db, client, officer)
    for go in ("check", "section:more", "list"):
        assert preview.open().send(go, carried=packed).status == 200
    fits = isinstance(document, dict) and document.get("more.words", [""])[0] == "fits"
    assert ("1 of 4 answered" in preview.words) is fits


def test_a_line_that_unpacks_to_more_than_is_ever_carried_is_cut_short(db, client, officer):
    bomb = base64.urlsafe_b64encode(zlib.compress(b'{"more.words": ["' + b"x" * 50_000_000)).decode()
    preview = opened(db, client, officer)
    assert preview.send("list", carried=bomb).status == 200


def test_a_preview_carries_no_more_than_it_says(db, client, officer):
    sections = {
        "long": [
            {"key": f"long.q{place}", "type": "text", "title": "T", "maximum_length": 20_000} for place in range(26)
        ]
    }
    preview = opened(db, client, officer, tool_document(sections), query="?go=section:long")
    typed = {f"q-long.q{place}": f"{place} words " * 1_500 for place in range(26)}
    assert sum(map(len, typed.values())) < MOST_CARRIED
    assert preview.send("stay", **typed).status == 200
    typed = dict.fromkeys(typed, "x" * 19990)
    preview.send("stay", **typed)
    assert preview.status == 422
    assert "A preview carries at most 500,000 characters in all." in preview.words
    assert preview.form()["q-long.q3"] == "x" * 19_990


def test_a_wave_asks_its_own_questions(db, client, officer):
    sections = {"a": [rating("a.all", title="Always"), rating("a.after", title="Afterwards", waves=["after"])]}
    preview = opened(db, client, officer, tool_document(sections, waves=["before", "after"]))
    assert "Seen as: Before." in preview.words
    assert "0 of 1 answered" in preview.words
    assert "Afterwards" not in preview.send("section:a").words
    assert "Afterwards" in preview.send("list").send("section:a", wave="after").words


def test_a_tool_that_asks_everybody_the_same_has_nothing_to_choose(db, client, officer):
    preview = opened(db, client, officer, tool_document())
    assert "See it as" not in preview.words
    assert "Seen as" not in preview.words


def test_nothing_reaches_any_table_and_nothing_tries_to(app, db, client, officer):
    make_organisation(db)
    preview = opened(db, client, officer)
    before = rows_of_every_table(app)
    with app.app_context():
        engine = database().engine
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    preview.open().send("section:about")
    preview.send("stay", **{"q-about.nursery": "yes"})
    preview.send("next", **{"q-about.early": "met", "q-about.early:comment": "Never stored"})
    preview.send("check", **{"q-more.count": "7"})
    assert preview.heading == "Check the answers"
    event.remove(engine, "before_cursor_execute", note)
    assert [one for one in statements if one.split()[0] not in {"BEGIN", "SELECT"}] == []
    assert rows_of_every_table(app) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the cost does not depend on the engine
def test_a_preview_asks_the_database_who_comes_and_for_the_version(app, db, client, officer):
    preview = opened(db, client, officer)
    with app.app_context():
        engine = database().engine
    with count_queries(engine) as sent:
        preview.open("?go=section:about")
    assert len(sent) <= 3, sent
    with count_queries(engine) as sent:
        preview.send("check")
    assert len(sent) <= 3, sent


def test_only_those_who_may_see_tools_preview_them(db, client):
    version = make_tool_version(db)
    school = make_organisation(db)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    hub = make_person(db, "learning_hub_member")
    db.commit()
    assert client.sign_in(lead).get(f"/tools/{version.id}/preview").status_code in {403, 404}
    assert client.sign_in(hub).get(f"/tools/{version.id}/preview").status_code == 200
    assert client.get("/tools/999999/preview").status_code == 404


def test_the_length_page_has_a_line_for_each_audience(db, client, officer):
    preview = opened(db, client, officer)
    preview.url = preview.url.replace("preview", "length")
    preview.open()
    assert "School, secondary" in preview.words
    assert "School, another phase" in preview.words
    assert "238 words a minute" in preview.words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_preview_of_two_hundred_questions_is_carried_in_a_line_that_a_form_can_send(db, client, officer):
    from tests.bench.web_audit import bench_tool

    preview = opened(db, client, officer, bench_tool().as_document(), query="?go=section:s0")
    for _ in range(10):
        boxes = {name: "Some words of evidence" for name in preview.form() if name.endswith((":comment", ":evidence"))}
        ratings = {name.rpartition(":")[0]: "met" for name in boxes}
        preview.send("next", **boxes, **ratings)
    assert preview.heading == "Check the answers"
    assert "Nothing is missing" in preview.words
    assert len(preview.form()["carried"]) < 10_000

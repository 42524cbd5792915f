"""What a form of a section may hold that no page of ours sent, or nobody meant: the rows of group F, by the button.

The same rows for saving without the button are in `test_autosave.py`, those of submitting in `tests/signing`.
"""

import html
import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import ReturnEvent
from formsapp.clock import end_of, now
from formsapp.returns.models import Answer
from formsapp.returns.posted import LARGEST_FORM
from tests.builders import SCHEME, rating, tool_document
from tests.returns.test_return_pages import Place, make_place, revisions_on, save, stored
from tool_definitions.loader import shipped_tools

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OTHER_SCHEME = {
    "key": "yes-no",
    "title": "Yes or no",
    "levels": [
        {"value": "no", "label": "No", "score": 0, "stance": "concern"},
        {"value": "yes", "label": "Yes", "score": 1, "stance": "strength"},
    ],
}
DAY = {"key": "s.day", "type": "date", "title": "Which day?"}
NUMBER = {"key": "s.number", "type": "number", "title": "How many?"}
GATE = {"key": "s.gate", "type": "yes_no", "title": "Any?"}


@pytest.fixture
def place(db) -> Place:
    return make_place(db)


def of_one_section(db, *questions, **changes) -> Place:
    return make_place(db, tool_document({"s": list(questions)}, **changes))


def words(answer) -> str:
    return html.unescape(answer.get_data(as_text=True))


@ONE_ENGINE
def test_f1_a_level_of_another_question_is_not_one_of_this(client, db):
    schemes = {"practice": SCHEME, "yes-no": OTHER_SCHEME}
    place = of_one_section(db, rating("s.a"), rating("s.b", scheme="yes-no"), rating_schemes=schemes)
    client.sign_in(place.lead)
    answer = save(client, place.section("s"), {"q-s.a": "yes", "q-s.b": "yes"})
    assert answer.status_code == 422
    assert "1.1 Choose a level from the list" in words(answer)
    assert stored(db) == {}


def test_f2_and_f3_what_is_hidden_is_left_out_and_keeps_its_answer(client, db):
    follow = rating("s.follow", show_if={"question": "s.gate", "is": ["yes"]})
    place = of_one_section(db, GATE, follow)
    client.sign_in(place.lead)
    url = place.section("s")
    save(client, url, {"q-s.gate": "no"})
    assert save(client, url, {"q-s.gate": "no", "q-s.follow": "met"}).status_code == 303
    assert stored(db) == {"s.gate": "no"}
    details = [json.loads(text) for text in db.scalars(select(TrailEvent.details).order_by(TrailEvent.id))]
    assert [one["ignored_hidden"] for one in details if "ignored_hidden" in one] == [["s.follow"]]
    db.rollback()
    save(client, url, {"q-s.gate": "yes"})
    save(client, url, {"q-s.follow": "met"})
    save(client, url, {"q-s.gate": "no"})
    assert 'name="q-s.follow"' not in client.get(url).get_data(as_text=True)
    save(client, url, {"q-s.gate": "yes"})
    assert stored(db) == {"s.gate": "yes", "s.follow": "met"}
    assert 'value="met" checked' in client.get(url).get_data(as_text=True)


@pytest.mark.parametrize("written", ["+{}", "{}.0", "-{}", "0x{:x}", "{}A", "{}%00", "{}%20", "0{}/../{}"])
@ONE_ENGINE
def test_f5_no_other_way_of_writing_a_number_finds_a_return(client, place, written):
    client.sign_in(place.lead)
    number = place.return_.id
    assert client.get(f"/returns/{number}").status_code == 200
    assert client.get(f"/returns/{written.format(number, number)}").status_code in {400, 404}


def test_f7_a_line_end_and_an_emoji_count_as_one(client, db, place):
    client.sign_in(place.lead)
    # 4,998 emoji, one line end as a browser sends it, and one letter: 5,000 characters, 20,001 bytes.
    longest = "\N{SMILING FACE WITH SUNGLASSES}" * 4998 + "\r\n" + "x"
    url = place.section()
    assert save(client, url, {"q-leadership.a": "met", "q-leadership.a:comment": longest}).status_code == 303
    assert db.scalar(select(Answer.comment)) == longest.replace("\r\n", "\n")
    db.rollback()
    answer = save(client, url, {"q-leadership.a:comment": longest + "y"})
    assert answer.status_code == 422
    assert "5,000 characters or fewer" in words(answer)
    assert longest.replace("\r\n", "\n") + "y" in words(answer).replace("\r\n", "\n")


@ONE_ENGINE
def test_f8_the_longest_section_of_every_tool_fits_twice_over(app):
    from formsapp.returns.asked_tool import AskedTool
    from formsapp.returns.fields.wording import LONGEST_COMMENT

    needed = {
        section.key: sum(len(name) + LONGEST_COMMENT for name in section.inputs)
        for tool in shipped_tools().values()
        for section in AskedTool(tool).sections.values()
    }
    assert 2 * max(needed.values()) <= LARGEST_FORM, max(needed, key=needed.__getitem__)


def test_f9_and_f10_what_word_leaves_behind_is_mended_and_every_copy_of_it_is_made(client, app, db, place):
    client.sign_in(place.lead)
    typed = "One\x0btwo\ufffe and \N{WOMAN}\u200d\N{PERSONAL COMPUTER} \u202eabc\u202c"
    whole = {"q-leadership.a": "met", "q-leadership.b": "embedded", "q-leadership.a:comment": typed}
    assert save(client, place.section(), whole).status_code == 303
    assert db.scalar(select(Answer.comment).where(Answer.question == "leadership.a")).startswith("One\ntwo and ")
    db.rollback()
    made = {
        rule.rule.rpartition("/")[2]: client.get(
            rule.rule.replace("<int:return_id>", str(place.return_.id))
        ).status_code
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"return_id"} and rule.endpoint.startswith(("copies.", "profiles.", "previews."))
    }
    assert {"profile", "summary", "summary.pdf", "blank.pdf"} < made.keys()
    assert set(made.values()) == {200}, made
    assert 'dir="auto"' in client.get(place.url + "/read").get_data(as_text=True)


@pytest.mark.parametrize("body", [b"%ED%A0%80", b"%ff%fe", b"%C0%AF", b"\xf0\x28\x8c\x28"])
@ONE_ENGINE
def test_f11_what_is_no_text_is_refused(client, db, place, body):
    client.sign_in(place.lead)
    form = "application/x-www-form-urlencoded"
    data = b"q-leadership.a=met&q-leadership.a:comment=" + body
    assert client.post(place.section(), data=data, content_type=form).status_code == 400
    assert stored(db) == {}


@ONE_ENGINE
def test_f13_only_spaces_are_nothing(client, db, place):
    client.sign_in(place.lead)
    spaces = {"q-leadership.a": "met", "q-leadership.a:comment": " \u200b\u2060\t", "q-leadership.b": "met"}
    assert save(client, place.section(), spaces).status_code == 303
    assert set(db.scalars(select(Answer.comment))) == {""}


@ONE_ENGINE
def test_f15_the_last_second_counts_and_the_next_does_not(client, db, place):
    client.sign_in(place.lead)
    end = end_of(place.audit.closes_on)
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        client.sign_in(place.lead)
        early = revisions_on(client.get(place.section()).get_data(as_text=True))
        assert save(client, place.section(), {"q-leadership.a": "met"}).status_code == 303
    with time_machine.travel(end, tick=False):
        late = {"revisions": early, "q-leadership.b": "met", "q-leadership.b:comment": "A moment late"}
        answer = client.post_form(place.section(), late, page="/")
        assert answer.status_code == 409
        for text in ("closed at 11:59pm", "Your answers are saved", "A moment late"):
            assert text in words(answer)
        assert client.get(place.url + "/read").status_code == 200
    assert stored(db) == {"leadership.a": "met"}


@pytest.mark.parametrize(
    ("kind", "reason"), [("withdrawn", "no longer asked for this return"), ("submitted", "can no longer be changed")]
)
def test_f19_saving_what_is_locked_shows_what_was_typed(client, db, place, kind, reason):
    client.sign_in(place.lead)
    early = revisions_on(client.get(place.section()).get_data(as_text=True))
    db.add(ReturnEvent(return_id=place.return_.id, kind=kind, at=now(), by_id=place.lead.id, reason=""))
    db.commit()
    typed = {"revisions": early, "q-leadership.a": "met", "q-leadership.a:comment": "Typed meanwhile"}
    answer = client.post_form(place.section(), typed, page="/")
    assert answer.status_code == 409
    assert "Typed meanwhile" in words(answer)
    assert reason in words(answer)
    assert stored(db) == {}


@ONE_ENGINE
def test_f22_only_a_post_changes_anything(client, db, place):
    client.sign_in(place.lead)
    url = place.section()
    for method in ("PUT", "PATCH", "DELETE"):
        assert client.open(url, method=method).status_code == 405
    asked = {"q-leadership.a": "met", "_method": "POST", "revisions": "leadership.a:0:0"}
    for method in ("GET", "HEAD"):
        said = client.open(url, method=method, query_string=asked, headers={"X-HTTP-Method-Override": "POST"})
        assert said.status_code == 200
    assert stored(db) == {}
    assert save(client, url, {"q-leadership.a": "met", "_method": "DELETE"}).status_code == 303
    assert stored(db) == {"leadership.a": "met"}


@ONE_ENGINE
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"q-s.day:day": "31", "q-s.day:month": "02", "q-s.day:year": "2026"}, "1.1 This date is not in the calendar"),
        ({"q-s.day:day": "1", "q-s.day:month": "1", "q-s.day:year": "0026"}, "1.1 The year must be in full"),
        ({"q-s.number": "NaN"}, "1.2 Enter a number in figures"),
        ({"q-s.number": "Infinity"}, "1.2 Enter a number in figures"),
        ({"q-s.number": "1e9"}, "1.2 Enter a number in figures"),
        ({"q-s.number": "\u0664\u0662"}, "1.2 Enter a number in figures"),
    ],
)
def test_f23_what_is_no_day_and_no_number_is_named_and_shown_again(client, db, typed, message):
    place = of_one_section(db, DAY, NUMBER)
    client.sign_in(place.lead)
    answer = save(client, place.section("s"), typed)
    assert answer.status_code == 422
    assert message in words(answer)
    for text in typed.values():
        assert f'value="{text}"' in words(answer)
    assert stored(db) == {}


@pytest.mark.parametrize(
    "query", ["page=-1", "page=" + "9" * 20, "sort=password;drop", "kind=%25%25%25_", "q=" + "x" * 8000]
)
@ONE_ENGINE
def test_f26_an_odd_question_in_the_address_changes_no_page_of_a_return(client, place, query):
    client.sign_in(place.lead)
    for path in ("", "/check", "/read", "/profile", "/summary", "/changes", "/sections/leadership"):
        assert client.get(f"{place.url}{path}?{query}").status_code in {200, 400}, path


@ONE_ENGINE
def test_an_answer_that_comes_up_and_cannot_be_stored_is_shown_again(client, db):
    """Both at once, as no page of ours sends it: the answer that brings a question up, and nonsense for that one."""
    follows = {**NUMBER, "show_if": {"question": "s.gate", "is": ["yes"]}}
    place = of_one_section(db, GATE, follows)
    client.sign_in(place.lead)
    answer = save(client, place.section("s"), {"q-s.gate": "yes", "q-s.number": "not a number"})
    assert answer.status_code == 422
    assert stored(db) == {}

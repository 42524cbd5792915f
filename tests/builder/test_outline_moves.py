import pytest

from tests.builder.editing import JSON, SOURCE, filled, source_of, text_of
from tool_definitions.document import read_text

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def moved(client, draft, do, **more):
    home = f"/tools/drafts/{draft.id}"
    return client.post_form(f"{home}/arrange", {"do": do, **more}, page=home)


def keys(db, draft):
    data = read_text(source_of(db, draft), file="").document.data
    return [(section["key"], [one["key"] for one in section["questions"]]) for section in data["sections"]]


BEFORE = [("leadership", ["leadership.dsl", "leadership.nursery"]), ("practice", ["practice.words"])]


@pytest.mark.parametrize(
    ("do", "more", "expected"),
    [
        ("question down leadership.dsl", {}, [["leadership.nursery", "leadership.dsl"], ["practice.words"]]),
        ("question up leadership.nursery", {}, [["leadership.nursery", "leadership.dsl"], ["practice.words"]]),
        ("question down leadership.nursery", {}, [["leadership.dsl"], ["leadership.nursery", "practice.words"]]),
        ("question up practice.words", {}, [["leadership.dsl", "leadership.nursery", "practice.words"], []]),
        (
            "question to practice.words",
            {"place": "0.1"},
            [["leadership.dsl", "practice.words", "leadership.nursery"], []],
        ),
        (
            "question to leadership.dsl",
            {"place": "1.99"},
            [["leadership.nursery"], ["practice.words", "leadership.dsl"]],
        ),
        (
            "question to leadership.dsl",
            {"place": "0.0"},
            [["leadership.dsl", "leadership.nursery"], ["practice.words"]],
        ),
    ],
)
def test_questions_go_where_they_are_sent(client, draft, db, do, more, expected):  # noqa: PLR0917  three of them are fixtures
    assert moved(client, draft, do, **more).status_code == 302
    assert [questions for _section, questions in keys(db, draft)] == expected
    assert sorted(source_of(db, draft)) == sorted(SOURCE) or [] in expected


def test_comments_move_along(client, draft, db):
    moved(client, draft, "question down leadership.dsl")
    assert "title: The lead has time   # agreed in May" in source_of(db, draft)
    moved(client, draft, "question up leadership.dsl")
    assert source_of(db, draft) == SOURCE


@pytest.mark.parametrize("do", ["section down leadership", "section up practice", "section to leadership"])
def test_sections_go_where_they_are_sent(client, draft, db, do):
    moved(client, draft, do, index="1")
    assert [section for section, _questions in keys(db, draft)] == ["practice", "leadership"]


@pytest.mark.parametrize(
    ("do", "words"),
    [
        ("question up leadership.dsl", "It cannot go any further."),
        ("question down practice.words", "It cannot go any further."),
        ("question up gone", "It is not in the tool any more."),
        ("question to leadership.dsl", "It is not in the tool any more."),
        ("nonsense", "It is not in the tool any more."),
    ],
)
def test_what_cannot_be_moved_stays(client, draft, db, do, words):
    answer = moved(client, draft, do, place="9.1")
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert source_of(db, draft) == SOURCE


def test_the_reader_is_led_to_what_moved_and_told_where_it_is(client, draft):
    answer = moved(client, draft, "question down leadership.dsl")
    assert answer.location.endswith("?open=0#down-leadership.dsl")
    assert "The lead has time is now question 2 of 2 in Leadership." in text_of(client.get(answer.location))


def test_a_page_with_javascript_gets_what_it_shows(client, draft):
    home = f"/tools/drafts/{draft.id}"
    token = filled(client.get(f"{home}/sections/practice"))["csrf_token"]
    data = {"do": "question up practice.words", "csrf_token": token}
    said = client.post(f"{home}/arrange", data=data, headers=JSON).json
    assert (said["section"], said["index"], said["undo"]) == (0, 2, "Moved practice.words to place 3 of leadership")
    assert "1 error" in said["marks"]["practice"]
    again = client.post(f"{home}/arrange", data={**data, "do": "question up gone"}, headers=JSON)
    assert again.status_code == 422
    assert "not in the tool any more" in again.json["words"]


def test_any_place_can_be_chosen_from_a_list(client, draft, db):
    url = f"/tools/drafts/{draft.id}/questions/leadership.dsl/more"
    page = text_of(client.get(url))
    assert '<option value="1.1">After practice.words: In your words</option>' in page
    chosen = {"do": "question to leadership.dsl", "place": "1.1"}
    client.post_form(f"/tools/drafts/{draft.id}/arrange", chosen, page=url)
    assert keys(db, draft)[1] == ("practice", ["practice.words", "leadership.dsl"])
    assert "After Leadership" in text_of(client.get(f"/tools/drafts/{draft.id}/sections/practice/more"))

"""Conditions are built from lists, with or without JavaScript."""

from werkzeug.datastructures import MultiDict

from formsapp.builder.fields import ABSENT
from formsapp.builder.fields.condition import Earlier, ShowIf
from tests.builder.editing import JSON, filled, save, source_of, text_of, with_changes

EARLIER = [
    Earlier("s.nursery", "Is there a nursery?", "S", [("yes", "Yes"), ("no", "No")]),
    Earlier("s.rota", "The rota", "S", [("not_met", "Not met"), ("met", "Met")], is_rated=True),
    Earlier("s.words", "In your words", "S"),
]


def field(written=ABSENT, **posted):
    made = ShowIf(EARLIER)
    made.open(written, ("show_if",))
    if posted:
        made.post(MultiDict([(name.replace("__", "-"), one) for name, many in posted.items() for one in many]))
    return made


def leaf(id_, question, how="", values=(), was=None):
    return {
        f"{id_}__kind": ["leaf"],
        f"{id_}__question": [question],
        f"{id_}__was": [question if was is None else was],
        f"{id_}__how": [how],
        f"{id_}__values": list(values),
    }


def test_a_question_that_is_chosen_asks_for_its_answers():
    made = field(show_if=["", "0"], **leaf("show_if__0", "s.nursery", was=""))
    assert made.after() == {"question": "s.nursery", "is": []}
    assert [value for value, _words in made.answers_of(made.top.rows[0])] == ["yes", "no"]


def test_a_question_without_listed_answers_has_been_answered_or_not():
    made = field(show_if=["", "0"], **leaf("show_if__0", "s.words", was=""))
    assert made.after() == {"question": "s.words", "answered": True}
    assert [value for value, _words in made.ways_of(made.top.rows[0])] == ["answered", "unanswered"]


def test_another_question_takes_no_answers_along():
    made = field(show_if=["", "0"], **leaf("show_if__0", "s.rota", "is", ["yes"], was="s.nursery"))
    assert made.after() == {"question": "s.rota", "is": []}


def test_rows_go_together_and_into_groups():
    made = field(
        show_if=["", "0", "1"],
        show_if__mode=["any"],
        **leaf("show_if__0", "s.nursery", "not is", ["yes"]),
        show_if__1__kind=["group"],
        show_if__1=["", "0"],
        show_if__1__mode=["all"],
        show_if__1__not=["y"],
        **leaf("show_if__1__0", "s.words", "unanswered"),
    )
    assert made.after() == {
        "any": [
            {"not": {"question": "s.nursery", "is": ["yes"]}},
            {"not": {"all": [{"question": "s.words", "answered": False}]}},
        ]
    }


def test_what_rows_cannot_show_is_left_alone():
    deep = {"all": [{"any": [{"all": [{"any": [{"question": "s.words", "answered": True}]}]}]}]}
    for written in (deep, {"question": "s.words"}, {"question": "a", "is": ["x"], "more": "y"}, "if it rains"):
        assert field(written).is_odd
        assert field(written, show_if=[""]).after() == written


NURSERY = "/tools/drafts/{}/questions/leadership.nursery"
WORDS = "/tools/drafts/{}/questions/practice.words"


def pressed(client, url, button, **changes):
    """The page after a button that makes room for something, as a browser follows the redirect."""
    answer = save(client, url, do=button, **changes)
    assert answer.status_code == 302
    return client.get(answer.location)


def test_built_without_javascript(client, draft, db):
    url = WORDS.format(draft.id)
    page = pressed(client, url, "add show_if")
    assert "leadership.nursery: Is there a nursery?" in text_of(page)
    client.post(url, data=with_changes(filled(page), {"show_if-0-question": "leadership.nursery"}))
    assert "show_if: {question: leadership.nursery, is: []}" in source_of(db, draft)
    save(client, url, **{"show_if-0-values": ["yes"]})
    page = pressed(client, url, "add show_if")
    client.post(url, data=with_changes(filled(page), {"show_if-1-question": "leadership.dsl"}))
    save(client, url, **{"show_if-1-how": "at_or_below", "show_if-mode": "any"})
    save(client, url, **{"show_if-1-level": "partly_met"})
    page = pressed(client, url, "group show_if")
    typed = {"show_if-2-0-question": "leadership.nursery"}
    client.post(url, data=with_changes(filled(page), typed))
    save(client, url, **{"show_if-2-0-how": "answered"})
    source = source_of(db, draft)
    for line in (
        '{question: leadership.nursery, is: ["yes"]}',
        "{question: leadership.dsl, at_or_below: partly_met}",
        "{question: leadership.nursery, answered: true}",
    ):
        assert line in source
    save(client, url, do="remove show_if-2")
    assert "answered: true" not in source_of(db, draft)


def test_only_earlier_questions_are_offered(client, draft):
    page = text_of(pressed(client, NURSERY.format(draft.id), "add show_if"))
    options = page[page.index('id="show_if-0-question"') :].partition("</select>")[0]
    assert "leadership.dsl" in options
    assert "leadership.nursery" not in options
    assert "practice.words" not in options


def test_saving_as_you_go_shows_what_to_choose_next(client, draft):
    url = WORDS.format(draft.id)
    held = filled(client.get(f"{url}?again=add+show_if"))
    answer = client.post(url, data=with_changes(held, {"show_if-0-question": "leadership.nursery"}), headers=JSON)
    assert 'name="show_if-0-values"' in answer.json["rebuilt"]["show_if"]

import pytest

from formsapp.builder.forms.schemes import value_from
from formsapp.builder.schemes import scheme_shown
from formsapp.tool_drafts.commands import discard_draft
from tests.builder.editing import JSON, filled, save, source_of, text_of, with_changes
from tests.builder.tool_parts import PARTS, WRONG, started
from tests.builders import as_actor
from tool_definitions.loader import load_tool_text
from tool_definitions.shipped import shipped_schemes

SCHEMES = "/tools/drafts/{}/schemes"
ADD = "/tools/drafts/{}/add/{}"
OWN = "/tools/drafts/{}/schemes/own"


def test_the_schemes_are_listed_with_the_questions_rated_on_each(client, officer, db):
    page = text_of(client.get(SCHEMES.format(started(db, officer).id)))
    assert "2 questions are rated on it" in page
    assert "1 question is rated on it" in page
    assert "Four levels of practice" in page


def test_a_shipped_scheme_is_added_by_its_name(client, officer, db):
    draft = started(db, officer)
    url = SCHEMES.format(draft.id)
    client.post_form(ADD.format(draft.id, "shipped-scheme"), {"shipped": "rag"}, page=url)
    assert source_of(db, draft) == PARTS.replace("scoring:", "  rag: {use: rag}\nscoring:")


@pytest.mark.parametrize("path", ["shipped-scheme", "scheme"])
def test_nothing_is_added_where_nothing_is_given(client, officer, db, path):
    draft = started(db, officer)
    url = SCHEMES.format(draft.id)
    page = client.post_form(ADD.format(draft.id, path), {}, page=url)
    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert source_of(db, draft) == PARTS


def test_a_scheme_is_written_from_two_levels(client, officer, db):
    draft = started(db, officer)
    url = SCHEMES.format(draft.id)
    page = client.post_form(ADD.format(draft.id, "scheme"), {"title": "How sure we are"}, page=url)
    assert page.location.endswith("/schemes/how-sure-we-are")
    scheme = load_tool_text(source_of(db, draft)).rating_schemes["how-sure-we-are"]
    assert (scheme.title, len(scheme.levels)) == ("How sure we are", 2)


def test_a_shipped_scheme_is_copied_to_be_changed_and_stays_the_same_scheme(client, officer, db):
    draft = started(db, officer)
    url = SCHEMES.format(draft.id)
    page = client.post_form(ADD.format(draft.id, "copy-of-scheme"), {"scheme": "practice"}, page=url)
    assert client.get(page.location).status_code == 200
    tool = load_tool_text(source_of(db, draft))
    assert tool.rating_schemes["practice"].levels == shipped_schemes()["four-levels-of-practice"].levels
    assert tool.questions["one.a"].scheme == "practice"


@pytest.mark.parametrize("name", ["own", "nothing"])
def test_only_a_shipped_scheme_is_copied(client, officer, db, name):
    draft = started(db, officer)
    url = SCHEMES.format(draft.id)
    page = client.post_form(ADD.format(draft.id, "copy-of-scheme"), {"scheme": name}, page=url, follow_redirects=True)
    assert "no such shipped scheme" in text_of(page)
    assert source_of(db, draft) == PARTS


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("add/shipped-scheme", {"shipped": "rag"}),
        ("add/scheme", {"title": "Ours"}),
        ("add/copy-of-scheme", {"scheme": "practice"}),
        ("add/thread", {"label": "Voice"}),
        ("names/thread/rename?name=voice", {"name": "children"}),
        ("names/scheme/remove?name=own", {}),
    ],
)
def test_a_draft_that_was_put_aside_is_not_changed(client, officer, db, path, given):
    draft = started(db, officer)
    discard_draft(db, draft=draft, by=as_actor(db, officer))
    db.commit()
    answer = client.post_form(f"/tools/drafts/{draft.id}/{path}", given, page=SCHEMES.format(draft.id))
    assert answer.status_code in {302, 422}
    assert source_of(db, draft) == PARTS


def test_a_level_is_changed_field_by_field(client, officer, db):
    draft = started(db, officer)
    given = {"levels-0-means": "Nothing is there.", "levels-1-score": "2.5", "levels-1-meets_standard": "false"}
    save(client, OWN.format(draft.id), **given)
    level = load_tool_text(source_of(db, draft)).rating_schemes["own"].levels[1]
    assert (level.score, level.meets_standard) == (2.5, False)
    assert "means: Nothing is there." in source_of(db, draft)
    assert "# the worst" in source_of(db, draft)


def test_a_better_level_is_added_with_a_value_made_of_its_label(client, officer, db):
    draft = started(db, officer)
    new = {
        "levels": ["", "0", "1", "2"],
        "levels-2-was": "",
        "levels-2-label": "In place",
        "levels-2-score": "2",
        "levels-2-stance": "strength",
    }
    save(client, OWN.format(draft.id), **new)
    levels = load_tool_text(source_of(db, draft)).rating_schemes["own"].levels
    assert [level.value for level in levels] == ["no", "yes", "in_place"]


def test_a_level_keeps_its_value_while_the_page_stays_open(client, officer, db):
    draft = started(db, officer)
    url = OWN.format(draft.id)
    new = {"levels": ["", "0", "1", "2"], "levels-2-was": "", "levels-2-label": "Better", "levels-2-value": ""}
    data = with_changes(filled(client.get(url)), {**new, "levels-2-score": "2", "levels-2-stance": "strength"})
    saved = client.post(url, data=data, headers=JSON).json
    again = {**data, **saved["hidden"], "base": saved["base"], "levels-2-label": "Much better"}
    client.post(url, data=again, headers=JSON)
    level = load_tool_text(source_of(db, draft)).rating_schemes["own"].levels[2]
    assert (level.value, level.label) == ("better", "Much better")


def test_the_look_is_shown_anew_when_something_is_changed(client, officer, db):
    draft = started(db, officer)
    url = OWN.format(draft.id)
    data = with_changes(filled(client.get(url)), {"levels-0-label": "Nowhere near"})
    shown = client.post(url, data=data, headers=JSON).json["rebuilt"]
    assert set(shown) == {"look"}
    assert "Nowhere near" in shown["look"]


def test_levels_are_moved_and_removed(client, officer, db):
    draft = started(db, officer)
    save(client, OWN.format(draft.id), do="down levels-0")
    text = source_of(db, draft)
    assert text.index("value: yes") < text.index("value: no")
    assert "# the worst" in text
    db.commit()
    save(client, OWN.format(draft.id), do="remove levels-0")
    assert "value: yes" not in source_of(db, draft)


def test_a_value_is_renamed_wherever_questions_name_it(client, officer, db):
    draft = started(db, officer)
    url = f"/tools/drafts/{draft.id}/levels/rename?scheme=own&name=no"
    assert "1 question is rated on the scheme" in text_of(client.get(url))
    client.post_form(url, {"name": "not_yet"})
    tool = load_tool_text(source_of(db, draft))
    assert set(tool.questions["one.b"].levels) == {"not_yet"}
    assert tool.questions["one.b"].action_at_or_below == "not_yet"
    assert "is: [not_yet]" in source_of(db, draft)


def test_a_value_that_another_level_has_is_refused(client, officer, db):
    draft = started(db, officer)
    page = client.post_form(f"/tools/drafts/{draft.id}/levels/rename?scheme=own&name=no", {"name": "yes"})
    assert page.status_code == 422
    assert source_of(db, draft) == PARTS


def test_a_scheme_is_renamed_with_its_questions(client, officer, db):
    draft = started(db, officer)
    client.post_form(f"/tools/drafts/{draft.id}/names/scheme/rename?name=own", {"name": "ours"})
    assert load_tool_text(source_of(db, draft)).questions["one.b"].scheme == "ours"


def test_removing_a_scheme_says_which_questions_lose_it(client, officer, db):
    draft = started(db, officer)
    url = f"/tools/drafts/{draft.id}/names/scheme/remove?name=own"
    page = text_of(client.get(url))
    assert "Second" in page
    assert "until you choose another scheme" in page
    client.post_form(url, {})
    assert "Our own" not in source_of(db, draft)
    assert "scheme: own" in source_of(db, draft)


def test_a_shipped_scheme_has_no_page_to_change_it(client, officer, db):
    draft = started(db, officer)
    assert client.get(f"{SCHEMES.format(draft.id)}/practice").status_code == 404
    assert client.get(f"{SCHEMES.format(draft.id)}/nothing").status_code == 404


def test_a_draft_with_errors_is_shown_and_kept(client, officer, db):
    draft = started(db, officer, WRONG)
    assert "four-levels-of-practise" in text_of(client.get(SCHEMES.format(draft.id)))
    page = text_of(client.get(OWN.format(draft.id)))
    assert "cannot be shown as a form" in page
    save(client, OWN.format(draft.id), title="Ours")
    assert source_of(db, draft) == WRONG.replace("title: Our own", "title: Ours")


def test_a_scheme_is_shown_in_the_order_of_the_page():
    written = {"levels": [{"label": "Bad"}, {"value": "good"}], "not_applicable": {"label": "Not for us"}}
    shown = scheme_shown("a", written)
    assert [level.label for level in shown.levels] == ["good", "Bad"]
    assert [level.label for level in scheme_shown("a", {**written, "show": "worst_first"}).levels] == ["Bad", "good"]
    assert shown.not_applicable == "Not for us"


@pytest.mark.parametrize("written", ["text", {}, {"use": "x"}, {"levels": "x"}, {"levels": [1, {}], "show": []}, None])
def test_whatever_stands_for_a_scheme_is_shown_somehow(written):
    assert scheme_shown("a", written).title


@pytest.mark.parametrize(
    ("label", "value"), [("Partly met", "partly_met"), ("Très bien!", "tres_bien"), ("100%", "100"), ("—", "new_tool")]
)
def test_a_value_is_made_of_the_words_of_a_label(label, value):
    assert value_from(label) == value

import pytest

from formsapp.builder.forms.scoring import bands_renamed
from formsapp.builder.shares import shares_of
from tests.builder.editing import JSON, filled, save, source_of, text_of, with_changes
from tests.builder.tool_parts import PARTS, WRONG, started
from tool_definitions.document import read_text
from tool_definitions.loader import load_tool_text

SCORING = "/tools/drafts/{}/scoring"
WEIGHTS = "/tools/drafts/{}/weights"


def data_of(text):
    return read_text(text, file="tool.yaml").document.data


def test_a_band_is_renamed_with_the_limits_that_name_it(client, officer, db):
    draft = started(db, officer)
    save(client, SCORING.format(draft.id), **{"scoring-bands-0-label": "Not there yet"})
    expected = PARTS.replace("label: Low", "label: Not there yet")
    expected = expected.replace("section: Low, overall: Low", "section: Not there yet, overall: Not there yet")
    assert source_of(db, draft) == expected


def test_a_band_is_added_in_the_middle(client, officer, db):
    draft = started(db, officer)
    new = {"scoring-bands": ["", "0", "2", "1"], "scoring-bands-2-was": "", "scoring-bands-2-from": "25"}
    save(client, SCORING.format(draft.id), **new, **{"scoring-bands-2-label": "Middling"})
    bands = load_tool_text(source_of(db, draft)).scoring.bands
    assert [(band.from_, band.label) for band in bands] == [(0, "Low"), (25, "Middling"), (50, "High")]
    assert "# agreed" in source_of(db, draft)


def test_shares_are_typed_in_per_cent(client, officer, db):
    draft = started(db, officer)
    url = SCORING.format(draft.id)
    assert 'value="80"' in text_of(client.get(url))
    save(client, url, **{"summary-strength_share": "66.5%", "summary-concern_share": "30"})
    summary = load_tool_text(source_of(db, draft)).summary
    assert (summary.strength_share, summary.concern_share) == (0.665, 0.3)
    db.commit()
    save(client, url, **{"summary-strength_share": "75", "summary-concern_share": "25"})
    assert "strength_share" not in source_of(db, draft)


def test_what_is_no_number_is_refused_and_kept_in_its_box(client, officer, db):
    draft = started(db, officer)
    page = save(client, SCORING.format(draft.id), **{"summary-min_returns": "few", "summary-concern_share": "half"})
    assert page.status_code == 422
    assert 'value="few"' in text_of(page)
    assert 'value="half"' in text_of(page)
    assert source_of(db, draft) == PARTS


def test_each_threshold_says_in_a_sentence_what_it_does(client, officer, db):
    page = text_of(client.get(SCORING.format(started(db, officer).id)))
    for words in (
        "listed as working well",
        "listed as an emerging concern",
        "listed as neither",
        "nobody is picked out",
    ):
        assert words in page


def test_a_draft_with_errors_is_shown_and_kept_while_bands_are_mended(client, officer, db):
    draft = started(db, officer, WRONG)
    page = text_of(client.get(SCORING.format(draft.id)))
    assert "cannot be shown as a form" in page
    save(client, SCORING.format(draft.id), **{"scoring-bands-0-from": "0"})
    assert source_of(db, draft) == WRONG.replace("{from: 10, label: Low}", "{from: 0, label: Low}")


def test_weights_are_changed_and_nothing_else(client, officer, db):
    draft = started(db, officer)
    given = {"sections-0-weight": "1", "sections-1-questions-0-weight": "4"}
    save(client, WEIGHTS.format(draft.id), **given)
    expected = PARTS.replace("    weight: 2   # counts twice\n", "")
    expected = expected.replace("scheme: practice, title: Third}", "scheme: practice, title: Third, weight: 4}")
    assert source_of(db, draft) == expected


def test_shares_come_back_with_a_weight_that_is_saved_as_you_go(client, officer, db):
    draft = started(db, officer)
    url = WEIGHTS.format(draft.id)
    data = with_changes(filled(client.get(url)), {"sections-1-weight": "2"})
    answer = client.post(url, data=data, headers=JSON).json
    assert answer["saved"] is True
    assert "50%" in answer["rebuilt"]["sections"]


def test_a_weight_that_somebody_else_changed_is_not_overwritten(client, officer, colleague, db):
    draft = started(db, officer)
    url = WEIGHTS.format(draft.id)
    mine = filled(client.get(url))
    save(colleague, url, **{"sections-0-weight": "5"})
    answer = client.post(url, data=with_changes(mine, {"sections-0-weight": "7"}))
    assert answer.status_code == 409
    assert "weight: 5" in source_of(db, draft)


def test_a_question_reworded_elsewhere_is_no_conflict_for_weights(client, officer, colleague, db):
    draft = started(db, officer)
    url = WEIGHTS.format(draft.id)
    mine = filled(client.get(url))
    save(colleague, f"/tools/drafts/{draft.id}/questions/two.a", title="Third, reworded")
    assert client.post(url, data=with_changes(mine, {"sections-0-weight": "7"})).status_code == 302
    assert "weight: 7" in source_of(db, draft)


def test_weights_of_questions_without_keys_are_changed_in_place(client, officer, db):
    draft = started(db, officer, WRONG)
    save(client, WEIGHTS.format(draft.id), **{"sections-0-weight": "1", "sections-0-questions-0-weight": "3"})
    text = source_of(db, draft)
    assert text == WRONG.replace("    weight: -2\n", "").replace("weight: lots", "weight: 3")


def test_shares_of_sections_and_questions():
    one, two = shares_of(data_of(PARTS))
    assert (round(one.of_overall, 4), round(two.of_overall, 4)) == (0.6667, 0.3333)
    assert [round(question.of_section, 4) for question in one.questions] == [0.75, 0.25]
    assert round(one.questions[0].of_overall, 4) == 0.5
    assert [question.of_section for question in two.questions] == [1, None]


def test_shares_where_the_overall_score_comes_from_all_questions():
    one, two = shares_of(data_of(PARTS.replace("scoring:\n", "scoring:\n  overall: questions\n")))
    assert (one.of_overall, two.of_overall) == (0.8, 0.2)
    assert round(sum(question.of_overall for question in one.questions), 9) == 0.8


@pytest.mark.parametrize("text", [WRONG, "key: a\n", "key: a\nsections: {}\nscoring: 1\n"])
def test_shares_of_a_draft_with_errors_are_those_that_can_be_known(text):
    assert all(section.of_overall is None or 0 <= section.of_overall <= 1 for section in shares_of(data_of(text)))


@pytest.mark.parametrize(
    ("after", "renamed"),
    [
        (["Low", "High"], False),
        (["Lower", "High"], True),
        (["High", "Low"], False),
        (["High", "High"], False),
        (["Lower"], False),
        (["Low", "Middling", "High"], False),
    ],
)
def test_a_limit_follows_only_a_band_that_was_given_another_label(after, renamed):
    data = data_of(PARTS)
    bands = [{"from": place, "label": label} for place, label in enumerate(after)]
    assert bool(bands_renamed(data, {"scoring": data["scoring"]}, {"scoring": {"bands": bands}})) is renamed

"""A section stays light enough for a slow school network, with everything that stands beside its questions."""

import pytest

from formsapp.returns.fields.given import Given
from tests.builders import rating, tool_document
from tests.returns.last_year_world import two_years
from tests.returns.test_return_pages import make_place, save

WORDS = "Every new member of staff meets the designated lead in the first week, and is asked a month later. "


def twenty_ratings(**demands) -> dict:
    levels = dict.fromkeys(("not_met", "partly_met", "met"), f"For this level it looks like this. {WORDS}")
    questions = [
        rating(
            f"s.q{place:02}",
            title=f"Statement {place}: staff know what to do, and do it without being asked",
            guidance=f"Look at what happened {place} weeks ago, and ask two people about it.",
            comment="optional",
            evidence="optional",
            levels={**levels, "embedded": levels["met"]},
            **demands,
        )
        for place in range(20)
    ]
    return tool_document({"s": questions})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what a page weighs does not depend on it
@pytest.mark.parametrize(
    ("demands", "largest"), [({}, 100_000), ({"action_at_or_below": "partly_met"}, 115_000)], ids=["usual", "actions"]
)
def test_twenty_answered_ratings_with_all_beside_them_stay_light(client, db, demands, largest):
    place = make_place(db, twenty_ratings(**demands))
    client.sign_in(place.lead)
    answers = dict.fromkeys([f"q-s.q{place:02}" for place in range(20)], "met")
    words = {f"{name}:{part}": WORDS for name in answers for part in ("comment", "evidence")}
    assert save(client, place.section("s"), {**answers, **words}).status_code == 303
    page = client.get(place.section("s")).get_data()
    assert page.count(WORDS.strip().encode()) >= 40
    assert len(page) < largest, f"{len(page) / 1000:.0f} kB"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_twenty_ratings_with_actions_and_last_years_answers_stay_light(client, db):
    document = twenty_ratings(action_at_or_below="partly_met")
    document["sections"][0]["key"] = "practice"
    for place, question in enumerate(document["sections"][0]["questions"]):
        question["key"] = f"practice.q{place:02}"
    answers = {f"q{place:02}": Given("met", comment=WORDS) for place in range(20)}
    two = two_years(db, before=document, after={**document, "version": "next"}, answers=answers)
    db.commit()
    page = client.sign_in(two.lead).get(two.section).get_data()
    assert page.count(b"Still true") == 20
    assert len(page) < 130_000, f"{len(page) / 1000:.0f} kB"

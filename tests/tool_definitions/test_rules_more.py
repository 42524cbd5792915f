"""Rules whose border is not shown by one invalid example: what they let pass, and what they need beside the file."""

from datetime import date

import pytest

from tool_definitions.checker import check_file, check_tool_text, examine
from tool_definitions.checks.cases import _ages
from tool_definitions.checks.quotes import read_elsewhere
from tool_definitions.document import read_text
from tool_definitions.loader import load_tool_text

HEAD = """\
key: example
version: "2026-27"
title: An example
kind: self_assessment
rating_schemes: {practice: {use: four-levels-of-practice}}
references:
  kcsie: {title: Keeping children safe in education, edition: 2025-09-01, instrument: keeping-children-safe}
sections:
  - key: a
    title: A
    questions:
"""
CITES = "      - {key: a.1, type: text, title: What went well?, references: [{source: kcsie, at: para 1}]}\n"


def problems(text, code, **others):
    return [found for found in examine(read_text(text, file="tool.yaml"), **others).problems if found.code == code]


def asked(title, type_="text"):
    return HEAD + f"      - {{key: a.1, type: {type_}, title: {title!r}}}\n"


def test_the_register_knows_of_a_later_edition():
    (found,) = problems(HEAD + CITES, "superseded-reference", editions={"keeping-children-safe": date(2026, 9, 1)})
    assert found.place == ("sections", 0, "questions", 0, "references", 0, "source")
    assert found.message == "'kcsie' is the edition of 2025-09-01, and that of 2026-09-01 is in force"


@pytest.mark.parametrize(
    "editions", [{}, {"keeping-children-safe": date(2025, 9, 1)}, {"working-together": date(2026, 3, 19)}]
)
def test_the_register_knows_of_none(editions):
    assert problems(HEAD + CITES, "superseded-reference", editions=editions) == []


@pytest.mark.parametrize(
    "text",
    [
        "4.10",
        "010",
        "12:30",
        "1_000",
        "2026-09-01",
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "true",
        "~",
        "null",
        "1.0",
        "+1",
        "1e3",
    ],
)
def test_bare_values_that_other_programs_read_otherwise(text):
    assert read_elsewhere(text)


@pytest.mark.parametrize(
    "text", ["0", "7", "2026", "4.1", "-3", "2026-27", "not_met", "1.2.3", "n/a", "a", "1-2", "none"]
)
def test_bare_values_that_stay_the_same_everywhere(text):
    assert read_elsewhere(text) == ""


@pytest.mark.parametrize(
    ("band", "ages"),
    [("1 to 4", range(1, 5)), ("Under 1", range(1)), ("16 and over", range(16, 18)), ("5-9", range(5, 10)),
     ("17", range(17, 18)), ("Unborn", range(0))],
)  # fmt: skip
def test_ages_as_people_write_them(band, ages):
    assert _ages(band) == ages


@pytest.mark.parametrize(
    "title",
    [
        "What is the child's full name?",
        "Name of the pupil",
        "Initials of the young person",
        "What is the mother's name?",
        "Names and ages of children",
    ],
)
def test_asking_who_a_child_is(title):
    assert problems(asked(title), "asks-for-a-name")


@pytest.mark.parametrize(
    "title",
    [
        "Date of birth",
        "NHS number",
        "What is the UPN?",
        "What is the child's home address?",
        "Case number of the child's case number",
    ],
)
def test_asking_for_what_tells_who_a_child_is(title):
    assert problems(asked(title), "asks-for-identifier")


@pytest.mark.parametrize(
    "title",
    [
        "Who coordinated this return? Give a job title",
        "What is the name of your designated safeguarding lead?",
        "Is the child's name recorded as the child wants it said?",
        "How do you address what parents tell you?",
        "In how many records was the date of birth not recorded?",
        "What is the name of your school?",
    ],
)
def test_asking_for_what_tells_nothing_of_a_child(title):
    found = check_tool_text(asked(title))
    assert not [each for each in found if each.code in {"asks-for-a-name", "asks-for-identifier"}]


@pytest.mark.parametrize(
    ("title", "is_negative"),
    [
        ("Children are not left alone with visitors", True),
        ("There is no backlog of checks", True),
        ("Someone senior who does not keep the record has checked it", False),
        ("When a child does not come, someone finds out why that day", False),
        ("Staff think about children they do not see", False),
    ],
)
def test_only_a_negative_main_sentence_is_negative(title, is_negative):
    row = f"      - {{key: a.1, type: rating, scheme: practice, title: {title!r}}}\n"
    assert bool(problems(HEAD + row, "negative-title")) is is_negative


@pytest.mark.parametrize(
    ("title", "is_double"),
    [
        ("There is a policy and it is known to staff", True),
        ("Staff know who to tell, and do so", False),
        ("Is there a policy and do staff know it?", True),
        ("Are the policy and the plan known?", False),
        ("Is there a policy? Is it known?", True),
    ],
)
def test_two_questions_in_one(title, is_double):
    row = f"      - {{key: a.1, type: rating, scheme: practice, title: {title!r}}}\n"
    assert bool(problems(HEAD + row, "double-question")) is is_double


def test_the_same_title_for_others_is_not_said_twice():
    rows = "".join(
        f"      - {{key: a.{phase}, type: text, title: What went well?, applies_to: {{phase: [{phase}]}}}}\n"
        for phase in ("primary", "secondary")
    )
    assert problems(HEAD + rows, "duplicate-title") == []


def test_what_most_questions_lack_is_said_once():
    rows = "".join(f"      - {{key: a.{n}, type: rating, scheme: practice, title: Practice {n}}}\n" for n in range(6))
    (found,) = problems(HEAD + rows, "no-guidance")
    assert found.message == "6 of 6 rated questions have no guidance; this is the first"
    described = rows.replace("}\n", ", guidance: Ask three people.}\n", 5)
    (found,) = problems(HEAD + described, "no-guidance")
    assert found.message == "'a.5' does not say what to look at"
    assert found.place == ("sections", 0, "questions", 5, "guidance")


def test_a_question_moved_to_another_section_keeps_its_key_without_a_word():
    text = HEAD + CITES.replace("a.1", "leadership.one")
    codes = {found.code for found in examine(read_text(text, file="x"), earlier=[load_tool_text(text)]).problems}
    assert not codes & {"keys-look-alike", "dropped-question", "key-reused"}


def test_a_file_of_a_rating_scheme_is_held_to_the_rules_of_schemes_and_of_wording(tmp_path):
    path = tmp_path / "scheme.yaml"
    path.write_text(
        """\
key: practice
title: Practice
source: TBC
levels:
  - {value: no, label: Not applicable, score: 0, stance: concern, means: Nothing is there.}
  - {value: some, label: Some, score: 1, stance: strength, means: Nothing is there., colour: redish}
  - {value: all, label: Some, score: 9, stance: adequate, means: "It is <b>all</b> there."}
""",
        encoding="utf-8",
    )
    found = [(problem.line, problem.code, problem.place) for problem in check_file(path)]
    assert sorted(found) == [
        (5, "needs-quotes", ("levels", 0, "value")),
        (5, "not-applicable-level", ("levels", 0, "label")),
        (6, "same-description", ("levels", 1, "means")),
        (6, "unknown-colour", ("levels", 1, "colour")),
        (7, "duplicate-level-label", ("levels", 2, "label")),
        (7, "label-is-other-value", ("levels", 2, "label")),
        (7, "raw-html", ("levels", 2, "means")),
        (7, "stance-out-of-order", ("levels", 2, "stance")),
        (7, "uneven-scores", ("levels", 2, "score")),
    ]

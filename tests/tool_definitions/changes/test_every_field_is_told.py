"""Each field of a tool, changed on its own, is told in one sentence."""
# ruff: noqa: E501  one row of a table is one line, however long

from typing import Any, get_args

import pytest

from tests.tool_definitions.changes.versions import LEVELS, document, level, tool, with_question
from tool_definitions.changes import Change, ChangeKind, compare_tools
from tool_definitions.question import Question
from tool_definitions.scheme import Level, RatingScheme
from tool_definitions.tool import Case, Moderation, Reference, Scoring, Section, SummaryThresholds, Tool

K = ChangeKind
NURSERY = {"question": "nursery", "is": ["yes"]}
OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]
COLUMNS = [{"key": "a", "title": "First"}, {"key": "b", "title": "Second"}]
RATED = {"type": "rating"}
CHOICE = {"type": "choice", "options": OPTIONS}
TEXT = {"type": "text"}
NUMBER = {"type": "number"}
TABLE = {"type": "table", "columns": COLUMNS}

#: What the question is, then the field with its old and new value (None: not written), the kind, and the sentence.
QUESTION_FIELDS: list[tuple[dict[str, Any], str, Any, Any, ChangeKind, str]] = [
    (RATED, "title", "The lead has time", "The lead has time and authority", K.REWORDED, "Question reworded."),
    (RATED, "guidance", None, "Look at the rota.", K.REWORDED, "Guidance added."),
    (RATED, "guidance", "Look at the rota.", None, K.REWORDED, "Guidance removed."),
    (RATED, "guidance", "Look at\nthe rota.", "Look at the rota.", K.RECORD, "Guidance laid out anew; the words are the same."),
    (RATED, "levels", {"met": "There is a rota."}, {"met": "There is a rota and it is kept."}, K.REWORDED, "Words for “Met” reworded."),
    (RATED, "levels", {"met": "There is a rota."}, {}, K.REWORDED, "Words for “Met” removed."),
    (RATED, "levels", {}, {"met": ""}, K.RECORD, "The level “Met” is named without words of its own, or no longer is."),
    (RATED, "scheme", "practice", "other", K.SCHEME, "Rated by Yes or no (No, Yes) instead of Practice (Not met, Met, Embedded)."),
    ({"type": "yes_no"}, "scheme", None, "other", K.SCHEME, "Now scored, by Yes or no (No, Yes)."),
    ({"type": "yes_no"}, "scheme", "other", None, K.SCHEME, "No longer scored."),
    (RATED, "weight", 1, 2, K.WEIGHT, "The weight went from 1 to 2."),
    (RATED, "weight", None, 0.5, K.WEIGHT, "The weight went from 1 to 0.5."),
    (RATED, "limit", None, {"at_or_below": "not_met", "section": "Low"}, K.WEIGHT, "A limit is set: at “Not met” or worse the section is at most “Low”."),
    (RATED, "limit", {"at_or_below": "not_met", "overall": "Low"}, None, K.WEIGHT, "The limit is lifted; it was: at “Not met” or worse the whole return is at most “Low”."),
    (RATED, "limit", {"at_or_below": "not_met", "overall": "Low"}, {"at_or_below": "met", "overall": "Low"}, K.WEIGHT,
     "The limit is now: at “Met” or worse the whole return is at most “Low”; it was: at “Not met” or worse the whole return is at most “Low”."),
    (RATED, "not_applicable", "with_reason", "never", K.BESIDE, "“Not applicable” now cannot be chosen; before, it may be chosen with a reason."),
    (RATED, "comment", "optional", "required_at_or_below met", K.BESIDE, "A comment now is required at “Met” or worse; before, it is optional."),
    (RATED, "evidence", "required_at_or_above met", "none", K.BESIDE, "Evidence now is not asked for; before, it is required at “Met” or better."),
    (RATED, "action_at_or_below", None, "not_met", K.BESIDE, "An action is now asked for at “Not met” or worse."),
    (RATED, "action_at_or_below", "not_met", None, K.BESIDE, "An action is no longer asked for; before, at “Not met” or worse."),
    (RATED, "recommendation", None, "Write a rota.", K.RECOMMENDATION, "What the report would recommend: added."),
    (RATED, "recommendation", {"text": "Write a rota.", "owner": "setting"}, {"text": "Write a rota."}, K.RECOMMENDATION, "The owner of the recommendation, which was setting, is removed."),
    (TEXT, "applies_to", None, {"phase": ["primary"]}, K.ASKED_OF, "Now asked only of primary schools."),
    (TEXT, "applies_to", {"phase": ["secondary"]}, {"phase": ["secondary", "primary"]}, K.ASKED_OF, "Asked of primary schools too."),
    (TEXT, "applies_to", {"phase": ["secondary", "primary"]}, {"phase": ["secondary"]}, K.ASKED_OF, "No longer asked of primary schools."),
    (TEXT, "applies_to", {"phase": ["secondary"]}, {"phase": ["primary", "nursery"]}, K.ASKED_OF, "Asked of primary schools and nursery schools too, and no longer of secondary schools."),
    (TEXT, "applies_to", {"phase": ["secondary"]}, None, K.ASKED_OF, "Now asked of everybody; before, only of secondary schools."),
    (TEXT, "applies_to", {"phase": ["a", "b"]}, {"phase": ["b", "a"]}, K.ASKED_OF, "Asked of the same people, listed in another order."),
    (TEXT, "applies_to", {"phase": ["primary"]}, {"sector": ["academy"]}, K.ASKED_OF, "Now asked only of academies; before, of primary schools."),
    (TEXT, "show_if", None, NURSERY, K.ASKED_OF, "Now asked only if “Is there nursery provision?” is yes."),
    (TEXT, "show_if", NURSERY, None, K.ASKED_OF, "Asked whatever the other answers are; before, only if “Is there nursery provision?” is yes."),
    (TEXT, "show_if", NURSERY, {"question": "lead", "at_or_below": "met"}, K.ASKED_OF, "Now asked only if “The lead has time for the role” is rated Met or worse; before, if “Is there nursery provision?” is yes."),
    (TEXT, "show_if", NURSERY, {"all": [NURSERY]}, K.RECORD, "When it is asked is written anew; it means the same."),
    (TEXT, "waves", None, ["before"], K.ASKED_OF, "Now asked in: before; before, in: every wave."),
    (TEXT, "references", None, [{"source": "kcsie-2025", "at": "para 103"}], K.REFERENCES, "Refers to Keeping children safe in education, para 103 too."),
    (TEXT, "references", [{"source": "care"}], None, K.REFERENCES, "No longer refers to Care Act 2014."),
    (TEXT, "references", [{"source": "kcsie-2024"}], [{"source": "kcsie-2025"}], K.REFERENCES, "Keeping children safe in education: edition of 1 September 2025 instead of 1 September 2024."),
    (TEXT, "references", [{"source": "kcsie-2025", "at": "para 9"}], [{"source": "kcsie-2025", "at": "para 10"}], K.REFERENCES, "Keeping children safe in education: para 10 instead of para 9."),
    (TEXT, "references", [{"source": "kcsie-2025"}, {"source": "care"}], [{"source": "care"}, {"source": "kcsie-2025"}], K.REFERENCES, "References: the same, in another order."),
    (TEXT, "threads", ["voice"], ["equality"], K.THREADS, "Threads: now with Equality, no longer with Voice of the child."),
    (TEXT, "required", False, True, K.BESIDE, "An answer is now required."),
    (TEXT, "asks_for", None, "reflection", K.RECORD, "What it asks for is now reflection; there was none."),
    (TEXT, "crosswalk", None, {"nhs-standards": ["2.1"]}, K.REFERENCES, "The same ground in nhs-standards: now with 2.1."),
    (TEXT, "carry_forward", True, False, K.BESIDE, "No longer opens on last year’s answer."),
    (TEXT, "copied_from", None, {"tool": "other", "version": "1", "key": "a"}, K.RECORD, "Where it was copied from is now “a” of other, version 1; there was none."),
    (TEXT, "lines", 4, 8, K.ANSWER, "The number of lines went from 4 to 8."),
    (TEXT, "maximum_length", 5000, 200, K.ANSWER, "The longest answer, in characters, went from 5000 to 200."),
    (CHOICE, "options", OPTIONS, [*OPTIONS, {"value": "c", "label": "Third"}], K.ANSWER, "A new option: “Third”."),
    (CHOICE, "options", [*OPTIONS, {"value": "c", "label": "Third"}], OPTIONS, K.ANSWER, "The option “Third” is removed."),
    (CHOICE, "options", OPTIONS, OPTIONS[::-1], K.ANSWER, "The options stand in another order: Second, First."),
    (CHOICE, "options", OPTIONS, [OPTIONS[0], {"value": "b", "label": "Last"}], K.ANSWER, "The option “Second” now reads “Last”."),
    (CHOICE, "options", OPTIONS, [OPTIONS[0], {**OPTIONS[1], "hint": "Or later"}], K.REWORDED, "Hint of the option “Second” added."),
    (NUMBER, "minimum", None, 0, K.ANSWER, "The smallest number allowed is now 0; there was none."),
    (NUMBER, "maximum", 50, None, K.ANSWER, "The largest number allowed, which was 50, is removed."),
    (NUMBER, "unit", "people", "staff", K.ANSWER, "The unit went from people to staff."),
    (NUMBER, "whole", True, False, K.ANSWER, "Numbers need not be whole now."),
    (TABLE, "columns", COLUMNS, [COLUMNS[0], {**COLUMNS[1], "type": "number"}], K.ANSWER, "The column “Second” is now for numbers."),
    (TABLE, "columns", COLUMNS, [COLUMNS[0], {"key": "b", "title": "Last"}], K.ANSWER, "The column “Second” is now called “Last”."),
    (TABLE, "columns", COLUMNS, COLUMNS[:1], K.ANSWER, "The column “Second” is removed."),
    (TABLE, "columns", COLUMNS[:1], COLUMNS, K.ANSWER, "A new column: “Second”."),
    (TABLE, "columns", COLUMNS, COLUMNS[::-1], K.ANSWER, "The columns stand in another order: Second, First."),
    (TABLE, "rows", ["One"], ["One", "Two"], K.ANSWER, "Rows of the table: now with Two."),
    (TABLE, "maximum_rows", 5, 6, K.ANSWER, "The greatest number of rows went from 5 to 6."),
    ({}, "type", "text", "date", K.ANSWER, "Answered in another way: date instead of words."),
]  # fmt: skip
SCHEMES = document()["rating_schemes"]


def scheme(**changes: Any) -> dict[str, Any]:
    return {**SCHEMES, "practice": {**SCHEMES["practice"], **changes}}


def top_level(**changes: Any) -> dict[str, Any]:
    return scheme(levels=[*LEVELS[:2], {**LEVELS[2], **changes}])


def care(**changes: Any) -> dict[str, Any]:
    references = document()["references"]
    return {**references, "care": {**references["care"], **changes}}


SIGNING = [{"role": "head", "statement": "I agree."}, {"role": "chair", "statement": "So do I."}]
CASE = {"themes": ["neglect"]}
BANDS = document()["scoring"]["bands"]
#: The field with its old and new value (None: not written), the kind, and the sentence.
TOOL_FIELDS: list[tuple[str, Any, Any, ChangeKind, str]] = [
    ("key", "small", "smaller", K.RECORD, "The key went from small to smaller."),
    ("title", "A small tool", "A smaller tool", K.REWORDED, "Title reworded."),
    ("purpose", None, "To learn.", K.REWORDED, "Purpose added."),
    ("kind", "self_assessment", "referral", K.RUNNING, "The kind of audit is now referral; it was self-assessment."),
    ("audience", None, {"organisation_types": ["school"]}, K.ASKED_OF, "Now only for: school."),
    ("audience", {"organisation_types": ["school"]}, None, K.ASKED_OF, "Now for every kind of organisation."),
    ("audience", {"organisation_types": ["school"]}, {"organisation_types": ["school", "early_years"]}, K.ASKED_OF, "Kinds of organisation asked: now with early years."),
    ("references", care(), care(edition="2015-01-01"), K.REFERENCES, "Care Act 2014: edition of 1 January 2015 instead of 14 May 2014. No questions cite it."),
    ("references", care(), care(title="The Care Act 2014"), K.REFERENCES, "“Care Act 2014” is now called “The Care Act 2014”."),
    ("references", care(), care(publisher="Parliament"), K.REFERENCES, "The publisher of “Care Act 2014” is now Parliament; there was none."),
    ("references", care(), care(url="https://a.example"), K.REFERENCES, "The link of “Care Act 2014” is now https://a.example; there was none."),
    ("references", care(), care(superseded_by="kcsie-2025"), K.REFERENCES, "The later edition named of “Care Act 2014” is now kcsie-2025; there was none."),
    ("references", care(), care(instrument="care-act"), K.RECORD, "The entry in the register of “Care Act 2014” is now care-act; there was none."),
    ("rating_schemes", scheme(), scheme(title="Practice now"), K.SCHEME, "The rating scheme “Practice” is now called “Practice now”."),
    ("rating_schemes", scheme(), scheme(key="other-key"), K.RECORD, "The key of “Practice” went from practice to other-key."),
    ("rating_schemes", scheme(), scheme(show="worst_first"), K.SCHEME, "“Practice” now shows the worst level first."),
    ("rating_schemes", scheme(), scheme(source="Ours"), K.REWORDED, "Source of “Practice” added."),
    ("rating_schemes", scheme(), scheme(not_applicable={"value": "na"}), K.SCHEME, "The wording of not applicable in “Practice” went from “Not applicable” (not_applicable) to “Not applicable” (na)."),
    ("rating_schemes", scheme(), scheme(levels=[*LEVELS, level("best", 9, "strength")]), K.SCHEME, "A new level in “Practice”: “Best”."),
    ("rating_schemes", scheme(), scheme(levels=LEVELS[:2]), K.SCHEME, "The level “Embedded” in “Practice” is removed."),
    ("rating_schemes", scheme(), top_level(label="Part of us"), K.SCHEME, "“Part of us” in “Practice” was called “Embedded”."),
    ("rating_schemes", scheme(), top_level(score=3), K.SCHEME, "The score of “Embedded” in “Practice” went from 2 to 3."),
    ("rating_schemes", scheme(), top_level(means="Always"), K.REWORDED, "Meaning of “Embedded” in “Practice” added."),
    ("rating_schemes", scheme(), top_level(stance="adequate"), K.SCHEME, "“Embedded” in “Practice”: adequate; it was: counts as a strength."),
    ("rating_schemes", scheme(), top_level(meets_standard=False), K.SCHEME, "“Embedded” in “Practice” no longer meets the standard."),
    ("rating_schemes", top_level(meets_standard=False), scheme(), K.SCHEME, "“Embedded” in “Practice” meets the standard unless it is a concern."),
    ("rating_schemes", scheme(), top_level(colour="green"), K.RECORD, "The colour of “Embedded” in “Practice” is now green; there was none."),
    ("rating_schemes", SCHEMES, {**SCHEMES, "new": {**SCHEMES["other"], "title": "New"}}, K.SCHEME, "A new rating scheme: New (No, Yes)."),
    ("rating_schemes", SCHEMES, {"practice": SCHEMES["practice"]}, K.SCHEME, "The rating scheme Yes or no (No, Yes) is no longer used."),
    ("scoring", {"overall": "sections"}, {"overall": "questions"}, K.SCORING, "The overall score is now made from all the questions, each by its weight."),
    ("scoring", {"bands": BANDS}, {"bands": [BANDS[0], {"from": 65, "label": "High"}]}, K.SCORING, "The band “High” now starts from 65 instead of 50."),
    ("scoring", {"bands": BANDS}, {"bands": BANDS[:1]}, K.SCORING, "The band “High” is removed."),
    ("scoring", {"bands": BANDS[:1]}, {"bands": BANDS}, K.SCORING, "A new band: “High” from 50."),
    ("summary", None, {"strength_share": 0.8}, K.SCORING, "The share of strengths from which something is working well went from 75% to 80%."),
    ("summary", None, {"concern_share": 0.2}, K.SCORING, "The share of concerns from which something is an emerging concern went from 25% to 20%."),
    ("summary", None, {"min_returns": 4}, K.SCORING, "The fewest returns that a finding is drawn from went from 5 to 4."),
    ("summary", None, {"min_group": 4}, K.SCORING, "The fewest returns that a group is shown from went from 5 to 4."),
    ("summary", None, {"max_recommendations": 4}, K.SCORING, "The greatest number of recommendations went from 10 to 4."),
    ("moderation", None, {"blind": True}, K.RUNNING, "Moderators now judge before they see the self rating."),
    ("moderation", None, {"moderators": 2}, K.RUNNING, "The number of moderators went from 1 to 2."),
    ("moderation", None, {"challenge_days": 5}, K.RUNNING, "The number of days to challenge a rating went from 10 to 5."),
    ("sign_off", SIGNING[:1], SIGNING, K.RUNNING, "The chair now signs too."),
    ("sign_off", SIGNING, SIGNING[:1], K.RUNNING, "The chair no longer signs."),
    ("sign_off", SIGNING, SIGNING[::-1], K.RUNNING, "Those who sign do so in another order."),
    ("sign_off", SIGNING[:1], [{"role": "head", "statement": "I do not."}], K.REWORDED, "What the head signs: reworded."),
    ("threads", {"a": "A", "b": "B"}, {"a": "A"}, K.THREADS, "The thread “B” is removed."),
    ("threads", {"a": "A"}, {"a": "A", "b": "B"}, K.THREADS, "A new thread: “B”."),
    ("threads", {"a": "A"}, {"a": "B"}, K.THREADS, "The thread “A” is now called “B”."),
    ("case", None, CASE, K.RUNNING, "Now says what is recorded about a case."),
    ("case", CASE, None, K.RUNNING, "No longer says what a case records."),
    ("case", CASE, {**CASE, "code_example": "X1"}, K.RUNNING, "The example of a case code went from C01 to X1."),
    ("case", CASE, {**CASE, "window_months": 6}, K.RUNNING, "How many months of a case are looked at went from 12 to 6."),
    ("case", CASE, {"themes": ["neglect", "exclusion"]}, K.RUNNING, "Themes of a case: now with exclusion."),
    ("case", CASE, {**CASE, "age_bands": ["0-4"]}, K.RUNNING, "Age bands of a case: now with 0-4."),
    ("waves", ["before"], ["before", "after"], K.RUNNING, "Waves: now with after."),
]  # fmt: skip
SECTION_FIELDS: list[tuple[str, Any, Any, ChangeKind, str]] = [
    ("key", "leading", "leadership", K.RECORD, "Called “leadership” in the file; it was “leading”."),
    ("title", "Leading", "Leadership", K.REWORDED, "Section title reworded."),
    ("guidance", None, "Ask the governors.", K.REWORDED, "Guidance of the section added."),
    ("weight", None, 2, K.WEIGHT, "The weight of the section went from 1 to 2."),
    ("applies_to", None, {"type": ["college"]}, K.ASKED_OF, "Now asked only of colleges."),
    ("recommendation", None, "Lead.", K.RECOMMENDATION, "What the report would recommend: added."),
    ("copied_from", None, {"tool": "o", "version": "1", "key": "a"}, K.RECORD, "Where it was copied from is now “a” of o, version 1; there was none."),
]  # fmt: skip


def written(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def only_change(before: Tool, after: Tool) -> Change:
    (row,) = compare_tools(before, after).rows()
    return row.change


@pytest.mark.parametrize(("asked", "field", "old", "new", "kind", "sentence"), QUESTION_FIELDS)
def test_a_field_of_a_question(asked, field, old, new, kind, sentence):  # noqa: PLR0917  one argument a column
    before, after = (with_question({**asked, **written(**{field: value})}) for value in (old, new))
    change = only_change(before, after)
    assert (change.kind, change.field, change.sentence) == (kind, field, sentence)


@pytest.mark.parametrize(("field", "old", "new", "kind", "sentence"), TOOL_FIELDS)
def test_a_field_of_the_tool(field, old, new, kind, sentence):
    before, after = (tool({**document(), **written(**{field: value})}) for value in (old, new))
    change = only_change(before, after)
    assert (change.kind, change.field, change.sentence) == (kind, field, sentence)


@pytest.mark.parametrize(("field", "old", "new", "kind", "sentence"), SECTION_FIELDS)
def test_a_field_of_a_section(field, old, new, kind, sentence):
    documents = [document(), document()]
    for data, value in zip(documents, (old, new), strict=True):
        data["sections"][0] |= written(**{field: value})
    change = only_change(*map(tool, documents))
    assert (change.kind, change.field, change.sentence) == (kind, field, sentence)


def test_the_tables_above_leave_no_field_out():
    """`version` names the two sides of the table; `from` says what a question is compared with."""
    types = get_args(get_args(Question)[0])
    told = {field for _, field, *_ in QUESTION_FIELDS}
    assert {name for one in types for name in one.model_fields} - told == {"key", "from_"}
    told = {field for field, *_ in TOOL_FIELDS}
    assert set(Tool.model_fields) - told == {"version", "sections"}
    told = {field for field, *_ in SECTION_FIELDS}
    assert set(Section.model_fields) - told == {"questions"}


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        (Scoring, {"overall", "bands"}),
        (SummaryThresholds, {"strength_share", "concern_share", "min_returns", "min_group", "max_recommendations"}),
        (Moderation, {"blind", "moderators", "challenge_days"}),
        (Case, {"code_example", "age_bands", "themes", "window_months"}),
        (Reference, {"title", "edition", "instrument", "publisher", "url", "superseded_by"}),
        (RatingScheme, {"key", "title", "levels", "not_applicable", "show", "source"}),
        (Level, {"value", "label", "score", "means", "stance", "meets_standard", "colour"}),
    ],
)
def test_the_parts_have_no_fields_but_those_tested_above(part, fields):
    assert set(part.model_fields) == fields

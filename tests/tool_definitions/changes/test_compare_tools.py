"""Which question is compared with which, and what is said of those that came, went, parted, joined or moved."""

from itertools import pairwise

import pytest

from tests.tool_definitions.changes.versions import asking, document, tool
from tool_definitions.changes import FOR_RESPONDENTS, ChangeKind, Changes, compare_tools, lapsed, origins
from tool_definitions.loader import load_tool, shipped_tool_paths


def told(changes: Changes) -> list[tuple[str, str, str]]:
    """The key of the part, the kind of change and its sentence, for each change."""
    return [(row.keys[0] if row.keys else "", str(row.change.kind), row.change.sentence) for row in changes.rows()]


def came(key: str, relation: str) -> dict[str, str]:
    return {"key": key, "relation": relation}


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_a_tool_is_no_different_from_itself(path):
    shipped = load_tool(path)
    changes = compare_tools(shipped, shipped)
    assert not changes
    assert list(changes.rows()) == []
    assert changes.unchanged == len(shipped.questions)


def test_another_name_of_the_version_is_no_change():
    assert not compare_tools(tool(version="2025"), tool(version="2026"))


def test_a_new_question_and_one_that_is_gone():
    changes = compare_tools(asking({"key": "a"}, {"key": "b"}), asking({"key": "a"}, {"key": "c"}))
    assert told(changes) == [("c", "added", "A new question."), ("b", "dropped", "No longer asked.")]
    new, gone = changes.sections[0].questions
    assert (new.relation, new.number, new.origins) == ("new", "1.2", ())
    assert (gone.relation, gone.number, gone.origins) == ("dropped", "1.2", ("b",))
    assert changes.counts == {ChangeKind.ADDED: 1, ChangeKind.DROPPED: 1}
    assert changes.unchanged == 1


def test_a_question_under_another_key_is_followed_by_its_from():
    before = asking({"key": "old", "title": "Who leads?"})
    after = asking({"key": "new", "title": "Who leads now?", "from": came("old", "reworded")})
    changes = compare_tools(before, after)
    assert told(changes) == [
        ("new", "record", "Called “new” in the file; it was “old”."),
        ("new", "reworded", "Question reworded."),
    ]
    (row, _) = changes.rows()
    assert row.keys == ("new", "old")
    assert lapsed(before, after) == ()


def test_from_goes_before_the_key():
    """`a` of the later version is the earlier `b`, whatever the keys say."""
    before = asking({"key": "a", "title": "One"}, {"key": "b", "title": "Two"})
    after = asking({"key": "a", "title": "Two", "from": came("b", "same")})
    assert [one for one in told(compare_tools(before, after)) if one[1] != "record"] == [
        ("a", "dropped", "No longer asked.")
    ]


def test_a_question_split_in_two():
    before = asking({"key": "z"}, {"key": "both", "title": "Policy and practice", "lines": 4})
    after = asking(
        {"key": "policy", "title": "Policy", "lines": 6, "from": came("both", "split")},
        {"key": "z"},
        {"key": "practice", "title": "Practice", "from": came("both", "split")},
    )
    changes = compare_tools(before, after)
    assert told(changes) == [
        ("policy", "split", "Split from 1.2 of version 2025; the rest of it is now 1.3."),
        ("policy", "answer", "The number of lines went from 4 to 6."),
        ("practice", "split", "Split from 1.2 of version 2025; the rest of it is now 1.1."),
    ]
    split = next(changes.rows()).change
    assert (split.before, split.after) == ("Policy and practice", "Policy")


def test_a_part_split_off_while_the_rest_keeps_its_key():
    before = asking({"key": "both", "title": "Policy and practice"})
    after = asking({"key": "both", "title": "Policy"}, {"key": "practice", "from": came("both", "split")})
    assert told(compare_tools(before, after)) == [
        ("both", "split", "A part of it is now asked in 1.2."),
        ("both", "reworded", "Question reworded."),
        ("practice", "split", "Split from 1.1 of version 2025; the rest of it is now 1.1."),
    ]


def test_two_questions_merged():
    before = asking({"key": "a", "title": "Policy"}, {"key": "b", "title": "Practice"}, {"key": "c"})
    merged = {"key": "ab", "title": "Policy and practice", "lines": 8}
    after = asking({**merged, "from": [came("a", "merged"), came("b", "merged")]}, {"key": "c"})
    changes = compare_tools(before, after)
    assert told(changes) == [
        ("ab", "merged", "Merged from 1.1 and 1.2 of version 2025."),
        ("ab", "answer", "Compared with 1.1: The number of lines went from 4 to 8."),
    ]
    assert next(changes.rows()).change.before == "Policy\n\nPractice"
    assert lapsed(before, after) == ()


def test_a_merged_question_is_compared_with_the_references_of_all_it_comes_from():
    cited = [{"source": "care"}, {"source": "kcsie-2025"}]
    before = asking({"key": "a", "references": cited[:1]}, {"key": "b", "references": cited[1:]})
    after = asking({"key": "ab", "references": cited, "from": [came("a", "merged"), came("b", "merged")]})
    assert told(compare_tools(before, after)) == [("ab", "merged", "Merged from 1.1 and 1.2 of version 2025.")]


def test_a_from_that_stands_in_both_versions_is_about_an_older_one():
    """Next year's file starts as a copy: what it says of the year before last says nothing of last year."""
    same = [{"key": "a"}, {"key": "b", "from": came("a", "split")}]
    assert not compare_tools(asking(*same), asking(*same, version="2026"))
    assert lapsed(asking(*same), asking(*same)) == ()


def test_keys_are_followed_through_the_versions_between():
    first = asking({"key": "a", "title": "Old words"}, version="1")
    second = asking({"key": "b", "title": "Old words", "from": came("a", "same")}, version="2")
    third = asking({"key": "b", "title": "New words", "from": came("b", "reworded")}, version="3")
    assert [kind for _, kind, _ in told(compare_tools(first, third))] == ["added", "dropped"]
    assert [kind for _, kind, _ in told(compare_tools(first, third, through=[second]))] == ["record", "reworded"]
    assert origins(first, third, [second])["b"].relation == "reworded"


def test_what_a_question_was_split_into_and_then_lost_is_new():
    first = asking({"key": "a"}, version="1")
    second = asking({"key": "x"}, version="2")
    third = asking({"key": "y", "from": came("x", "same")}, version="3")
    assert origins(first, third, [second])["y"].relation == "new"


def test_a_question_moved_within_its_section():
    before = asking(*({"key": key} for key in "abcde"))
    after = asking(*({"key": key} for key in "aebcd"))
    assert told(compare_tools(before, after)) == [
        ("e", "moved", "Moved to another place in its section: it was 1.5, and is now 1.2.")
    ]


def test_questions_after_a_new_one_have_not_moved():
    before = asking({"key": "a"}, {"key": "b"})
    after = asking({"key": "new"}, {"key": "a"}, {"key": "b"})
    assert [key for key, *_ in told(compare_tools(before, after))] == ["new"]


def test_a_question_moved_to_another_section():
    data = document()
    data["sections"][1]["questions"].append(data["sections"][0]["questions"].pop(1))
    assert told(compare_tools(tool(), tool(data))) == [
        ("lead", "moved", "Moved here from “Leading”: it was 1.2, and is now 2.3.")
    ]


def test_sections_that_come_and_go():
    data = document()
    data["sections"][1] = {
        "key": "voice",
        "title": "Voice",
        "questions": [{"key": "heard", "type": "text", "title": "Heard?"}],
    }
    assert told(compare_tools(tool(), tool(data))) == [
        ("voice", "added", "A new section with one question."),
        ("heard", "added", "A new question."),
        ("learning", "dropped", "The section is no longer there."),
        ("learnt", "dropped", "No longer asked."),
        ("trained", "dropped", "No longer asked."),
    ]


def test_sections_in_another_order():
    data = document()
    data["sections"].reverse()
    assert [(kind, sentence) for _, kind, sentence in told(compare_tools(tool(), tool(data)))] == [
        ("moved", "The section stands elsewhere among the sections.")
    ]


def test_a_section_under_another_key_is_known_by_its_questions():
    data = document()
    data["sections"][0]["key"] = "leadership"
    assert [sentence for *_, sentence in told(compare_tools(tool(), tool(data)))] == [
        "Called “leadership” in the file; it was “leading”."
    ]


def test_a_new_edition_is_told_of_the_tool_and_of_each_question_that_cites_it():
    data = document()
    data["sections"][0]["questions"][1]["references"] = [
        {"source": "kcsie-2025", "at": "Part two"},
        {"source": "kcsie-2025", "at": "Part five"},
    ]
    newer = {**data["references"]}
    newer["kcsie-2026"] = {**newer.pop("kcsie-2025"), "edition": "2026-09-01"}
    del newer["kcsie-2024"]
    earlier = tool({**data, "references": {key: one for key, one in data["references"].items() if key != "kcsie-2024"}})
    later = tool(_citing(data, "kcsie-2026"), references=newer)
    new_edition = "Keeping children safe in education: edition of 1 September 2026 instead of 1 September 2025."
    assert told(compare_tools(earlier, later)) == [
        ("", "references", f"{new_edition} One question cites it."),
        ("lead", "references", new_edition),
    ]


def _citing(data: dict, source: str) -> dict:
    lead = data["sections"][0]["questions"][1]
    references = [{**one, "source": source} for one in lead["references"]]
    asked = [{**lead, "references": references} if one is lead else one for one in data["sections"][0]["questions"]]
    return {**data, "sections": [{**data["sections"][0], "questions": asked}, *data["sections"][1:]]}


def test_a_new_edition_is_known_by_the_register_or_by_a_title_with_another_year():
    one = {"title": "Working Together 2023", "edition": "2023-12-15"}
    other = {"title": "Working Together 2026", "edition": "2026-03-19"}
    unlike = {"title": "Another name altogether", "edition": "2026-03-19", "instrument": "working-together"}
    for old, new in ((one, other), ({**one, "instrument": "working-together"}, unlike)):
        (change,) = compare_tools(tool(references={"a": old}), tool(references={"b": new})).tool
        assert change.sentence.startswith(f"{new['title']}: edition of 19 March 2026 instead of 15 December 2023.")
    came_and_went = compare_tools(
        tool(references={"a": one}), tool(references={"b": {**unlike, "instrument": "x"}})
    ).tool
    assert [change.sentence for change in came_and_went] == [
        "Another name altogether, edition of 19 March 2026: a new reference.",
        "Working Together 2023, edition of 15 December 2023: no longer a reference.",
    ]


def test_only_some_kinds_questions_and_sections():
    data = document(title="Another title")
    data["sections"][0]["questions"][1] |= {"title": "Another", "recommendation": "Do it.", "weight": 2}
    data["sections"][0]["weight"] = 2
    data["sections"][1]["questions"][0]["title"] = "And another"
    changes = compare_tools(tool(), tool(data))
    for_one = changes.only(
        FOR_RESPONDENTS, questions=lambda one: one.key == "lead", sections=lambda one: one.key == "leading"
    )
    assert [(row.part, row.change.field) for row in for_one.rows()] == [
        ("tool", "title"),
        ("section", "weight"),
        ("question", "title"),
        ("question", "weight"),
    ]
    assert [row.keys for row in changes.only({ChangeKind.REWORDED}).rows()] == [(), ("lead",), ("learnt",)]
    assert not changes.only({ChangeKind.SPLIT})


def test_ratings_compare_only_where_the_question_and_its_levels_are_the_same():
    before = asking({"key": "a", "type": "rating"}, {"key": "b", "type": "rating"}, {"key": "c", "type": "rating"})
    after = asking(
        {"key": "a", "type": "rating", "title": "Other words"},
        {"key": "b", "type": "rating", "scheme": "other"},
        {"key": "d", "type": "rating", "from": came("c", "split")},
        {"key": "e", "type": "rating"},
        {"key": "f"},
    )
    found = {one.key: one for one in compare_tools(before, after).sections[0].questions}
    assert {key: (one.comparable, one.not_comparable) for key, one in found.items()} == {
        "a": (True, None),
        "b": (False, "its rating scheme has other levels"),
        "d": (False, "it was split from 'c'"),
        "e": (False, "it is new"),
        "f": (False, None),
    }


def test_changes_stand_in_the_order_of_the_later_version():
    shipped = load_tool(next(path for path in shipped_tool_paths() if path.stem == "school-safeguarding"))
    data = shipped.as_document()
    for section in data["sections"]:
        for question in section["questions"]:
            question["title"] += " now"
    changes = compare_tools(shipped, tool(data))
    places = [list(shipped.questions).index(row.keys[0]) for row in changes.rows()]
    assert all(one < other for one, other in pairwise(places))
    assert len(places) == len(shipped.questions)

"""What is proposed for hand-made edits: the origins, the relation, and the reason in words."""

from tests.tool_definitions.changes.versions import asking
from tool_definitions.changes import propose_relations
from tool_definitions.tool import Tool

LEAD = {
    "key": "lead",
    "title": "The designated lead has the time, authority and training for the role",
    "guidance": "Look at the job description, the timetable and the record of training.",
}
POLICY = {
    "key": "policy",
    "title": "The child protection policy is current, and every adult has read it",
    "guidance": "Check the date of approval by governors. Ask three adults what the policy says.",
}
RECORDS = {
    "key": "records",
    "title": "Records of concerns are complete and kept securely",
    "guidance": "Sample five files for chronology and outcomes.",
}
VOICE = {
    "key": "voice",
    "title": "Children are asked what makes them feel safe",
    "guidance": "Surveys, council, walks.",
}
TRANSFER = {"key": "transfer", "title": "Files follow a child who moves to another school within five days"}
BEFORE = (LEAD, POLICY, RECORDS, VOICE, TRANSFER)


def versions(*after: dict) -> tuple[Tool, Tool]:
    return asking(*BEFORE), asking(*after, version="2026")


def proposed(*after: dict) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {one.question: (one.relation, one.origins) for one in propose_relations(*versions(*after))}


def test_nothing_is_proposed_where_keys_and_titles_are_the_same():
    louder = {**VOICE, "title": "children are asked:  what makes them feel safe?"}
    assert proposed(*BEFORE[:3], louder, {**TRANSFER, "guidance": "Ask for the receipt."}) == {}


def test_a_reworded_title_under_the_same_key():
    changed = {**VOICE, "title": "Children are asked what makes them feel safe, and are told what changed"}
    (one,) = propose_relations(*versions(LEAD, POLICY, RECORDS, changed, TRANSFER))
    assert (one.question, one.origins, one.relation) == ("voice", ("voice",), "reworded")
    assert one.why == "it has the key of 1.4, and its title is reworded"
    assert one.as_from() == {"key": "voice", "relation": "reworded"}
    assert one.is_plain


def test_a_key_taken_for_another_question_is_pointed_out():
    (one,) = propose_relations(
        *versions(LEAD, POLICY, RECORDS, {"key": "voice", "title": "Visitors sign in"}, TRANSFER)
    )
    assert one.why.endswith("few of its words are the same, so it may be another question")
    assert not one.is_plain


def test_the_same_title_under_another_key():
    (one,) = propose_relations(*versions(LEAD, POLICY, RECORDS, {**VOICE, "key": "heard"}, TRANSFER))
    assert (one.origins, one.relation, one.is_plain) == (("voice",), "same", True)
    assert one.why == "it has the title of 1.4, under another key"


def test_reworded_under_another_key():
    changed = {**RECORDS, "key": "files", "title": "Records of concerns are full, dated and kept securely"}
    (one,) = propose_relations(*versions(LEAD, POLICY, changed, VOICE, TRANSFER))
    assert (one.question, one.origins, one.relation) == ("files", ("records",), "reworded")
    assert one.why == "most of its words stood in 1.3"


def test_split_into_two_new_questions():
    current = {
        "key": "policy.current",
        "title": "The child protection policy is current",
        "guidance": "Check the date of approval by governors.",
    }
    read = {
        "key": "policy.read",
        "title": "Every adult has read the policy",
        "guidance": "Ask three adults what it says.",
    }
    expected = {"policy.current": ("split", ("policy",)), "policy.read": ("split", ("policy",))}
    assert proposed(LEAD, current, read, RECORDS, VOICE, TRANSFER) == expected
    why = propose_relations(*versions(LEAD, current, read, RECORDS, VOICE, TRANSFER))[0].why
    assert why == "most of its words stood in 1.2, as do those of “Every adult has read the policy”"


def test_split_with_the_old_key_narrowed():
    narrowed = {**LEAD, "title": "The designated lead has the time for the role", "guidance": "Look at the timetable."}
    trained = {
        "key": "lead.trained",
        "title": "The lead has the authority and training for the role",
        "guidance": "Look at the job description and the record of training.",
    }
    expected = {"lead": ("split", ("lead",)), "lead.trained": ("split", ("lead",))}
    assert proposed(narrowed, trained, *BEFORE[1:]) == expected


def test_two_merged_into_a_new_question():
    files = {
        "key": "files",
        "title": "Records of concerns are complete, kept securely, and follow a child who moves to another school",
        "guidance": "Sample five files for chronology and outcomes.",
    }
    (one,) = propose_relations(*versions(LEAD, POLICY, files, VOICE))
    assert (one.question, one.origins, one.relation) == ("files", ("records", "transfer"), "merged")
    assert one.why == "most of the words of 1.3 and 1.5 stand in it"
    assert one.as_from() == [{"key": "records", "relation": "merged"}, {"key": "transfer", "relation": "merged"}]
    assert not one.is_plain


def test_merged_into_one_that_kept_its_key():
    wider = {
        **RECORDS,
        "title": "Records of concerns are complete, kept securely, and files follow a child who moves to another "
        "school within five days",
    }
    assert proposed(LEAD, POLICY, wider, VOICE) == {"records": ("merged", ("records", "transfer"))}


def test_new_and_dropped_questions_get_no_proposal():
    visitors = {"key": "visitors", "title": "Visitors sign in and wear a badge"}
    online = {"key": "online", "title": "Filtering is tested every term", "guidance": "Ask the network provider."}
    assert proposed(LEAD, POLICY, visitors, online) == {}


def test_nothing_is_proposed_for_a_question_that_says_where_it_comes_from():
    said = {**RECORDS, "key": "files", "from": {"key": "policy", "relation": "reworded"}}
    assert proposed(LEAD, said, VOICE, TRANSFER) == {}


def test_an_old_question_that_was_confirmed_elsewhere_is_not_proposed_again():
    said = {"key": "paper", "title": "Where is it kept?", "from": {"key": "records", "relation": "reworded"}}
    assert proposed(LEAD, POLICY, said, {**RECORDS, "key": "files"}, VOICE, TRANSFER) == {}


def test_of_many_questions_alike_each_is_paired_once():
    before = asking(*({"key": f"a{number}", "title": "The same words here"} for number in range(60)))
    after = asking(*({"key": f"b{number}", "title": "The same words here too"} for number in range(60)))
    proposals = propose_relations(before, after)
    assert len({one.origins for one in proposals}) == len({one.question for one in proposals}) == len(proposals) == 60
    assert not any(one.is_plain for one in proposals)


def test_of_more_questions_than_any_tool_has_only_keys_and_titles_are_looked_at():
    others = [{"key": f"other.{number}", "title": f"About subject{number}"} for number in range(500)]
    before = asking(LEAD, RECORDS, *others)
    after = asking({**LEAD, "key": "the-lead"}, {**RECORDS, "key": "files", "title": "Records are complete"}, *others)
    assert [(one.question, one.relation) for one in propose_relations(before, after)] == [("the-lead", "same")]

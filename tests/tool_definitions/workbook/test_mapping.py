"""Sheets as people really lay them out: what is proposed, what is left to a person, and what becomes of it."""

from tests.tool_definitions.workbook.sheets_by_hand import sheet, workbook
from tool_definitions.workbook.foreign import build_from_foreign
from tool_definitions.workbook.guess import guess_mapping
from tool_definitions.workbook.mapping import Mapping, still_to_choose
from tool_definitions.workbook.tool_text import tool_text

TITLE = ("Section 175 audit 2025-26",)


def uses(mapping, place=0):
    return {column.heading: column.use for column in mapping.sheets[place].columns}


def sentences(problems):
    return [problem.sentence for problem in problems]


def settled(mapping, **chosen):
    """The mapping with what a person chose; columns by heading."""
    chosen_columns = chosen.pop("columns", {})
    sheets = tuple(
        each.model_copy(
            update={
                "columns": tuple(
                    column.model_copy(update=chosen_columns.get(column.heading, {})) for column in each.columns
                )
            }
        )
        for each in mapping.sheets
    )
    return mapping.model_copy(update={**chosen, "sheets": sheets})


def tree(document):
    return {
        section["title"]: [question["title"] for question in section["questions"]] for section in document["sections"]
    }


def test_a_section_175_sheet_with_a_descriptor_for_every_colour_needs_nothing_chosen():
    sheets = workbook(
        sheet(
            TITLE,
            (),
            (
                "Q. No:",
                "Standard",
                "RED",
                "Amber ",
                "Green",
                "What good looks like",
                "RAG rating",
                "Evidence",
                "By when",
            ),
            ("Leadership and management",),
            (
                "0.1",
                "The lead is a senior member of staff",
                "No",
                "Partly",
                "Wholly",
                "Ask three staff",
                None,
                None,
                None,
            ),
            ("2a.1", "A governor is linked", "None", "Named", "Active"),
            ("Safer recruitment",),
            ("5.1", "The record is complete", "Missing", "Gaps", "Whole"),
            merges=((4, 1, 4, 9), (7, 1, 7, 9)),
        )
    )
    mapping = guess_mapping(sheets)
    assert still_to_choose(mapping) == []
    assert (mapping.title, mapping.key, mapping.version) == (
        "Section 175 audit 2025-26",
        "section-175-audit",
        "2025-26",
    )
    assert (mapping.scheme, mapping.question_type, mapping.sheets[0].sections) == ("rag", "rating", "rows")
    assert uses(mapping) == {
        "Q. No:": "number",
        "Standard": "question",
        "RED": "level",
        "Amber": "level",
        "Green": "level",
        "What good looks like": "guidance",
        "RAG rating": "leave_out",
        "Evidence": "asks_evidence",
        "By when": "leave_out",
    }
    made = tool_text(sheets, mapping)
    assert made.problems == []
    question = made.tool.sections[0].questions[0]
    assert (question.key, question.guidance) == ("leadership-management.0.1", "Ask three staff")
    assert question.levels == {"red": "No", "amber": "Partly", "green": "Wholly"}
    assert [section.title for section in made.tool.sections] == ["Leadership and management", "Safer recruitment"]


def test_a_standard_for_a_section_beside_a_question():
    sheets = workbook(
        sheet(
            ("Standard", "Indicator", "Met", "Partially Met", "Not met", "Comments"),
            ("Accountability", "There is a clear line", "Yes, known", "In part", "None"),
            (None, "It holds out of hours", "Tested", "Untested", "No"),
            ("Training", "Staff are trained", "All", "Most", "Few"),
        )
    )
    mapping = guess_mapping(sheets, name="Section 11 2026")
    assert (uses(mapping)["Standard"], uses(mapping)["Indicator"]) == ("section", "question")
    assert mapping.scheme == "met-partly-not-met"
    built = build_from_foreign(sheets, mapping)
    assert built.problems == []
    assert tree(built.document) == {
        "Accountability": ["There is a clear line", "It holds out of hours"],
        "Training": ["Staff are trained"],
    }


def test_bare_numbers_say_nothing_of_which_end_is_best():
    """1 is the best in one county and the worst in the next, and 0 may be 'not applicable'."""
    sheets = workbook(
        sheet(TITLE, ("Ref", "Question", 0, 1, 2, 3), ("1.1", "Is it known?", "No", "Some", "Most", "All"))
    )
    mapping = guess_mapping(sheets)
    assert (mapping.scheme, mapping.scheme_could_be) == (None, ("gm-section-11-0-3",))
    assert "ratings need a rating scheme: perhaps gm-section-11-0-3 – choose in the mapping" in sentences(
        still_to_choose(mapping)
    )
    built = build_from_foreign(sheets, settled(mapping, scheme="gm-section-11-0-3"))
    (question,) = built.document["sections"][0]["questions"]
    assert question["levels"] == {"0": "No", "1": "Some", "2": "Most", "3": "All"}


def test_levels_that_are_no_scheme_of_ours_become_one_with_the_stances_a_person_gives():
    sheets = workbook(
        sheet(TITLE, ("Ref", "Question", "Level 1", "Level 2"), ("1.1", "Is it known?", "By all", "By none"))
    )
    mapping = settled(guess_mapping(sheets), scheme="from-columns", worst_level="last")
    asked = sentences(build_from_foreign(sheets, mapping).problems)
    assert any("'Level 1' needs a stance" in each for each in asked)
    columns = {"Level 1": {"stance": "strength"}, "Level 2": {"stance": "concern"}}
    made = tool_text(sheets, settled(mapping, columns=columns))
    assert made.problems == []
    (scheme,) = made.tool.rating_schemes.values()
    assert [(level.value, level.score, level.stance) for level in scheme.levels] == [
        ("Level 2", 0, "concern"),
        ("Level 1", 1, "strength"),
    ]


def test_two_columns_that_could_be_the_question_are_left_to_a_person():
    sheets = workbook(sheet(TITLE, ("Question", "Criteria", "Section"), ("Is it?", "It is", "One")))
    mapping = guess_mapping(sheets)
    assert uses(mapping) == {"Question": None, "Criteria": None, "Section": "section"}
    said = sentences(still_to_choose(mapping))
    assert any(each.startswith("Audit!A2 'Question' could be: the question or guidance") for each in said)
    columns = {"Question": {"use": "question"}, "Criteria": {"use": "guidance"}}
    built = build_from_foreign(sheets, settled(mapping, question_type="text", columns=columns))
    assert built.problems == []
    assert built.document["sections"][0]["questions"][0]["guidance"] == "It is"


def test_a_heading_nobody_knows_and_a_filled_evidence_column_are_left_to_a_person():
    sheets = workbook(sheet(TITLE, ("Question", "Evidence", "Blah"), ("Is it?", "Minutes of the board", "x")))
    assert uses(guess_mapping(sheets)) == {"Question": "question", "Evidence": None, "Blah": None}


def test_one_sheet_a_standard():
    first = sheet(("Ref", "Question", "Yes/No"), ("1.1", "Is there a policy?"), name="1 Policies")
    second = sheet(("Ref", "Question", "Yes/No"), ("2.1", "Is there training?"), name="2 Training")
    notes = sheet(("Action", "By whom"), ("Do it", "Lead"), name="Action plan")
    mapping = guess_mapping(workbook(first, second, notes), name="Audit 2026")
    assert [(each.sheet, each.sections) for each in mapping.sheets] == [
        ("1 Policies", "sheet"),
        ("2 Training", "sheet"),
    ]
    assert mapping.question_type == "yes_no"
    built = build_from_foreign(workbook(first, second, notes), mapping)
    assert built.problems == []
    assert tree(built.document) == {"1 Policies": ["Is there a policy?"], "2 Training": ["Is there training?"]}


def test_a_numbered_heading_above_the_numbers_it_begins():
    rows = [TITLE, ("No", "Question", "RAG"), ("4", "Recruitment"), ("4.1", "Is it checked?"), ("4.2", "Is it kept?")]
    rows += [("5", "Training"), ("5.1", "Is it done?")]
    mapping = guess_mapping(workbook(sheet(*rows)))
    assert mapping.sheets[0].sections == "rows"
    built = build_from_foreign(workbook(sheet(*rows)), mapping)
    assert tree(built.document) == {"Recruitment": ["Is it checked?", "Is it kept?"], "Training": ["Is it done?"]}


def test_headings_in_two_rows_and_repeated_above_each_section():
    rows = [TITLE, ("Ref", "Question", "What does each rating look like?", None, None, "Evidence")]
    rows += [(None, None, "Red", "Amber", "Green", None), ("Leadership",), ("1", "Is it led?", "No", "Some", "Yes")]
    rows += [
        ("Training",),
        ("Ref", "Question", "Red", "Amber", "Green", "Evidence"),
        ("2", "Is it taught?", "a", "b", "c"),
    ]
    merges = ((2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 5), (2, 6, 3, 6), (4, 1, 4, 6))
    sheets = workbook(sheet(*rows, merges=merges))
    mapping = guess_mapping(sheets)
    assert mapping.sheets[0].heading_row == 3
    assert list(uses(mapping)) == ["Ref", "Question", "Red", "Amber", "Green", "Evidence"]
    built = build_from_foreign(sheets, mapping)
    assert built.problems == []
    assert tree(built.document) == {"Leadership": ["Is it led?"], "Training": ["Is it taught?"]}
    assert built.document["sections"][0]["questions"][0]["levels"] == {"red": "No", "amber": "Some", "green": "Yes"}


def test_a_question_merged_over_several_rows_is_one_question():
    sheets = workbook(
        sheet(
            TITLE,
            ("Ref", "Question", "Guidance", "RAG"),
            ("1", "Is it known?", "Ask staff"),
            (None, None, "Ask children"),
            merges=((3, 1, 4, 1), (3, 2, 4, 2)),
        )
    )
    built = build_from_foreign(sheets, guess_mapping(sheets))
    (question,) = built.document["sections"][0]["questions"]
    assert (built.problems, question["guidance"]) == ([], "Ask staff\n\nAsk children")


def test_rows_that_cannot_be_placed_are_named():
    sheets = workbook(
        sheet(
            TITLE,
            ("Section", "Ref", "Question", "RAG"),
            (None, "1", "Is it in no section?"),
            ("One", "2", None, "red"),
            ("One", "3", "x" * 501),
            ("One", "3", "Is the number new?"),
        )
    )
    said = sentences(build_from_foreign(sheets, guess_mapping(sheets)).problems)
    assert any(each.startswith("Audit!C3 has no section") for each in said)
    assert any(each.startswith("Audit!A4 the row has no question") for each in said)
    assert any(each.startswith("Audit!C5 is longer than 500 characters") for each in said)
    assert any(each.startswith("Audit!B6 '3' is the number of two questions") for each in said)


def test_a_heading_with_nothing_beneath_it_is_named():
    rows = (TITLE, ("Ref", "Question", "RAG"), ("One",), ("1", "Is it?"), ("Signed by",))
    said = sentences(build_from_foreign(workbook(sheet(*rows)), guess_mapping(workbook(sheet(*rows)))).problems)
    assert said == ["Audit!A5 the section 'Signed by' has no questions beneath it – delete the row, or hide it"]


def test_nothing_recognised_is_said_so():
    mapping = guess_mapping(workbook(sheet(("Alpha", "Beta"), ("1", "2"))))
    assert mapping.sheets == ()
    assert "no sheet with questions was recognised – choose in the mapping" in sentences(still_to_choose(mapping))


def test_a_mapping_is_the_same_after_a_file():
    sheets = workbook(sheet(TITLE, ("Ref", "Question", "Red", "Amber", "Green"), ("1", "Is it?", "a", "b", "c")))
    mapping = guess_mapping(sheets)
    assert Mapping.model_validate(mapping.model_dump(mode="json", exclude_defaults=True)) == mapping

"""What each kind of field makes of what is typed and chosen."""

import pytest
from werkzeug.datastructures import MultiDict

from formsapp.builder.fields import ABSENT, Choice, Group, Line, Lines, Number, Rows, Tick, Ticks, Words
from formsapp.builder.fields.crosswalk import Crosswalk
from formsapp.builder.fields.judged import DemandFor, NotApplicable, Recommended
from formsapp.builder.fields.named_rows import NamedRows
from formsapp.builder.lines import broken_again, unbroken
from tool_definitions.values import PlainScalar

LEVELS = [("not_met", "Not met"), ("met", "Met")]


def after(field, written, **typed):
    """What the file should hold after this was typed; what begins with an underscore goes on from the field's id."""
    field.open(written, (field.name,))
    field.post(MultiDict({field.id + name if name.startswith("-") else name: value for name, value in typed.items()}))
    return field.after()


@pytest.mark.parametrize(
    ("field", "written", "typed", "expected"),
    [
        (Line("title", "Title"), ABSENT, "  One  ", "One"),
        (Line("title", "Title"), "One", "", ABSENT),
        (Line("title", "Title"), "One", "One\r\ntwo", "One two"),
        (Words("guidance", "Guidance"), ABSENT, "One", "One"),
        (Words("guidance", "Guidance"), ABSENT, "One\r\n\r\ntwo  ", "One\n\ntwo\n"),
        (Words("guidance", "Guidance"), "One\n", "Two", "Two\n"),
        (Number("weight", "Weight", default="1"), ABSENT, "1", ABSENT),
        (Number("weight", "Weight", default="1"), ABSENT, "2", 2),
        (Number("weight", "Weight", default="1"), PlainScalar("2"), "0.5", 0.5),
        (Number("weight", "Weight", default="1"), PlainScalar("2"), "1", ABSENT),
        (Number("weight", "Weight", default="1"), PlainScalar("2.0"), "2.0", PlainScalar("2.0")),
        (Lines("rows", "Rows"), ABSENT, "a\r\n\r\nb", ["a", "b"]),
        (Lines("rows", "Rows"), ["a"], " ", ABSENT),
        (Choice("scheme", "Scheme", LEVELS), "gone", "gone", "gone"),
        (Choice("scheme", "Scheme", LEVELS), "gone", "met", "met"),
        (Choice("type", "Type", LEVELS, default="met"), "not_met", "met", ABSENT),
        (Crosswalk(), ABSENT, "nhs: 2.1, 2.4\r\nother: a", {"nhs": ["2.1", "2.4"], "other": ["a"]}),
    ],
)
def test_what_is_typed(field, written, typed, expected):
    assert after(field, written, **{field.name: typed}) == expected


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (Number("weight", "Weight"), "two", "Weight must be a number"),
        (Number("weight", "Weight"), "1e5", "Weight must be a number"),
        (Number("weight", "Weight"), "9" * 30, "Weight must be a number"),
        (Crosswalk(), "nhs", "a colon"),
    ],
)
def test_what_no_file_can_hold(field, typed, words):
    assert after(field, ABSENT, **{field.name: typed}) is ABSENT
    assert words in field.error
    assert field.typed == typed


def test_ticks_keep_the_order_of_the_file():
    field = Ticks("threads", "Threads", [("a", "A"), ("b", "B"), ("c", "C")])
    field.open(["c", "a"], ("threads",))
    field.post(MultiDict([("threads", ""), ("threads", "a"), ("threads", "b"), ("threads", "c")]))
    assert field.after() == ["c", "a", "b"]
    field.post(MultiDict([("threads", "")]))
    assert field.after() is ABSENT


@pytest.mark.parametrize(
    ("default", "written", "ticked", "expected"),
    [
        (True, ABSENT, [""], False),
        (True, PlainScalar("false"), ["", "y"], ABSENT),
        (False, ABSENT, ["", "y"], True),
        (False, PlainScalar("no"), [""], PlainScalar("no")),
    ],
)
def test_yes_or_no(default, written, ticked, expected):
    field = Tick("required", "Required", default=default)
    field.open(written, ("required",))
    field.post(MultiDict([("required", value) for value in ticked]))
    assert field.after() == expected


def rows():
    return Rows("references", "References", lambda: (Line("source", "Source"), Line("at", "Where")), noun="reference")


def test_rows_keep_what_is_not_shown_of_them():
    written = [{"source": "a", "note": "mine"}, {"source": "b"}]
    typed = MultiDict(
        [("references", "0"), ("references-0-was", "0"), ("references-0-source", "a"), ("references-0-at", "p. 1"),
         ("references", "1"), ("references-1-was", "1"), ("references-1-source", ""),
         ("references", "2"), ("references-2-was", ""), ("references-2-source", ""),
         ("references", "3"), ("references-3-was", ""), ("references-3-source", "c")]
    )  # fmt: skip
    field = rows()
    field.open(written, ("references",))
    field.post(typed)
    assert field.after() == [{"source": "a", "note": "mine", "at": "p. 1"}, {}, {"source": "c"}]
    assert field.hidden() == {"references-0-was": "0", "references-1-was": "1", "references-3-was": "2"}


def test_rows_are_removed_and_moved():
    field = rows()
    field.open([{"source": "a"}, {"source": "b"}, {"source": "c"}], ("references",))
    assert field.act("down", "references-0") == "references-0"
    assert field.act("remove", "references-2") == "references"
    assert field.after() == [{"source": "b"}, {"source": "a"}]
    assert field.act("up", "another-0") == ""


def test_a_short_word_is_made_where_none_is_given():
    def row():
        return (Line("label", "Label"), Line("value", "Value"))

    field = NamedRows("options", "Options", row, noun="choice", named="value", after="label")
    field.open([{"value": "most_days", "label": "Most days"}], ("options",))
    added = [("options", "0"), ("options-0-was", "0"), ("options-0-value", "most_days"), ("options-0-label", "Often")]
    added += [("options", "1"), ("options-1-was", ""), ("options-1-label", "Most days!")]
    field.post(MultiDict(added))
    assert field.after() == [{"value": "most_days", "label": "Often"}, {"value": "most_days_2", "label": "Most days!"}]


@pytest.mark.parametrize(
    ("written", "typed", "expected"),
    [
        (ABSENT, {"comment": "required"}, "required"),
        (ABSENT, {"comment": "required_at_or_below", "-level": "met"}, "required_at_or_below met"),
        ("required_at_or_below met", {"comment": "optional", "-level": "met"}, ABSENT),
        (
            "required_at_or_below  met",
            {"comment": "required_at_or_below", "-level": "met"},
            "required_at_or_below  met",
        ),
        (ABSENT, {"comment": "required_at_or_below", "-level": ""}, "required_at_or_below"),
        ("sometimes", {"comment": "sometimes"}, "sometimes"),
    ],
)
def test_when_a_comment_is_asked_for(written, typed, expected):
    assert after(DemandFor("comment", "Comment", LEVELS, default="optional"), written, **typed) == expected


def test_who_may_say_that_it_does_not_apply():
    field = NotApplicable({}, default="with_reason")
    phase = {"only_for": {"phase": ["primary"]}}
    assert after(field, ABSENT, not_applicable="never") == "never"
    assert after(field, "never", not_applicable="with_reason") is ABSENT
    assert after(field, phase, not_applicable="with_reason") is ABSENT
    assert after(field, phase, not_applicable="only_for") == phase
    chosen = MultiDict([("not_applicable", "only_for"), ("not_applicable-only_for-phase", "secondary")])
    field.open(phase, ("not_applicable",))
    field.post(chosen)
    assert field.after() == {"only_for": {"phase": ["secondary"]}}


@pytest.mark.parametrize(
    ("written", "text", "owner", "expected"),
    [
        (ABSENT, "Do it", "", "Do it"),
        (ABSENT, "Do it", "setting", {"text": "Do it", "owner": "setting"}),
        ("Do it", "Do it", "agency", {"text": "Do it", "owner": "agency"}),
        ({"text": "Do it", "owner": "agency"}, "Do it", "", {"text": "Do it"}),
        ("Do it", "", "", ABSENT),
    ],
)
def test_what_is_recommended(written, text, owner, expected):
    typed = {"recommendation-text": text, "recommendation-owner": owner}
    assert after(Recommended(), written, **typed) == expected


def test_a_group_goes_with_its_last_field():
    field = Group("limit", "Limit", [Line("at_or_below", "Level"), Line("section", "Section")])
    assert after(field, {"at_or_below": "met"}, **{"limit-at_or_below": ""}) is ABSENT
    assert after(field, {"at_or_below": "met", "more": "x"}, **{"limit-at_or_below": ""}) == {"more": "x"}


BROKEN = """\
Look at the rota, and at
what happened in August.

- one thing
  in two lines
- another
"""


def test_text_is_shown_without_the_line_ends_of_the_file():
    assert (
        unbroken(BROKEN) == "Look at the rota, and at what happened in August.\n\n- one thing in two lines\n- another\n"
    )


def test_paragraphs_that_were_not_touched_keep_their_lines():
    typed = unbroken(BROKEN).replace("another", "the last")
    assert broken_again(typed, BROKEN) == BROKEN.replace("another", "the last")
    longer = " ".join(["word"] * 40)
    assert max(map(len, broken_again(f"{longer}\n", BROKEN).split("\n"))) <= 110


@pytest.mark.parametrize("text", ["one  \ntwo", "```\na\nb\n```", "para\n\n    code\n    more", "one\\\ntwo"])
def test_line_ends_that_are_meant_stay(text):
    assert unbroken(text) == text
    assert broken_again("x\ny", text) == "x\ny"

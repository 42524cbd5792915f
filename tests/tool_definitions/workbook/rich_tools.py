"""Tools with everything a tool may have, for what must not be lost on the way through a workbook."""

from typing import Any

from hypothesis import strategies as st

from tests.strategies import tool_documents
from tool_definitions.tool import Tool

#: Words that would be misread if they were not put in quotes, or taken for a formula, a number or an escape.
WORDS = (
    "yes",
    "not met",
    "a, b",
    'the "best"',
    "is",
    "and",
    "4.10",
    "01",
    "=1+1",
    "-5",
    "x;y",
    "p:q",
    "(a)",
    "ÿ",
    " a ",
)
TEXTS = (
    "One line",
    "Two\nlines\n",
    '=HYPERLINK("http://x")',
    "@cmd",
    "+1",
    "_x000A_ as typed",
    "_x005F_x000B_",
    "_x005f_x005F_x000b_ and __x0041_",
    " spaces at both ends ",
    "https://example.org/a?b=c#d",
    "\\\\server\\share",
    "＝1+1",
    "tab\there",
    '"quoted"',
    "<b>&amp;</b>",
    "👩‍🏫 بچوں",
)
words = st.sampled_from(WORDS)
#: What looks like the escapes by which a spreadsheet writes characters, each of which may begin inside the one before.
escapes = st.lists(st.sampled_from(("_x005F", "_x000B", "_x0041_", "_", "x0041_", "_x00", " a")), min_size=1).map(
    "".join
)
texts = st.sampled_from(TEXTS) | escapes
lines = texts.filter(lambda text: "\n" not in text)
keys = st.sampled_from(("a", "leadership.dsl", "4.10", "is", "x_y"))


def _lists(names: Any) -> st.SearchStrategy[dict[str, list[str]]]:
    return st.dictionaries(names, st.lists(words, max_size=3), max_size=2)


_origins = st.lists(
    st.fixed_dictionaries({"key": keys, "relation": st.sampled_from(("same", "reworded", "split", "merged"))}),
    max_size=2,
)
_copies = st.none() | st.fixed_dictionaries({"tool": keys, "version": words, "key": keys})
_recommendations = st.none() | st.fixed_dictionaries(
    {"text": lines, "owner": st.sampled_from((None, "partnership", "setting", "agency"))}
)
_BESIDE = {
    "guidance": texts,
    "crosswalk": _lists(keys),
    "applies_to": _lists(words),
    "carry_forward": st.booleans(),
    "required": st.booleans(),
    "asks_for": st.sampled_from((None, "reflection", "feedback")),
    "from": _origins,
    "copied_from": _copies,
    "waves": st.lists(st.sampled_from(("before", "after")), unique=True),
}
_JUDGED = {
    "recommendation": _recommendations,
    "evidence": st.sampled_from(
        ("none", "optional", "required", "required_at_or_above is", "required_at_or_below a b")
    ),
    "not_applicable": st.sampled_from(("never", "allowed", "with_reason"))
    | _lists(words).map(lambda lists: {"only_for": lists}),
}


@st.composite
def rich_tools(draw: st.DrawFn) -> Tool:
    """A tool in which every field may be filled, with texts that a spreadsheet is apt to spoil."""
    document = draw(tool_documents(2, 4))
    document |= {
        "purpose": draw(texts),
        "audience": {"organisation_types": draw(st.lists(words, max_size=2))},
        "case": draw(
            st.none()
            | st.fixed_dictionaries({"age_bands": st.lists(lines.filter(str.strip), max_size=2)})
            | st.just({"window_months": 6})
        ),
        "waves": draw(st.sampled_from(([], ["before", "after"]))),
        "moderation": {"blind": draw(st.booleans())},
        "summary": {"strength_share": draw(st.sampled_from((0.75, 0.1, 1 / 3)))},
        "sign_off": [{"role": draw(keys), "statement": draw(texts)}],
    }
    document["references"]["x"] = {"title": draw(lines), "edition": "2024-02-29", "url": draw(lines), "instrument": "y"}
    for scheme in document["rating_schemes"].values():
        scheme["source"] = draw(texts)
        for level in scheme["levels"]:
            level |= {"means": draw(texts), "colour": draw(st.none() | words)}
    for section in document["sections"]:
        section |= {"guidance": draw(texts), "recommendation": draw(_recommendations), "copied_from": draw(_copies)}
        for question in section["questions"]:
            _fill(draw, question)
    return Tool.model_validate(document)


def _fill(draw: st.DrawFn, question: dict[str, Any]) -> None:
    fields = _BESIDE | (_JUDGED if question["type"] in {"rating", "yes_no", "choice"} else {})
    for name in draw(st.sets(st.sampled_from(sorted(fields)))):
        question[name] = draw(fields[name])
    for option in question.get("options", ()):
        option["hint"] = draw(texts)

"""Random valid tools, organisations and answers, for the properties that must hold for all of them.

`tools()` gives tools that the model accepts and in which every name is known; a condition may by chance
contradict another, so that nobody sees its question. `answers(tool)` and `rating_rows(tool)` fit the tool.
"""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tool_definitions.question import ChoiceQuestion, ChoicesQuestion, JudgedQuestion, NumberQuestion, YesNoQuestion
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool

PHASES = ("primary", "secondary", "all-through", "nursery")
SECTORS = ("academy", "maintained", "independent")
_STEMS = ("4", "leadership", "yes", "no", "on", "voice_of-child", "1.10", "null")
_WORDS = (
    "Gwrando ar blant",
    "بچوں کی بات",
    "Is the record up to date?",
    "A 'quoted' title: yes",
    "# no",
    "Who leads 👩‍🏫?",
)
#: Text without control, hidden and unassigned characters, and never blank.
_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
lines = st.one_of(st.sampled_from(_WORDS), st.text(_LETTERS, min_size=1, max_size=40).map(str.strip).filter(bool))
weights = st.one_of(st.just(1), st.integers(0, 10), st.floats(0.125, 100))
stances = st.sampled_from(("concern", "adequate", "strength"))


@st.composite
def scheme_documents(draw: st.DrawFn, key: str = "scheme", values: tuple[str, ...] | None = None) -> dict[str, Any]:
    """A rating scheme as plain data; with the level values given, worst first, or with 2 to 6 levels of its own."""
    if values is None:
        count = draw(st.integers(2, 6))
        values = draw(st.sampled_from([tuple("012345"), tuple("654321"), ("no", "off", "red", "Amber", "4.1", "4.10")]))
        values = values[:count]
    numbers = st.one_of(st.integers(-5, 100), st.floats(-10, 10, width=16).map(lambda number: round(number, 2)))
    scores = sorted(draw(st.lists(numbers, min_size=len(values), max_size=len(values), unique=True)))
    levels = [
        {"value": value, "label": draw(lines), "score": score, "stance": draw(stances)}
        for value, score in zip(values, scores, strict=True)
    ]
    for level in levels:
        if draw(st.booleans()):
            level["meets_standard"] = draw(st.booleans())
    return {
        "key": key,
        "title": draw(lines),
        "levels": levels,
        "not_applicable": draw(
            st.sampled_from([{}, {"value": "n/a"}, {"value": "99", "label": "Does not apply to us"}])
        ),
        "show": draw(st.sampled_from(("best_first", "worst_first"))),
    }


def rating_schemes() -> st.SearchStrategy[RatingScheme]:
    """A rating scheme."""
    return scheme_documents().map(RatingScheme.model_validate)


def organisations() -> st.SearchStrategy[dict[str, str | None]]:
    """What is known of an organisation: some attributes, some of them blank."""
    return st.fixed_dictionaries(
        {}, optional={"phase": st.sampled_from((*PHASES, None)), "sector": st.sampled_from((*SECTORS, None))}
    )


@st.composite
def applies_to(draw: st.DrawFn) -> dict[str, list[str]]:
    """Most often everybody; else some phases and sectors."""
    if draw(st.integers(0, 3)):
        return {}
    chosen = {
        "phase": draw(st.sets(st.sampled_from(PHASES), min_size=1)),
        "sector": draw(st.sets(st.sampled_from(SECTORS))),
    }
    return {name: sorted(values) for name, values in chosen.items() if values}


@st.composite
def tool_documents(draw: st.DrawFn, most_sections: int = 3, most_questions: int = 5) -> dict[str, Any]:
    """A tool as plain data, as `Tool.model_validate` reads it."""
    schemes = {
        "practice": draw(scheme_documents("practice")),
        "other": draw(scheme_documents("other")),
        "agreed": draw(scheme_documents("agreed", ("no", "yes"))),
    }
    bands = draw(st.sampled_from([(), (0,), (0, 50), (0, 33.3, 66.7), (0, 40, 70, 90)]))
    labels = [f"Band {place}" for place in range(len(bands))]
    made: list[dict[str, Any]] = []
    sections = []
    for number in range(draw(st.integers(1, most_sections))):
        questions = []
        for _ in range(draw(st.integers(1, most_questions))):
            question = draw(_question_documents(f"{draw(st.sampled_from(_STEMS))}.q{len(made)}", schemes, labels, made))
            made.append(question)
            questions.append(question)
        section = {"key": f"s{number}", "title": draw(lines), "weight": draw(weights), "questions": questions}
        sections.append({**section, "applies_to": draw(applies_to())})
    _give_weight(sections)
    document = {
        "key": "made-up",
        "version": draw(st.sampled_from(("1.10", "2026-27", "yes"))),
        "title": draw(lines),
        "kind": "self_assessment",
        "rating_schemes": schemes,
        "scoring": {
            "overall": draw(st.sampled_from(("sections", "questions"))),
            "bands": [{"from": start, "label": label} for start, label in zip(bands, labels, strict=True)],
        },
        "threads": {"lived-experience": "Lived experience of children"},
        "references": {"kcsie-2025": {"title": "Keeping children safe in education", "edition": "2025-09-01"}},
        "sections": sections,
    }
    # Parts are sampled from constants: a copy, so that a test may change what it was given.
    return deepcopy(document)


def tools(most_sections: int = 3, most_questions: int = 5) -> st.SearchStrategy[Tool]:
    """A tool with several schemes, weights, bands, limits, conditions and variants."""
    return tool_documents(most_sections, most_questions).map(Tool.model_validate)


def _give_weight(sections: list[dict[str, Any]]) -> None:
    """At least one weight above 0 where weights are summed."""
    for section in sections:
        rated = [question for question in section["questions"] if "scheme" in question]
        if rated and not any(question.get("weight", 1) for question in rated):
            rated[0]["weight"] = 1
    rated_sections = [section for section in sections if any("scheme" in each for each in section["questions"])]
    if rated_sections and not any(section["weight"] for section in rated_sections):
        rated_sections[0]["weight"] = 1


@st.composite
def _question_documents(
    draw: st.DrawFn, key: str, schemes: dict[str, Any], bands: list[str], earlier: list[dict[str, Any]]
) -> dict[str, Any]:
    kinds = ("rating", "rating", "rating", "yes_no", "choice", "choices", "text", "number", "date", "table", "evidence")
    kind = draw(st.sampled_from(kinds))
    document = {"key": key, "type": kind, "title": draw(lines), "applies_to": draw(applies_to())}
    document |= draw(_OF_TYPE[kind](schemes))
    if "scheme" in document:
        document |= draw(_judged_fields(schemes[document["scheme"]], bands))
    if earlier and not draw(st.integers(0, 2)):
        document["show_if"] = draw(conditions(earlier, schemes))
    if draw(st.booleans()):
        document |= {"threads": ["lived-experience"], "references": [{"source": "kcsie-2025", "at": draw(lines)}]}
    return document


@st.composite
def _judged_fields(draw: st.DrawFn, scheme: dict[str, Any], bands: list[str]) -> dict[str, Any]:
    level = st.sampled_from([level["value"] for level in scheme["levels"]])
    fields: dict[str, Any] = {
        "weight": draw(weights),
        "not_applicable": draw(
            st.sampled_from(("never", "allowed", "with_reason", {"only_for": {"phase": ["primary"]}}))
        ),
        "comment": draw(
            st.one_of(st.sampled_from(("none", "optional", "required")), level.map("required_at_or_below {}".format))
        ),
    }
    if bands and draw(st.booleans()):
        band = st.sampled_from([None, *bands])
        fields["limit"] = {"at_or_below": draw(level), "section": draw(band), "overall": draw(band)}
    if draw(st.booleans()):
        fields |= {"action_at_or_below": draw(level), "recommendation": draw(lines)}
    return fields


def _rating(schemes: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(("practice", "practice", "other")).flatmap(
        lambda name: st.fixed_dictionaries(
            {
                "scheme": st.just(name),
                "levels": st.dictionaries(st.sampled_from([each["value"] for each in schemes[name]["levels"]]), lines),
            }
        )
    )


def _yes_no(_schemes: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(({}, {"scheme": "agreed"}))


def _options(values: list[str]) -> dict[str, Any]:
    return {"options": [{"value": value, "label": value.title()} for value in values]}


def _choice(schemes: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    scored = {**_options([level["value"] for level in schemes["other"]["levels"]]), "scheme": "other"}
    return st.sampled_from((_options(["a", "b"]), _options(["none", "some", "all"]), scored))


def _numbers(_schemes: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(({}, {"minimum": 0, "maximum": 50, "unit": "people"}, {"whole": False}))


_COLUMNS = [{"key": "what", "title": "What"}, {"key": "how-many", "title": "How many", "type": "number"}]
_OF_TYPE = {
    "rating": _rating,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": lambda _: st.just(_options(["x", "y", "z"])),
    "text": lambda _: st.sampled_from(({}, {"asks_for": "reflection"}, {"lines": 8, "required": True})),
    "number": _numbers,
    "date": lambda _: st.just({}),
    "table": lambda _: st.sampled_from(({"columns": _COLUMNS}, {"columns": _COLUMNS[:1], "rows": ["One", "Two"]})),
    "evidence": lambda _: st.just({}),
}


def conditions(earlier: list[dict[str, Any]], schemes: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A condition on some of these earlier questions, up to three deep."""
    leaf = st.sampled_from(earlier).flatmap(lambda question: _leaves(question, schemes))
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=4,
    )


def _leaves(question: dict[str, Any], schemes: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    about = {"question": question["key"]}
    forms = [st.booleans().map(lambda answered: {**about, "answered": answered})]
    levels = [level["value"] for level in schemes[question["scheme"]]["levels"]] if "scheme" in question else []
    values = levels or [option["value"] for option in question.get("options", ())]
    values = values or (["yes", "no"] if question["type"] == "yes_no" else [])
    if values:
        forms.append(
            st.lists(st.sampled_from(values), min_size=1, unique=True).map(lambda chosen: {**about, "is": chosen})
        )
    if levels:
        forms.append(st.sampled_from(levels).map(lambda level: {**about, "at_or_below": level}))
        forms.append(st.sampled_from(levels).map(lambda level: {**about, "at_or_above": level}))
    return st.one_of(forms)


@st.composite
def answers(draw: st.DrawFn, tool: Tool) -> dict[str, str | tuple[str, ...] | None]:
    """One return's answers to the tool, by question; some left out, some None (unanswered)."""
    given: dict[str, str | tuple[str, ...] | None] = {}
    for key in tool.questions:
        if draw(st.integers(0, 9)):
            given[key] = draw(st.one_of(st.none(), _answers_to(tool, key)))
    return given


def _answers_to(tool: Tool, key: str) -> st.SearchStrategy[str | tuple[str, ...]]:
    question = tool.questions[key]
    if key in tool.scored_questions:
        return ratings_of(tool, key)
    match question:
        case YesNoQuestion():
            return st.sampled_from(("yes", "no"))
        case ChoiceQuestion():
            return st.sampled_from([option.value for option in question.options])
        case ChoicesQuestion():
            values = [option.value for option in question.options]
            return st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)
        case NumberQuestion():
            return st.integers(0, 50).map(str)
    return st.sampled_from(("2026-01-31", "Some words"))


def ratings_of(tool: Tool, key: str) -> st.SearchStrategy[str]:
    """A level of a scored question's scheme, or *not applicable* where the question allows it."""
    scheme = tool.scheme_of(key)
    question = tool.scored_questions[key]
    values = [level.value for level in scheme.levels]
    can_be_left_out = isinstance(question, JudgedQuestion) and question.not_applicable != "never"
    return st.sampled_from([*values, scheme.not_applicable.value] if can_be_left_out else values)


@st.composite
def rating_rows(draw: st.DrawFn, tool: Tool, most_returns: int = 4) -> list[dict[str, str | None]]:
    """Rows of a long ratings table: return_id, question, rating, moderated_rating (None where there is none).

    Unscored answers are in `rating` as a table file writes them: several choices joined by `;`.
    """
    rows: list[dict[str, str | None]] = []
    for number in range(draw(st.integers(1, most_returns))):
        for key, answer in draw(answers(tool)).items():
            moderated = draw(st.one_of(st.none(), ratings_of(tool, key))) if key in tool.scored_questions else None
            rating = ";".join(answer) if isinstance(answer, tuple) else answer
            rows.append({"return_id": f"R{number}", "question": key, "rating": rating, "moderated_rating": moderated})
    return rows

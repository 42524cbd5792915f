"""Options, numbers and tables: whether people can answer, and answer alike."""

import re
from collections.abc import Iterator, Sequence

from tool_definitions.condition import AnswerIs
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    NumberQuestion,
    Option,
    TableQuestion,
    TextQuestion,
)
from tool_definitions.values import look_alike

MOST_OPTIONS = 15
MOST_COLUMNS = 6
LONGEST_LABEL = 150
LEAST_ROOM = 300
_OTHER = re.compile(r"other\b|something else|another\b", re.IGNORECASE)
_OTHER_WHOLE = re.compile(
    r"(any )?other(s| reason| \(.*|,? please.*|[:;].*)?|something else|another (reason|one)", re.IGNORECASE
)
_PERCENT = re.compile(r"per ?cent|percentage|%", re.IGNORECASE)
_COUNTED = re.compile(
    r"\bhow (many|much|old|long|often)\b|\bnumber of\b|\bin (days|weeks|months|years|hours)\b", re.IGNORECASE
)
_REFLECTIVE = frozenset({"reflection", "factors", "outcomes"})


def _choosing(draft: Draft) -> Iterator[tuple[DraftQuestion, tuple[Option, ...]]]:
    for question in draft.questions:
        if isinstance(question.question, ChoiceQuestion | ChoicesQuestion):
            yield question, question.question.options


def option_labels(draft: Draft) -> Iterator[Problem]:
    """Options can be told apart, and are short enough to read at once."""
    for question, options in _choosing(draft):
        seen: set[str] = set()
        values = {look_alike(option.value) for option in options}
        for place, option in enumerate(options):
            label, path = look_alike(option.label), (*question.path, "options", place, "label")
            if label in seen:
                yield draft.problem("duplicate-option-label", path, f"two options are labelled '{option.label}'")
            if label in values and label != look_alike(option.value):
                message = f"'{option.value}' is labelled '{option.label}', which is the value of another option"
                yield draft.problem("label-is-other-value", path, message)
            if len(option.label) > LONGEST_LABEL:
                message = f"the label has {len(option.label)} characters; over {LONGEST_LABEL} is seldom read"
                yield draft.problem("long-label", path, message)
            seen.add(label)


def option_lists(draft: Draft) -> Iterator[Problem]:
    """Options are neither too many nor just yes and no."""
    for question, options in _choosing(draft):
        if len(options) > MOST_OPTIONS:
            yield draft.problem("many-options", (*question.path, "options"), f"there are {len(options)} options")
        words = {look_alike(option.label).rstrip(".") for option in options}
        if words == {"yes", "no"} and len(options) == 2:
            yield draft.problem("choice-is-yes-no", (*question.path, "type"))


def other_explained(draft: Draft) -> Iterator[Problem]:
    """Who chooses 'other' can say what."""
    explained = {
        (leaf.question, value)
        for question in draft.questions
        for _, leaf in question.conditions
        if isinstance(leaf, AnswerIs)
        for value in leaf.is_
    }
    for question, options in _choosing(draft):
        has_comment = question.judged is not None and question.judged.comment.when != "none"
        for place, option in enumerate(options):
            is_other = bool(_OTHER_WHOLE.fullmatch(option.label.strip()))
            if is_other and not has_comment and (question.key, option.value) not in explained:
                path = (*question.path, "options", place)
                if not _followed_by_words(draft, question):
                    yield draft.problem("other-without-words", path, f"'{option.label}' asks nobody what it is")


def _followed_by_words(draft: Draft, question: DraftQuestion) -> bool:
    number = question.path[-1]
    following = draft.by_path.get((*question.path[:-1], number + 1 if isinstance(number, int) else number))
    text = following.question if following else None
    return isinstance(text, TextQuestion) and bool(_OTHER.search(text.title))


def number_ranges(draft: Draft) -> Iterator[Problem]:
    """A number has a range that catches slips, and says what it counts."""
    for question in draft.questions:
        number = question.question
        if isinstance(number, NumberQuestion):
            yield from _range(draft, question.path, number)
            yield from _unit(draft, question.path, number)


def _range(draft: Draft, path: DocumentPath, number: NumberQuestion) -> Iterator[Problem]:
    if number.minimum is None:
        yield draft.problem("number-without-minimum", (*path, "minimum"))
    elif number.minimum == number.maximum:
        yield draft.problem("one-number", (*path, "maximum"), f"only {number.minimum:g} can be given")
    for name, limit in (("minimum", number.minimum), ("maximum", number.maximum)):
        if number.whole and limit is not None and not limit.is_integer():
            yield draft.problem("range-not-whole", (*path, name), f"{limit:g} is not a whole number")


def _unit(draft: Draft, path: DocumentPath, number: NumberQuestion) -> Iterator[Problem]:
    words = f"{number.title} {number.unit or ''}"
    if _PERCENT.search(words):
        if (number.minimum is not None and number.minimum < 0) or number.maximum is None or number.maximum > 100:
            yield draft.problem("percentage-range", (*path, "maximum"))
    elif not number.unit and not _COUNTED.search(number.title):
        yield draft.problem("number-without-unit", (*path, "unit"))


def room_to_write(draft: Draft) -> Iterator[Problem]:
    """There is room to reflect where people are asked to."""
    for question in draft.questions:
        text = question.question
        if isinstance(text, TextQuestion) and text.asks_for in _REFLECTIVE and text.maximum_length < LEAST_ROOM:
            message = f"there is room for {text.maximum_length} characters where people are asked for {text.asks_for}"
            yield draft.problem("little-room", (*question.path, "maximum_length"), message)


def tables(draft: Draft) -> Iterator[Problem]:
    """Tables fit the page, and their headings can be told apart."""
    for question in draft.questions:
        table = question.question
        if not isinstance(table, TableQuestion):
            continue
        titles = [column.title for column in table.columns]
        for place in _repeated(titles):
            path = (*question.path, "columns", place, "title")
            yield draft.problem("duplicate-table-heading", path, f"two columns are headed '{titles[place]}'")
        for place in _repeated(table.rows):
            path = (*question.path, "rows", place)
            yield draft.problem("duplicate-table-heading", path, f"two rows are headed '{table.rows[place]}'")
        if len(titles) > MOST_COLUMNS:
            yield draft.problem("wide-table", (*question.path, "columns"), f"the table has {len(titles)} columns")


def _repeated(words: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    return [place for place, each in enumerate(words) if first.setdefault(look_alike(each), place) != place]

"""Conditions in a cell: `leadership.nursery is yes and leadership.dsl at or below partly_met`.

    question is VALUE, VALUE          question is not VALUE, VALUE
    question at or below LEVEL        question at or above LEVEL
    question is answered              question is not answered
    CONDITION and CONDITION           CONDITION or CONDITION          not (CONDITION)

`and` and `or` are never mixed without brackets. `all (CONDITION)` and `any (CONDITION)` stand for a list of one.
This is only how a condition is written on a sheet: a tool holds data, and nothing here is ever run.
"""

from collections.abc import Mapping
from typing import Any

from tool_definitions.workbook.notation.words import NotReadable, Reader, written_word, written_words

LONGEST = 5_000
DEEPEST = 15
_FORMS = "is, is not, at or below, at or above, is answered, is not answered"
_REMEDY = "write it like these: nursery is yes; practice at or below partly_met; (a is yes or b is yes) and c is no"
_JOINED = {"all": "and", "any": "or"}


def written_condition(condition: Mapping[str, Any]) -> str:
    """A condition, as plain data, in the notation of a cell."""
    if "question" in condition:
        return _written_leaf(condition, "")
    form, inner = next(iter(condition.items()))
    if form == "not":
        return _written_leaf(inner, "not ") if "is" in inner else f"not ({written_condition(inner)})"
    if len(inner) == 1:
        return f"{form} ({written_condition(inner[0])})"
    return f" {_JOINED[form]} ".join(_bracketed(part) for part in inner)


def _written_leaf(leaf: Mapping[str, Any], negation: str) -> str:
    question = written_word(leaf["question"])
    if "is" in leaf:
        return f"{question} is {negation}{written_words(leaf['is'])}"
    if "answered" in leaf:
        return f"{question} is {'' if leaf['answered'] else 'not '}answered"
    end = "below" if "at_or_below" in leaf else "above"
    return f"{question} at or {end} {written_word(leaf[f'at_or_{end}'])}"


def _bracketed(condition: Mapping[str, Any]) -> str:
    written = written_condition(condition)
    is_joined = any(len(condition.get(form, ())) > 1 for form in _JOINED)
    return f"({written})" if is_joined else written


def read_condition(text: str) -> dict[str, Any]:
    """The condition that a cell holds, as plain data. Raises NotReadable, with what was expected where."""
    if len(text) > LONGEST:
        raise NotReadable(f"the condition is longer than {LONGEST:,} characters", "divide the question instead")
    reader = Reader(text)
    condition = _joined(reader, 0)
    if not reader.is_at_end:
        raise NotReadable(f"'{reader.rest}' stands where 'and', 'or' or the end is expected", _REMEDY)
    return condition


def _joined(reader: Reader, depth: int) -> dict[str, Any]:
    parts = [_one(reader, depth)]
    word = reader.next_plain()
    if word not in {"and", "or"}:
        return parts[0]
    while reader.take_plain(word):
        parts.append(_one(reader, depth))
    if reader.next_plain() in {"and", "or"}:
        raise NotReadable("'and' and 'or' are mixed", "use brackets to say which belong together")
    return {"all" if word == "and" else "any": parts}


def _one(reader: Reader, depth: int) -> dict[str, Any]:
    if depth > DEEPEST:
        raise NotReadable(f"there are more than {DEEPEST} brackets within brackets", "write it more simply")
    if reader.take_sign("("):
        return _to_bracket(reader, depth)
    for form in ("not", "all", "any"):
        if reader.take_plain(form):
            if not reader.take_sign("("):
                raise NotReadable(f"there is no bracket after '{form}'", f"write {form} (...)")
            inner = _to_bracket(reader, depth)
            return {"not": inner} if form == "not" else {form: [inner]}
    return _about_question(reader)


def _to_bracket(reader: Reader, depth: int) -> dict[str, Any]:
    condition = _joined(reader, depth + 1)
    if not reader.take_sign(")"):
        raise NotReadable("a bracket is opened and not closed", "close it with )")
    return condition


def _about_question(reader: Reader) -> dict[str, Any]:
    question = {"question": reader.take_word("the key of a question")}
    for answered, words in ((True, ("is", "answered")), (False, ("is", "not", "answered"))):
        if reader.take_plain(*words):
            return {**question, "answered": answered}
    for end in ("below", "above"):
        if reader.take_plain("is", "at", "or", end) or reader.take_plain("at", "or", end):
            return {**question, f"at_or_{end}": reader.take_word("a level")}
    if reader.take_plain("is", "not"):
        return {"not": {**question, "is": reader.take_words("an answer")}}
    if reader.take_plain("is"):
        return {**question, "is": reader.take_words("an answer")}
    raise NotReadable(f"after '{question['question']}' one of these is expected: {_FORMS}", _REMEDY)

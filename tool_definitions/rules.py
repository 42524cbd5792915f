"""The catalogue of rules: one stable code each, and a sentence. `docs/tool-checks.md` lists the same."""

from typing import NamedTuple


class Rule(NamedTuple):
    """What a code says; a warning does not stop the tool from being used."""

    sentence: str
    is_warning: bool = False


_READING = {
    "unreadable-file": "the file cannot be read",
    "too-large": "the file is larger than 1 MiB, or has more than 60,000 names, values, lists and sets of fields",
    "not-utf-8": "the file is not UTF-8 text",
    "control-character": "the file holds a control character",
    "bad-yaml": "this is not YAML",
    "empty-file": "the file is empty",
    "several-documents": "one file holds one document: remove the line of three hyphens",
    "alias": "anchors and aliases (& and *) are not allowed: write the part out again",
    "merge-key": "merge keys (<<) are not allowed: write the fields out again",
    "tag": "tags (!) are not allowed: if the text starts with an exclamation mark, put it in quotes",
    "too-deep": "nested too deeply: more than 40 levels",
    "bad-field-name": "the name of a field must be plain text",
    "repeated-field": "the same field is written twice",
}
_SHAPE = {
    "unknown-field": "there is no such field here",
    "missing-field": "a field is missing",
    "unknown-value": "the value is not one of those allowed",
    "not-text": "must be text",
    "not-a-list": "must be a list",
    "not-fields": "must be a set of fields",
    "not-a-number": "must be a number, written without quotes",
    "not-true-or-false": "must be true or false, written without quotes",
    "not-a-date": "must be a date written like 2025-09-01",
    "not-one-line": "must be one line: after '>' or '|' write a hyphen, or put it on the line of its name",
    "bad-key": "use lower-case letters, digits, dots, hyphens and underscores, starting with a letter or digit",
    "bad-demand": "write none, optional, required, required_at_or_below LEVEL or required_at_or_above LEVEL",
    "bad-condition": "a condition is data: a question with is, at_or_below, at_or_above or answered; or all, any, not",
    "empty": "must not be empty",
    "too-long": "is too long",
    "too-few": "has too few items",
    "out-of-range": "is outside the range allowed",
    "bad-value": "the value cannot be used",
}
_NAMES = {
    "duplicate-key": "two sections or two questions have the same key",
    "unknown-scheme": "the rating scheme is neither written in the tool nor shipped",
    "unknown-level": "the rating scheme has no such level",
    "unknown-question": "the tool has no such question",
    "unknown-band": "the scoring has no such band",
    "unknown-reference": "the tool has no such reference",
    "unknown-thread": "the tool has no such thread",
    "unknown-answer": "the question cannot be answered with this value",
}
_SCORING = {
    "too-few-levels": "a rating scheme needs at least two levels",
    "scores-not-increasing": "scores must increase from each level to the next: list the worst level first",
    "duplicate-level": "two levels have the same value, or one has the value of not applicable",
    "scheme-does-not-fit": "the levels of the scheme are not the answers of the question",
    "scheme-missing": "the question says something about levels but names no rating scheme",
    "bands-not-ascending": "bands must be in ascending order, each with a label of its own",
    "bands-not-from-zero": "the first band must start from 0",
    "all-weights-zero": "at least one weight must be above 0",
}
_CONDITIONS = {
    "condition-on-later": "a condition may only ask about a question that comes earlier",
    "condition-on-itself": "a condition may not ask about its own question",
    "cycle": "conditions go round in a circle",
    "never-shown": "nobody can ever see this question",
    "not-a-rating": "at_or_below and at_or_above need a question with a rating scheme",
}
_QUESTIONS = {
    "duplicate-option": "two options have the same value",
    "duplicate-column": "two columns have the same key",
    "minimum-above-maximum": "the minimum is above the maximum",
    "unsafe-link": "a link must start with https://, http:// or mailto:",
    "hidden-character-in-value": "a value holds a hidden character, or starts or ends with a space",
}
_VERSIONS = {
    "unknown-from": "the version before has no such question",
    "version-ratified": "this version is already ratified with other content: raise the version",
    "other-tool": "the file it was compared with is of another tool",
}
_WARNINGS = {
    "no-reflection": "no question asks for reflection on practice",
    "no-lived-experience": "no question carries a thread of lived experience",
    "no-factors": "no question asks for the factors that affected practice",
    "no-outcomes": "no question asks about outcomes or impact",
    "ratings-only": "the tool asks for ratings only: there is nowhere to write",
    "words-only": "the tool asks for words only: nothing is rated",
    "level-without-guidance": "a level of a rating question is not described",
    "too-many-ratings": "the tool has more than 120 rated questions",
    "long-title": "a title is over 200 characters",
    "hard-to-read": "the text is hard to read",
    "superseded-reference": "a question refers to a superseded edition",
    "raw-html": "HTML is shown as it is written, not as formatting",
    "hidden-character": "the text holds hidden characters that change how it reads",
    "odd-attribute": "an organisation attribute is nearly, but not quite, one that is known",
    "missing-case": "a case-file tool should say what is recorded about a case",
    "missing-waves": "a training-impact tool should name its waves",
}

#: Every code and its rule, in the order in which the documentation lists them.
RULES: dict[str, Rule] = {
    code: Rule(sentence)
    for family in (_READING, _SHAPE, _NAMES, _SCORING, _CONDITIONS, _QUESTIONS, _VERSIONS)
    for code, sentence in family.items()
} | {code: Rule(sentence, is_warning=True) for code, sentence in _WARNINGS.items()}

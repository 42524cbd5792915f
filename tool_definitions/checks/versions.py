"""A version of a tool against those ratified before."""

import re
from collections.abc import Iterator, Sequence

from tool_definitions.checks.origins import CONTINUES
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import Problem
from tool_definitions.question import JudgedQuestion, Question, QuestionBase
from tool_definitions.tool import Scoring, Tool
from tool_definitions.values import look_alike

#: Titles that share fewer than this share of their words are of different questions.
LEAST_ALIKE = 0.2
_WORDS = re.compile(r"\w+")
_NUMBERS = re.compile(r"\d+")


def against_earlier(draft: Draft, earlier: Sequence[Tool]) -> Iterator[Problem]:
    """A ratified version keeps its content, and the version before is continued as this one says."""
    key, version = str(draft.data.get("key")), str(draft.data.get("version"))
    for other in earlier:
        if other.key != key:
            message = f"it was compared with the tool '{other.key}', which is another tool"
            yield draft.problem("other-tool", ("key",), message)
        elif other.version == version and draft.tool and draft.tool.fingerprint != other.fingerprint:
            message = f"version '{version}' of '{key}' is already ratified with other content"
            yield draft.problem("version-ratified", ("version",), message)
    before = [other for other in earlier if other.key == key and other.version != version]
    if before:
        yield from _against(draft, before[-1])


def _against(draft: Draft, before: Tool) -> Iterator[Problem]:
    yield from _raised(draft, before)
    yield from _bands(draft, before)
    yield from _dropped(draft, before)
    for question in draft.questions:
        yield from _origins_known(draft, question, before)
        yield from _continued(draft, question, before)


def _raised(draft: Draft, before: Tool) -> Iterator[Problem]:
    version = str(draft.data.get("version"))
    if _order(version) < _order(before.version):
        message = f"'{version}' does not come after '{before.version}'"
        yield draft.problem("version-not-raised", ("version",), message)


def _order(version: str) -> tuple[list[int], str]:
    return [int(number[:18]) for number in _NUMBERS.findall(version)], version


def _bands(draft: Draft, before: Tool) -> Iterator[Problem]:
    scoring = draft.part(Scoring, "scoring")
    if scoring and scoring.bands != before.scoring.bands and before.scoring.bands:
        yield draft.problem("bands-changed", ("scoring", "bands"))


def _dropped(draft: Draft, before: Tool) -> Iterator[Problem]:
    continued = {origin.key for each in draft.questions if each.question for origin in each.question.from_}
    for key in before.questions:
        if key not in draft.by_key and key not in continued:
            section = before.section_of[key].key
            place = next((each.path for each in draft.sections if each.key == section), ("sections",))
            message = f"'{key}' of version '{before.version}' has no successor"
            yield draft.problem("dropped-question", place, message)


def _origins_known(draft: Draft, question: DraftQuestion, before: Tool) -> Iterator[Problem]:
    known = tuple(before.questions)
    for place, origin in enumerate(question.question.from_ if question.question else ()):
        if origin.key not in known:
            message = f"version '{before.version}' has no question '{origin.key}'"
            listed = (place,) if isinstance(question.written.get("from"), list) else ()
            path = (*question.path, "from", *listed, "key")
            yield draft.problem("unknown-from", path, message, did_you_mean(origin.key, known))


def _continued(draft: Draft, question: DraftQuestion, before: Tool) -> Iterator[Problem]:
    if question.question is None:
        return
    origins = question.question.from_
    old = before.questions.get(question.key)
    if old and _takes_the_key_of(question.question, old, before):
        message = f"in version '{before.version}' the key '{question.key}' was that of '{old.title}'"
        yield draft.problem("key-reused", (*question.path, "key"), message)
        return
    relation, continued = "same", old
    if origins:
        relation, continued = origins[0].relation, before.questions.get(origins[0].key)
    if continued and relation in CONTINUES:
        yield from _same(draft, question, question.question, continued, relation)
        yield from _scored_alike(draft, question, continued, before)


def _takes_the_key_of(now: QuestionBase, old: Question, before: Tool) -> bool:
    origins = {origin.key for origin in now.from_}
    if not origins:
        return _is_another(now, old)
    return old.key not in origins and any(key in before.questions for key in origins)


def _is_another(now: QuestionBase, old: Question) -> bool:
    words, others = set(_WORDS.findall(now.title.lower())), set(_WORDS.findall(old.title.lower()))
    return len(words & others) < LEAST_ALIKE * min(len(words), len(others))


def _same(draft: Draft, place: DraftQuestion, now: QuestionBase, old: Question, relation: str) -> Iterator[Problem]:
    if relation == "same" and _plain(now.title) != _plain(old.title):
        message = f"the title was '{old.title}'"
        yield draft.problem("reworded-not-said", (*place.path, "title"), message)
    kind = getattr(now, "type", None)
    if kind != old.type:
        yield draft.problem("type-changed", (*place.path, "type"), f"the type was {old.type} and is {kind}")


def _scored_alike(draft: Draft, place: DraftQuestion, old: Question, before: Tool) -> Iterator[Problem]:
    now = place.judged
    if now is None or not isinstance(old, JudgedQuestion) or not (now.is_scored and old.is_scored):
        return
    scheme = draft.scheme_of(place)
    values = tuple(level.value for level in before.scheme_of(old.key).levels)
    if scheme and scheme.values is not None and scheme.values != values:
        message = f"the levels were {', '.join(values)} and are {', '.join(scheme.values)}"
        yield draft.problem("levels-changed", (*place.path, "scheme"), message)
    if now.weight != old.weight:
        message = f"the weight was {old.weight:g} and is {now.weight:g}"
        yield draft.problem("weight-changed", (*place.path, "weight"), message)


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(look_alike(text)))

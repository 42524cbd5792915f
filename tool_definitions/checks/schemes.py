"""What a rating scheme's levels say, taken together. Each check looks at one scheme."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from tool_definitions.checks.descriptions import alike
from tool_definitions.draft import Draft, DraftScheme
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.scheme import Level, Stance, level_faults
from tool_definitions.values import look_alike

SchemeCheck = Callable[[Draft, DraftScheme, tuple[Level, ...]], Iterator[Problem]]
_ORDER = {Stance.CONCERN: 0, Stance.ADEQUATE: 1, Stance.STRENGTH: 2}
_COLOURS = frozenset({
    "amber", "aqua", "black", "blue", "brown", "crimson", "cyan", "darkgreen", "darkred", "gold", "gray", "green",
    "grey", "lightblue", "lightgreen", "lime", "magenta", "maroon", "navy", "olive", "orange", "pink", "purple",
    "red", "salmon", "silver", "teal", "tomato", "turquoise", "violet", "white", "yellow",
})  # fmt: skip
_COLOUR_CODE = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"(n/?a|not applicable|does not apply|do(es)?n[’']t know|do not know|not known|unknown|not assessed|no answer)\b",
    re.IGNORECASE,
)
_WHOLE_NUMBER = re.compile(r"-?\d+")
MOST_UNEVEN = 3
LONGEST_LABEL = 60
#: Schemes with more levels than this, such as percentages, describe ranges of levels.
MOST_LEVELS_DESCRIBED_ONE_BY_ONE = 7


def written_schemes(draft: Draft) -> Iterator[Problem]:
    """The levels of each scheme written in the tool agree with each other."""
    for scheme in draft.schemes.values():
        if not scheme.is_shipped:
            yield from sense_of_scheme(draft, scheme)


def sense_of_scheme(draft: Draft, scheme: DraftScheme) -> Iterator[Problem]:
    """Everything the levels of one scheme say that does not agree."""
    if scheme.levels and not any(level_faults(scheme.levels, scheme.not_applicable)):
        for check in SCHEME_CHECKS:
            yield from check(draft, scheme, scheme.levels)


def _at(scheme: DraftScheme, place: int, *field: str) -> DocumentPath:
    return (*scheme.path, "levels", place, *field)


def _labels(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    values = Counter(look_alike(level.value) for level in levels)
    for place, level in enumerate(levels):
        label = look_alike(level.label)
        if label in seen:
            yield draft.problem(
                "duplicate-level-label", _at(scheme, place, "label"), f"two levels are labelled '{level.label}'"
            )
        if label in values and label != look_alike(level.value):
            message = f"'{level.value}' is labelled '{level.label}', which is the value of another level"
            yield draft.problem("label-is-other-value", _at(scheme, place, "label"), message)
        if len(level.label) > LONGEST_LABEL:
            message = f"the label has {len(level.label)} characters; over {LONGEST_LABEL} is cut off"
            yield draft.problem("long-label", _at(scheme, place, "label"), message)
        seen.add(label)


def _values_in_order(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    if not all(_WHOLE_NUMBER.fullmatch(level.value) for level in levels):
        return
    numbers = [int(level.value) for level in levels]
    if numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
        message = "from worst to best the values are " + ", ".join(level.value for level in levels)
        yield draft.problem("values-out-of-order", (*scheme.path, "levels"), message)


def _stances(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    for place, (worse, better) in enumerate(pairwise(levels), start=1):
        if _ORDER[better.stance] < _ORDER[worse.stance]:
            message = f"'{better.value}' is better than '{worse.value}' but has the stance {better.stance}"
            yield draft.problem("stance-out-of-order", _at(scheme, place, "stance"), message)
    stances = {level.stance for level in levels}
    if len(stances) == 1:
        message = f"every level has the stance {levels[0].stance}"
        yield draft.problem("one-stance", (*scheme.path, "levels"), message)
    elif Stance.CONCERN not in stances:
        yield draft.problem("no-concern-level", (*scheme.path, "levels"))
    elif Stance.STRENGTH not in stances and len(levels) > 2:
        yield draft.problem("no-strength-level", (*scheme.path, "levels"))


def _standards(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    for place, (worse, better) in enumerate(pairwise(levels), start=1):
        if worse.meets and not better.meets:
            message = f"'{worse.value}' meets the standard and the better '{better.value}' does not"
            yield draft.problem("standard-out-of-order", _at(scheme, place, "meets_standard"), message)
    for place, level in enumerate(levels):
        if level.meets and level.stance is Stance.CONCERN:
            message = f"'{level.value}' is a concern and meets the standard"
        elif not level.meets and level.stance is Stance.STRENGTH:
            message = f"'{level.value}' is a strength and does not meet the standard"
        else:
            continue
        yield draft.problem("standard-against-stance", _at(scheme, place, "meets_standard"), message)


def _colours(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, level in enumerate(levels):
        if level.colour is None:
            continue
        colour = look_alike(level.colour)
        if colour not in _COLOURS and not _COLOUR_CODE.fullmatch(colour):
            message = f"'{level.colour}' is not the name of a colour"
            yield draft.problem("unknown-colour", _at(scheme, place, "colour"), message)
        if colour in seen:
            message = f"'{level.value}' and '{seen[colour]}' are both {level.colour}"
            yield draft.problem("same-colour", _at(scheme, place, "colour"), message)
        seen.setdefault(colour, level.value)


def _not_a_level(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    for place, level in enumerate(levels):
        if _NO_ANSWER.match(level.label.strip()):
            message = f"the level '{level.label}' would be scored {level.score:g}"
            yield draft.problem("not-applicable-level", _at(scheme, place, "label"), message)


def _scores(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    steps = [better.score - worse.score for worse, better in pairwise(levels)]
    if min(steps) > 0 and max(steps) > MOST_UNEVEN * min(steps):
        place = steps.index(max(steps)) + 1
        message = f"the step to '{levels[place].value}' is {max(steps):g}, another is {min(steps):g}"
        yield draft.problem("uneven-scores", _at(scheme, place, "score"), message)
    if levels[0].score < 0:
        message = f"the score of '{levels[0].value}' is {levels[0].score:g}"
        yield draft.problem("negative-score", _at(scheme, 0, "score"), message)


def _means(draft: Draft, scheme: DraftScheme, levels: tuple[Level, ...]) -> Iterator[Problem]:
    if len(levels) <= MOST_LEVELS_DESCRIBED_ONE_BY_ONE:
        yield from alike(draft, {_at(scheme, place, "means"): each.means for place, each in enumerate(levels)})


SCHEME_CHECKS: tuple[SchemeCheck, ...] = (
    _labels,
    _values_in_order,
    _stances,
    _standards,
    _colours,
    _not_a_level,
    _scores,
    _means,
)

"""The waves of a training-impact tool."""

from collections.abc import Iterator

from tool_definitions.checks.levels import nearest_or_list
from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.tool import Kind


def waves_named(draft: Draft) -> Iterator[Problem]:
    """Every wave that a question names is one of the tool's."""
    known = _waves(draft)
    names = frozenset(known)
    for question in draft.questions:
        for place, wave in enumerate(question.question.waves if question.question else ()):
            if wave not in names and (known or draft.kind == Kind.TRAINING_IMPACT):
                path = (*question.path, "waves", place)
                yield draft.problem("unknown-wave", path, f"no wave is called '{wave}'", nearest_or_list(wave, known))


def waves_fit_kind(draft: Draft) -> Iterator[Problem]:
    """A training-impact tool, and no other, has waves, and more than one."""
    if draft.kind == Kind.TRAINING_IMPACT:
        if "waves" not in draft.data:
            yield draft.problem("missing-waves", ("kind",))
        if len(set(_waves(draft))) == 1:
            yield draft.problem("one-wave", ("waves",))
    elif "waves" in draft.data:
        yield draft.problem("unused-waves", ("waves",))
    else:
        for question in draft.questions:
            if question.question and question.question.waves:
                yield draft.problem("unused-waves", (*question.path, "waves"))


def waves_compared(draft: Draft) -> Iterator[Problem]:
    """Every wave asks something, and something rated is asked more than once."""
    known = _waves(draft)
    if draft.kind != Kind.TRAINING_IMPACT or len(known) < 2:
        return
    asked = [set(question.question.waves or known) for question in draft.questions if question.question]
    for place, wave in enumerate(known):
        if not any(wave in waves for waves in asked):
            yield draft.problem("empty-wave", ("waves", place), f"no question is asked in the wave '{wave}'")
    rated = [judged for _, judged in draft.scored()]
    if rated and not any(len(set(judged.waves or known) & set(known)) > 1 for judged in rated):
        yield draft.problem("waves-not-compared", ("waves",))


def _waves(draft: Draft) -> tuple[str, ...]:
    written = draft.data.get("waves")
    return tuple(str(wave) for wave in written) if isinstance(written, list) else ()

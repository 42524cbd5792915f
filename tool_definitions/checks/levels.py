"""Rating schemes and the levels that questions name."""

from collections.abc import Iterator

from tool_definitions.checks.gathered import each_or_together
from tool_definitions.draft import Draft, DraftQuestion, DraftScheme, names_a_scheme
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import ChoiceQuestion, JudgedQuestion, RatingQuestion, YesNoQuestion
from tool_definitions.scheme import level_faults


def scheme_levels(draft: Draft) -> Iterator[Problem]:
    """A scheme written in the tool has two levels or more, worst first, each with a value of its own."""
    for name, scheme in draft.schemes.items():
        if not scheme.is_shipped:
            yield from faults_of_levels(draft, scheme, f"the scheme '{name}': ")


def faults_of_levels(draft: Draft, scheme: DraftScheme, prefix: str = "") -> Iterator[Problem]:
    """What is wrong with the levels of one scheme, each at its own line."""
    if scheme.levels is None:
        return
    for fault in level_faults(scheme.levels, scheme.not_applicable):
        path: DocumentPath = (*scheme.path, "levels")
        path = path if fault.place is None else (*path, fault.place)
        yield draft.problem(fault.code, path, prefix + fault.message)


def known_schemes(draft: Draft) -> Iterator[Problem]:
    """Every scheme named is written in the tool, and every shipped scheme used exists."""
    for question, judged in draft.scored():
        if names_a_scheme(judged) and judged.scheme not in draft.schemes:
            name = str(judged.scheme)
            yield draft.problem(
                "unknown-scheme",
                (*question.path, "scheme"),
                f"no rating scheme is called '{name}'",
                _remedy(draft, name),
            )


def _remedy(draft: Draft, name: str) -> str:
    if name in draft.shipped:
        return f"add it to rating_schemes: '{name}: {{use: {name}}}'"
    return did_you_mean(name, tuple(draft.schemes)) or "name one of the tool's rating_schemes"


def levels_named(draft: Draft) -> Iterator[Problem]:
    """Every level that a question names is a level of its scheme."""
    for question in draft.questions:
        if question.judged is None:
            continue
        for path, level in _named_levels(question, question.judged):
            yield from _unless_level(draft, question, path, level)


def _named_levels(question: DraftQuestion, judged: JudgedQuestion) -> Iterator[tuple[DocumentPath, str]]:
    if judged.limit:
        yield (*question.path, "limit", "at_or_below"), judged.limit.at_or_below
    for name, demand in (("comment", judged.comment), ("evidence", judged.evidence)):
        if demand.level is not None:
            yield (*question.path, name), demand.level
    if judged.action_at_or_below is not None:
        yield (*question.path, "action_at_or_below"), judged.action_at_or_below
    if isinstance(judged, RatingQuestion):
        for level in judged.levels:
            yield (*question.path, "levels", level), level


def _unless_level(draft: Draft, question: DraftQuestion, path: DocumentPath, level: str) -> Iterator[Problem]:
    if question.judged and not question.judged.is_scored:
        message = f"'{path[-1]}' names the level '{level}', but the question names no rating scheme"
        yield draft.problem("scheme-missing", path, message, "add a scheme")
    values = _values(draft, question)
    if values is not None and level not in values:
        yield draft.problem("unknown-level", path, f"the scheme has no level '{level}'", nearest_or_list(level, values))


def _values(draft: Draft, question: DraftQuestion) -> tuple[str, ...] | None:
    scheme = draft.scheme_of(question)
    return scheme.values if scheme else None


def nearest_or_list(written: str, known: tuple[str, ...]) -> str:
    """The nearest known value, else all of them where they are few."""
    if near := did_you_mean(written, known):
        return near
    return "use one of: " + ", ".join(known) if known and len(known) <= 10 else ""


def levels_described(draft: Draft) -> Iterator[Problem]:
    """Every level of a rating question is described, by the question or by its scheme."""
    found: list[tuple[DocumentPath, str]] = []
    ratings = [(each, judged, levels) for each, judged, levels in draft.rated if isinstance(judged, RatingQuestion)]
    for question, judged, levels in ratings:
        bare = [level.value for level in levels if not judged.levels.get(level.value) and not level.means]
        if bare:
            message = f"'{question.key}' does not say what these levels look like: {', '.join(bare)}"
            found.append(((*question.path, "levels"), message))
    what = "rated questions do not say what each level looks like"
    yield from each_or_together(draft, "level-without-guidance", found, len(ratings), what)


def scheme_fits(draft: Draft) -> Iterator[Problem]:
    """The answers of a scored yes/no or choice question are the levels of its scheme."""
    for question in draft.questions:
        values = _values(draft, question)
        answers = _fixed_answers(question.judged)
        if values is None or answers is None or set(values) == set(answers):
            continue
        message = f"the answers are {', '.join(answers)} but the levels of the scheme are {', '.join(values)}"
        yield draft.problem("scheme-does-not-fit", (*question.path, "scheme"), message, "they must be the same")


def _fixed_answers(judged: JudgedQuestion | None) -> tuple[str, ...] | None:
    if isinstance(judged, YesNoQuestion):
        return ("yes", "no")
    return tuple(option.value for option in judged.options) if isinstance(judged, ChoiceQuestion) else None

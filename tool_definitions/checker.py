"""Checking tool files: every problem at once, each with its line."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from tool_definitions.checks import CHECKS, TEXT_CHECKS
from tool_definitions.checks.editions import in_force
from tool_definitions.checks.levels import faults_of_levels
from tool_definitions.checks.schemes import sense_of_scheme
from tool_definitions.checks.versions import against_earlier
from tool_definitions.document import Document, Reading, is_mapping, read_file, read_text
from tool_definitions.draft import Draft, draft_scheme
from tool_definitions.model_problems import did_you_mean, model_problems
from tool_definitions.problems import Problem, has_errors
from tool_definitions.scheme import RatingScheme
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Tool

#: What a check reports at the very line, the model's own refusal need not repeat.
_REPORTED_BY_CHECKS = frozenset({"duplicate-key", "too-few-levels", "scores-not-increasing", "duplicate-level"})


#: The latest edition in force of each legal instrument, by its key in the partnership's register and by its titles.
Editions = Mapping[str, date]
_NO_REGISTER: Editions = MappingProxyType({})


class Examination(NamedTuple):
    """What came of examining a file: the tool (None if it cannot be used) and every problem, in file order."""

    tool: Tool | None
    problems: list[Problem]


def check_tool(path: Path | str, *, earlier: Iterable[Tool] = ()) -> list[Problem]:
    """Every problem of a tool file, in the order of its lines; warnings too.

    `earlier` are versions already ratified: the same version may not have other content, and `from` must name
    questions of the latest other version (the last one given).
    """
    return examine(read_file(Path(path)), earlier=earlier).problems


def check_tool_text(text: str, *, file: str = "tool.yaml", earlier: Iterable[Tool] = ()) -> list[Problem]:
    """Every problem of a tool written in a text; `file` is the name used in problems."""
    return examine(read_text(text, file=file), earlier=earlier).problems


def check_file(path: Path | str, *, earlier: Iterable[Tool] = ()) -> list[Problem]:
    """Every problem of a file that holds a tool or, where it has levels and no sections, a rating scheme."""
    reading = read_file(Path(path))
    data = reading.document.data if reading.document else None
    if reading.document and is_mapping(data) and "levels" in data and "sections" not in data:
        return sorted([*reading.problems, *scheme_problems(reading.document)])
    return examine(reading, earlier=earlier).problems


def examine(reading: Reading, *, earlier: Iterable[Tool] = (), editions: Editions = _NO_REGISTER) -> Examination:
    """Examine what was read: the tool, where it has no errors, and every problem.

    `earlier` as in `check_tool`. `editions` gives the latest edition in force of each legal instrument in the
    partnership's register, by its key and by its titles as `look_alike` gives them: a question that cites an older one
    of the same `instrument` (without one: of the same title) is reported.
    """
    document = reading.document
    if document is None:
        return Examination(None, sorted(reading.problems))
    if not is_mapping(document.data):
        not_fields = document.problem("not-fields", (), "the file must be a set of fields, such as 'title: ...'")
        return Examination(None, sorted([*reading.problems, not_fields]))
    tool, problems = _validate(document, document.data)
    draft = Draft(document, document.data, shipped_schemes(), tool)
    problems += [found for check in CHECKS for found in check(draft)]
    problems += in_force(draft, editions)
    problems += against_earlier(draft, tuple(earlier))
    every = sorted({*reading.problems, *problems}, key=lambda found: (found.line, found))
    return Examination(None if has_errors(every) else tool, every)


def scheme_problems(document: Document) -> list[Problem]:
    """Every problem of a document that holds a rating scheme."""
    problems: list[Problem] = []
    try:
        RatingScheme.model_validate(document.data)
    except ValidationError as refusal:
        problems = _not_reported_by_checks(model_problems(document, RatingScheme, refusal))
    if not is_mapping(document.data):
        return problems
    draft = Draft(document, document.data, {}, None)
    scheme = draft_scheme((), document.data)
    problems += [found for check in TEXT_CHECKS for found in check(draft)]
    return [*problems, *faults_of_levels(draft, scheme), *sense_of_scheme(draft, scheme)]


def _validate(document: Document, data: dict[str, Any]) -> tuple[Tool | None, list[Problem]]:
    schemes, problems = _with_shipped_schemes(document, data)
    try:
        return Tool.model_validate({**data, **schemes}), problems
    except ValidationError as refusal:
        return None, problems + _not_reported_by_checks(model_problems(document, Tool, refusal))


def _not_reported_by_checks(problems: list[Problem]) -> list[Problem]:
    return [found for found in problems if found.code not in _REPORTED_BY_CHECKS]


def _with_shipped_schemes(document: Document, data: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The field `rating_schemes` with the schemes that `{use: NAME}` names, and what is wrong with such names."""
    written = data.get("rating_schemes")
    if not is_mapping(written):
        return {}, []
    schemes = dict(written)
    problems = []
    for name, part in written.items():
        if is_mapping(part) and "use" in part:
            schemes[name], found = _shipped_scheme(document, name, part)
            problems += found
    return {"rating_schemes": schemes}, problems


def _shipped_scheme(document: Document, name: str, part: dict[str, Any]) -> tuple[RatingScheme, list[Problem]]:
    path = ("rating_schemes", name)
    shipped = shipped_schemes()
    wanted = str(part["use"])
    problems = [
        document.problem("unknown-field", (*path, field), f"beside 'use' there can be no field '{field}'")
        for field in part
        if field != "use"
    ]
    if wanted not in shipped:
        remedy = did_you_mean(wanted, tuple(shipped)) or "use one of: " + ", ".join(shipped)
        message = f"no shipped rating scheme is called '{wanted}'"
        problems.append(document.problem("unknown-scheme", (*path, "use"), message, remedy))
    # With an unknown name any scheme stands in, so that the rest of the file is still read against the model.
    return shipped.get(wanted) or next(iter(shipped.values())), problems

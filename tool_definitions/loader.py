"""From files to the model: audit tools, rating schemes, and those we ship."""

from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from tool_definitions.document import Reading, is_mapping, read_file, read_text
from tool_definitions.model_problems import did_you_mean, model_problems
from tool_definitions.problems import Problem, ToolError, has_errors
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool

_HERE = Path(__file__).parent


def load_tool(path: Path | str) -> Tool:
    """The tool in a YAML file, its `{use: NAME}` schemes replaced by the shipped ones.

    Raises:
        ToolError: with every problem found, each with its line, if any of them is an error.
    """
    return _tool(read_file(Path(path)))


def load_tool_text(text: str, *, file: str = "tool.yaml") -> Tool:
    """The tool in a YAML text; `file` is the name used in problems. Raises ToolError like `load_tool`."""
    return _tool(read_text(text, file=file))


def load_scheme(path: Path | str) -> RatingScheme:
    """The rating scheme in a YAML file. Raises ToolError like `load_tool`."""
    reading = read_file(Path(path))
    document, problems = reading
    if document is None or has_errors(problems):
        raise ToolError(problems)
    try:
        return RatingScheme.model_validate(document.data)
    except ValidationError as refusal:
        raise ToolError([*problems, *model_problems(document, RatingScheme, refusal)]) from refusal


@cache
def shipped_schemes() -> MappingProxyType[str, RatingScheme]:
    """The rating schemes we ship, by key, in alphabetical order."""
    schemes = [load_scheme(path) for path in sorted((_HERE / "rating_schemes").glob("*.yaml"))]
    return MappingProxyType({scheme.key: scheme for scheme in schemes})


@cache
def shipped_tools() -> MappingProxyType[str, Tool]:
    """The tools we ship, by key, in alphabetical order of their files."""
    tools = [load_tool(path) for path in sorted((_HERE / "tools").glob("*.yaml"))]
    return MappingProxyType({tool.key: tool for tool in tools})


def _tool(reading: Reading) -> Tool:
    document, problems = reading
    if document is None:
        raise ToolError(problems)
    problems = [*problems]
    data = document.data
    if is_mapping(data) and is_mapping(data.get("rating_schemes")):
        schemes = {}
        for name, scheme in data["rating_schemes"].items():
            schemes[name] = scheme
            if is_mapping(scheme) and set(scheme) == {"use"}:
                if scheme["use"] in shipped_schemes():
                    schemes[name] = shipped_schemes()[scheme["use"]]
                else:
                    path = ("rating_schemes", name, "use")
                    remedy = did_you_mean(str(scheme["use"]), tuple(shipped_schemes()))
                    problems.append(
                        document.problem(
                            "unknown-scheme", path, f"no shipped scheme is called '{scheme['use']}'", remedy
                        )
                    )
        data = {**data, "rating_schemes": schemes}
    try:
        tool = Tool.model_validate(data)
    except ValidationError as refusal:
        raise ToolError(sorted([*problems, *model_problems(document, Tool, refusal)])) from refusal
    if has_errors(problems):
        raise ToolError(problems)
    return tool


__all__ = ["Problem", "ToolError", "load_scheme", "load_tool", "load_tool_text", "shipped_schemes", "shipped_tools"]

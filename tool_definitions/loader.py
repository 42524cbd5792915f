"""From files to the model: audit tools, rating schemes, and those we ship."""

from functools import cache
from pathlib import Path
from types import MappingProxyType

from tool_definitions.checker import Examination, examine
from tool_definitions.document import read_file, read_text
from tool_definitions.problems import Problem, ToolError
from tool_definitions.shipped import load_scheme, shipped_schemes
from tool_definitions.tool import Tool

_TOOLS = Path(__file__).parent / "tools"


def load_tool(path: Path | str) -> Tool:
    """The tool in a YAML file, its `{use: NAME}` schemes replaced by the shipped ones.

    A tool that loads has no errors, only perhaps warnings (`check_tool` lists them).

    Raises:
        ToolError: with every problem found, each with its line, if any of them is an error.
    """
    return _tool(examine(read_file(Path(path))))


def load_tool_text(text: str, *, file: str = "tool.yaml") -> Tool:
    """The tool in a YAML text; `file` is the name used in problems. Raises ToolError like `load_tool`."""
    return _tool(examine(read_text(text, file=file)))


def shipped_tool_paths() -> tuple[Path, ...]:
    """The files of the tools we ship, in alphabetical order."""
    return tuple(sorted(_TOOLS.glob("*.yaml")))


@cache
def shipped_tools() -> MappingProxyType[str, Tool]:
    """The tools we ship, by key, in alphabetical order of their files."""
    tools = [load_tool(path) for path in shipped_tool_paths()]
    return MappingProxyType({tool.key: tool for tool in tools})


def _tool(examination: Examination) -> Tool:
    if examination.tool is None:
        raise ToolError(examination.problems)
    return examination.tool


__all__ = [
    "Problem",
    "ToolError",
    "load_scheme",
    "load_tool",
    "load_tool_text",
    "shipped_schemes",
    "shipped_tool_paths",
    "shipped_tools",
]

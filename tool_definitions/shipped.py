"""The rating schemes we ship, read from their files."""

from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from tool_definitions.document import read_file
from tool_definitions.model_problems import model_problems
from tool_definitions.problems import ToolError, has_errors
from tool_definitions.scheme import RatingScheme

_SCHEMES = Path(__file__).parent / "rating_schemes"


def load_scheme(path: Path | str) -> RatingScheme:
    """The rating scheme in a YAML file.

    Raises:
        ToolError: with every problem found, each with its line.
    """
    document, problems = read_file(Path(path))
    if document is None or has_errors(problems):
        raise ToolError(problems)
    try:
        return RatingScheme.model_validate(document.data)
    except ValidationError as refusal:
        raise ToolError(model_problems(document, RatingScheme, refusal)) from refusal


@cache
def shipped_schemes() -> MappingProxyType[str, RatingScheme]:
    """The rating schemes we ship, by key, in alphabetical order."""
    schemes = [load_scheme(path) for path in sorted(_SCHEMES.glob("*.yaml"))]
    return MappingProxyType({scheme.key: scheme for scheme in schemes})

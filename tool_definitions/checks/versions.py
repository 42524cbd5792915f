"""A version of a tool against those ratified before."""

from collections.abc import Iterator, Sequence

from tool_definitions.draft import Draft
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import Problem
from tool_definitions.tool import Tool


def against_earlier(draft: Draft, earlier: Sequence[Tool]) -> Iterator[Problem]:
    """A ratified version keeps its content, and `from` names questions of the version before."""
    key, version = str(draft.data.get("key")), str(draft.data.get("version"))
    for other in earlier:
        if other.key != key:
            message = f"it was compared with the tool '{other.key}', which is another tool"
            yield draft.problem("other-tool", ("key",), message)
        elif other.version == version and draft.tool and draft.tool.fingerprint != other.fingerprint:
            message = f"version '{version}' of '{key}' is already ratified with other content"
            yield draft.problem("version-ratified", ("version",), message, "raise the version")
    before = [other for other in earlier if other.key == key and other.version != version]
    if before:
        yield from _from(draft, before[-1])


def _from(draft: Draft, before: Tool) -> Iterator[Problem]:
    known = tuple(before.questions)
    for question in draft.questions:
        for place, came_from in enumerate(question.question.from_ if question.question else ()):
            if came_from.key not in known:
                message = f"version '{before.version}' has no question '{came_from.key}'"
                path = (*question.path, "from", place, "key")
                yield draft.problem("unknown-from", path, message, did_you_mean(came_from.key, known))

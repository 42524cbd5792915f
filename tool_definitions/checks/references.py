"""References and threads that questions name."""

from collections.abc import Iterator

from tool_definitions.checks.levels import nearest_or_list
from tool_definitions.draft import Draft
from tool_definitions.problems import Problem


def references_named(draft: Draft) -> Iterator[Problem]:
    """Every reference named is one of the tool's."""
    known = draft.names("references")
    for question in draft.questions:
        for place, reference in enumerate(question.question.references if question.question else ()):
            path = (*question.path, "references", place, "source")
            if reference.source not in known:
                remedy = nearest_or_list(reference.source, known)
                yield draft.problem("unknown-reference", path, f"no reference is called '{reference.source}'", remedy)


def threads_named(draft: Draft) -> Iterator[Problem]:
    """Every thread named is one of the tool's."""
    known = draft.names("threads")
    for question in draft.questions:
        for place, thread in enumerate(question.question.threads if question.question else ()):
            if thread not in known:
                path = (*question.path, "threads", place)
                remedy = nearest_or_list(thread, known)
                yield draft.problem("unknown-thread", path, f"no thread is called '{thread}'", remedy)

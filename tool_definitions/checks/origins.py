"""What questions say they were in the version before, taken together."""

from collections import Counter
from collections.abc import Iterator

from tool_definitions.draft import Draft
from tool_definitions.problems import Problem

CONTINUES = frozenset({"same", "reworded"})


def relations(draft: Draft) -> Iterator[Problem]:
    """Merged comes from several, split goes to several, and nothing else does."""
    split = Counter(
        origin.key
        for each in draft.questions
        if each.question
        for origin in each.question.from_
        if origin.relation == "split"
    )
    for question in draft.questions:
        origins = question.question.from_ if question.question else ()
        kinds = {origin.relation for origin in origins}
        path = (*question.path, "from")
        if "merged" in kinds and len(origins) == 1:
            yield draft.problem("merged-from-one", path, f"'{question.key}' is merged from '{origins[0].key}' only")
        if len(origins) > 1 and kinds != {"merged"}:
            yield draft.problem("several-not-merged", path)
        for origin in origins:
            if origin.relation == "split" and split[origin.key] == 1:
                message = f"nothing else is said to come from '{origin.key}'"
                yield draft.problem("split-alone", path, message)


def continued_once(draft: Draft) -> Iterator[Problem]:
    """No two questions continue the same question."""
    first: dict[str, str] = {}
    for question in draft.questions:
        origins = question.question.from_ if question.question else ()
        for origin in origins:
            other = first.setdefault(origin.key, question.key) if origin.relation in CONTINUES else question.key
            if other != question.key:
                message = f"'{question.key}' and '{other}' both continue '{origin.key}'"
                yield draft.problem("two-continue-one", (*question.path, "from"), message)

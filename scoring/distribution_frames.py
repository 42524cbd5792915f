"""Distributions as pandas frames. Only what asks for a frame imports this module."""

from dataclasses import asdict

import pandas as pd

from scoring.distributions import Distribution, Distributions


def distributions_frame(found: Distributions) -> pd.DataFrame:
    """One row a group (None for the whole audit), question and basis (`self`, `effective`)."""
    rows = [row for group, part in [(None, found.audit), *found.groups.items()] for row in _rows(group, part)]
    return pd.DataFrame(rows)


def _rows(group: str | None, part: Distribution) -> list[dict[str, object]]:
    return [
        {"group": group, "question": key, "basis": basis, **asdict(counts)}
        for key, question in part.questions.items()
        for basis, counts in (("self", question.self), ("effective", question.effective))
    ]

"""The ratings of an audit as matrices: what every computation starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.packed import HIDDEN, NOT_APPLICABLE, UNANSWERED, Codes
from tool_definitions.tool import Tool

#: What an organisation without a value for an attribute is grouped under.
NOT_STATED = ""


@dataclass(frozen=True)
class Ratings:
    """The returns of one audit, in a stated order.

    `codes` is returns x scored questions (tool order) of int8: a level's place in its scheme, or a negative code of
    `scoring.packed`. `moderated` has the same shape, UNANSWERED where a rating was not moderated, or is None where
    nothing was. `attributes` holds one value a return for each organisation attribute. `comments` holds the comments
    by (return id, question key), or is None where they are not known; `evidence` the (return id, question key) pairs
    that have evidence, or None. `feedback` holds what was said in the tool's own feedback questions, by question.
    """

    return_ids: tuple[str, ...]
    organisation_ids: tuple[str, ...]
    codes: Codes
    moderated: Codes | None = None
    attributes: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    comments: Mapping[tuple[str, str], str] | None = None
    evidence: frozenset[tuple[str, str]] | None = None
    feedback: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.return_ids)
        columns = {"organisation_ids": self.organisation_ids, "codes": self.codes, **self.attributes}
        for name, column in columns.items():
            if len(column) != n:
                raise ValueError(f"{name} has {len(column)} rows for {n} returns")
        if self.moderated is not None and self.moderated.shape != self.codes.shape:
            raise ValueError("moderated ratings and ratings differ in shape")
        if len(set(self.return_ids)) < n:
            raise ValueError("a return appears twice")

    @classmethod
    def from_packed(  # noqa: PLR0917 (parallel columns, in the order in which a query gives them)
        cls,
        tool: Tool,
        return_ids: Sequence[str],
        organisation_ids: Sequence[str],
        packed_rows: Sequence[bytes],
        moderated_packed_rows: Sequence[bytes | None] | None = None,
        attributes: Mapping[str, Sequence[str | None]] | None = None,
    ) -> Self:
        """From rows that `pack` made, one a return; a moderated row of None means that nothing in it was moderated.

        Raises ValueError where a row is not as long as `tool.scored_questions`, or holds a code no level has.
        """
        width = len(tool.scored_questions)
        codes = _matrix(packed_rows, width)
        moderated = None
        if moderated_packed_rows is not None and any(row is not None for row in moderated_packed_rows):
            blank = np.full(width, UNANSWERED, dtype=np.int8).tobytes()
            moderated = _matrix([blank if row is None else row for row in moderated_packed_rows], width)
        _check_levels(tool, codes, moderated)
        return cls(tuple(return_ids), tuple(organisation_ids), codes, moderated, attributes or {})

    def __len__(self) -> int:
        return len(self.return_ids)

    def place_of(self, return_id: str) -> int:
        """The row of this return; KeyError if there is none."""
        try:
            return self.return_ids.index(return_id)
        except ValueError:
            raise KeyError(return_id) from None

    def one(self, return_id: str) -> "Ratings":
        """The same for this one return; KeyError if there is none."""
        return self.rows([self.place_of(return_id)])

    def rows(self, places: Sequence[int]) -> "Ratings":
        """The same for these rows only, in this order."""
        chosen = list(places)
        return Ratings(
            return_ids=tuple(self.return_ids[place] for place in chosen),
            organisation_ids=tuple(self.organisation_ids[place] for place in chosen),
            codes=self.codes[chosen],
            moderated=None if self.moderated is None else self.moderated[chosen],
            attributes={name: [values[place] for place in chosen] for name, values in self.attributes.items()},
            comments=self.comments,
            evidence=self.evidence,
            feedback=self.feedback,
        )

    @property
    def was_moderated(self) -> NDArray[np.bool_]:
        """Returns x questions: where a question that counts has a moderated rating (*not applicable* is one)."""
        if self.moderated is None:
            return np.zeros(self.codes.shape, dtype=bool)
        given = (self.moderated >= 0) | (self.moderated == NOT_APPLICABLE)
        return np.asarray(given & (self.codes > HIDDEN))

    @property
    def effective(self) -> Codes:
        """The moderated codes where there are any, else the self codes."""
        if self.moderated is None:
            return self.codes
        return np.where(self.was_moderated, self.moderated, self.codes)

    def groups(self, by: str) -> dict[str, NDArray[np.intp]]:
        """The rows of each value of an attribute, by value in alphabetical order, those not stated last."""
        values = [value or NOT_STATED for value in self.attributes[by]]
        rows: dict[str, list[int]] = {}
        for row, value in enumerate(values):
            rows.setdefault(value, []).append(row)
        return {value: np.array(rows[value]) for value in sorted(rows, key=lambda value: (value == NOT_STATED, value))}


def _matrix(rows: Sequence[bytes], width: int) -> Codes:
    if any(len(row) != width for row in rows):
        raise ValueError(f"a packed row does not have the tool's {width} scored questions")
    return np.frombuffer(b"".join(rows), dtype=np.int8).reshape(len(rows), width)


def _check_levels(tool: Tool, codes: Codes, moderated: Codes | None) -> None:
    highest = np.array([len(tool.scheme_of(key).levels) for key in tool.scored_questions], dtype=np.int8)
    for matrix in (codes, moderated):
        if matrix is None or not matrix.size:
            continue
        if (matrix.max(axis=0) >= highest).any():
            raise ValueError("a packed row holds a level that its rating scheme does not have")

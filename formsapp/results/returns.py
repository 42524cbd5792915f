"""Every return's scores, one a line."""

from dataclasses import dataclass

from scoring.explain import number
from scoring.score import Scores


@dataclass(frozen=True)
class ReturnLine:
    """The scores of one return; None where there is none."""

    return_id: int
    name: str
    case: str | None
    phase: str | None
    own: float | None
    effective: float | None
    share_moderated: float | None
    coverage: float | None
    band: str | None
    capped_by: tuple[str, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether questions were left unanswered."""
        return self.coverage is not None and self.coverage < 1


def return_lines(scores: Scores) -> list[ReturnLine]:
    """Every return's scores, in the order of their names."""
    return [_line(scores, row) for row in range(len(scores))]


def _line(scores: Scores, row: int) -> ReturnLine:
    attributes = scores.ratings.attributes
    band = int(scores.bands[row])
    return ReturnLine(
        return_id=int(scores.ratings.return_ids[row]),
        name=attributes["name"][row] or "",
        case=attributes["case"][row],
        phase=attributes["phase"][row],
        own=number(scores.part("self").overall[row]),
        effective=number(scores.part("effective").overall[row]),
        share_moderated=number(scores.share_moderated[row]),
        coverage=number(scores.coverage[row]),
        band=scores.columns.band_labels[band] if band >= 0 else None,
        capped_by=tuple(scores.capped_by(row)),
    )

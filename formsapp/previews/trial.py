"""What somebody asks of a try-out: which answers, and how many returns of what kind, from which seed."""

from collections.abc import Mapping
from dataclasses import dataclass

from formsapp.previews.made_up import MIXTURES, Fill
from tool_definitions.tool import Tool

MOST_RETURNS = 200
#: As many answers as a page can make up while somebody waits: 200 returns of 200 questions, or 13 of 3,000.
MOST_ANSWERS = 40_000
LARGEST_SEED = 999_999

Errors = list[tuple[str | None, str]]


@dataclass(frozen=True)
class Trial:
    """One try-out. The same trial gives the same figures."""

    fill: Fill = Fill.MIDDLE
    number: int = 20
    mixture: str = "mixed"
    seed: int = 1

    def returns_of(self, tool: Tool) -> int:
        """How many returns are made up of this tool: fewer than asked for where it has very many questions."""
        return max(1, min(self.number, MOST_ANSWERS // max(1, len(tool.questions))))


def trial_of(given: Mapping[str, str], *, has_typed: bool) -> tuple[Trial, Errors]:
    """The trial that a form or an address asks for, and what is wrong with it; what is wrong stays as it usually is."""
    usual, errors = Trial(), []
    number = _whole(given.get("number", str(usual.number)), 1, MOST_RETURNS)
    seed = _whole(given.get("seed", str(usual.seed)), 0, LARGEST_SEED)
    if number is None:
        errors.append(("number", f"The number of returns must be a whole number from 1 to {MOST_RETURNS}"))
    if seed is None:
        errors.append(("seed", f"The seed must be a whole number from 0 to {LARGEST_SEED:,}"))
    mixture = given.get("mixture", usual.mixture)
    trial = Trial(
        fill=_fill(given.get("fill", usual.fill), has_typed=has_typed),
        number=usual.number if number is None else number,
        mixture=mixture if mixture in MIXTURES else usual.mixture,
        seed=usual.seed if seed is None else seed,
    )
    return trial, errors


def _fill(given: str, *, has_typed: bool) -> Fill:
    fill = Fill(given) if given in {*Fill} else Fill.MIDDLE
    return Fill.MIDDLE if fill is Fill.TYPED and not has_typed else fill


def _whole(typed: str, least: int, most: int) -> int | None:
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        return None
    return int(typed) if least <= int(typed) <= most else None

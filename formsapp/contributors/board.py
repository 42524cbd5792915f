"""The board of a return: each section with who holds it, who answered last, and what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formsapp.contributors.queries import Help
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.progress import SectionProgress
from formsapp.returns.queries import SavedBy
from formsapp.ui.formatting import count


@dataclass(frozen=True)
class Line:
    """One section of the board."""

    section: AskedSection
    holders: tuple[Help, ...]
    last: SavedBy | None
    left: int

    @property
    def left_words(self) -> str:
        """How many of its questions still need something, in words."""
        return f"{count(self.left, 'needed question')} left" if self.left else "Nothing left"


def questions_left(progress: SectionProgress) -> int:
    """How many questions of a section still need something."""
    return len({gap.asked.key for gap in progress.gaps})


def lines_of(progress: Iterable[SectionProgress], helps: Iterable[Help], saved: Mapping[str, SavedBy]) -> list[Line]:
    """The sections of a return, in order. Those who help with the whole of it hold no one section."""
    named = [one for one in helps if one.sections is not None]
    return [
        Line(
            one.section,
            tuple(help_ for help_ in named if help_.covers(one.section.key)),
            max((saved[key] for key in one.section.by_key if key in saved), key=lambda by: by.at, default=None),
            questions_left(one),
        )
        for one in progress
    ]


def left_of(help_: Help, lines: Iterable[Line]) -> int:
    """How many questions still need something in what somebody was asked for."""
    return sum(one.left for one in lines if help_.covers(one.section.key))

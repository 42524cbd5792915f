"""A draw as one person may see it: who has an interest sees no number, who moderates blind sees no reason."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.blind import why_not_yet
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit
from formsapp.audits.queries import return_states, state_of
from formsapp.samples.models import SampleEntry
from formsapp.samples.queries import Drawn, EntryInSight, all_entries, entries_in_sight
from formsapp.samples.stating import PICKS
from formsapp.ui.spreadsheet import Cell
from scoring.moderation.sampling import random_order


@dataclass(frozen=True)
class StratumShown:
    """A stratum of a draw in numbers."""

    name: str
    population: int
    certain: int
    random: int


@dataclass(frozen=True)
class SampleShown:
    """A draw with what the person may see of it."""

    drawn: Drawn
    entries: list[EntryInSight]
    #: Whether they see how many there are, the strata and the seed: not with an interest, nor in a blind audit.
    sees_numbers: bool
    #: Whether they see how each was picked: not where they moderate blind.
    sees_reasons: bool
    strata: list[StratumShown]
    #: Of those drawn, how many are no longer part of the audit; and how many returns came in after the draw.
    withdrawn: int = 0
    later: int = 0

    @property
    def picked(self) -> list[EntryInSight]:
        """Those drawn: picked by judgement first where that may be seen, by name where it may not."""
        picked = [one for one in self.entries if one.entry.pick]
        order = ["must_include", "risk", "random"]
        return sorted(picked, key=lambda one: order.index(one.entry.pick or "")) if self.sees_reasons else picked

    @property
    def population(self) -> int:
        """How many could have been drawn."""
        return sum(one.population for one in self.strata)


def shown_to(session: Session, audit: Audit, drawn: Drawn, *, by: Actor) -> SampleShown:
    """A draw for one person."""
    entries = entries_in_sight(session, drawn.sample, by)
    sees_reasons = why_not_yet(by, audit, state_of(session, audit)) is None
    interested = by.id is not None and has_interest_in_any(session, audit, by.id)
    if interested or not sees_reasons:
        return SampleShown(drawn, entries, sees_numbers=False, sees_reasons=sees_reasons, strata=[])
    everything = all_entries(session, drawn.sample)
    inside = {one.return_id for one in everything}
    states = return_states(session, audit, by=by)
    return SampleShown(
        drawn,
        entries,
        sees_numbers=True,
        sees_reasons=True,
        strata=strata_of(everything),
        withdrawn=sum(1 for one in everything if one.pick) - sum(1 for one in entries if one.entry.pick),
        later=sum(1 for one, state in states.items() if state is ReturnState.SUBMITTED and one not in inside),
    )


def strata_of(entries: list[SampleEntry]) -> list[StratumShown]:
    """The strata of a draw, by name."""
    population = Counter(one.stratum for one in entries)
    at_random = Counter(one.stratum for one in entries if one.pick == "random")
    picked = Counter(one.stratum for one in entries if one.pick)
    return [
        StratumShown(name, population[name], picked[name] - at_random[name], at_random[name])
        for name in sorted(population)
    ]


def rows_of(shown: SampleShown) -> Iterator[list[Cell]]:
    """A draw as a table: what could have been drawn with the place of each in the random order, so that it can be
    worked out again; without numbers only what was drawn.
    """
    picked: list[Cell] = ["how_picked", "why"] if shown.sees_reasons else []
    numbers: list[Cell] = ["stratum", "seed", "order"] if shown.sees_numbers else []
    yield ["return", "organisation", "urn", "case", "state", *picked, *numbers]
    for one in shown.entries if shown.sees_numbers else shown.picked:
        row: list[Cell] = [one.return_id, one.organisation, one.urn or "", one.case or "", one.state.words]
        if picked:
            row += [PICKS[one.entry.pick] if one.entry.pick else "Not drawn", "; ".join(one.reasons)]
        if numbers:
            seed = shown.drawn.sample.seed
            row += [one.entry.stratum, seed, random_order(seed, str(one.return_id))[0]]
        yield row

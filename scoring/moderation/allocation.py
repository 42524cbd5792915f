"""Who moderates which return: balanced to within one, never against an interest, or a proof that it cannot be done.

Source: `docs/scoring.md`, section 4, *Allocation*. Returns are given out one by one, then moved along chains of
moderators from those who have more to those who have fewer until no chain is left. Then the sum of squared loads is
the least there is (the argument for semi-matchings: Harvey, Ladner, Lovász and Tamir, 2006), so that a balanced
allocation is found whenever one exists; and where none does, the moderators whom a chain from the fullest (or to the
emptiest) reaches are the proof, as in Hall's theorem.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.moderation.impossible import BadAllocation, Impossible, Kind, Terms
from scoring.shown import listed

__all__ = ["Allocation", "BadAllocation", "Impossible", "Pair", "allocate_moderators"]

#: A return and a moderator, by their ids.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Allocation:
    """Every pair of a return and a moderator, those given already among them, and how many each moderator has."""

    pairs: tuple[Pair, ...]
    loads: Mapping[str, int]
    new: tuple[Pair, ...]


def allocate_moderators(
    returns: Collection[str],
    moderators: Collection[str],
    *,
    barred: Mapping[Pair, str] | None = None,
    each: int = 1,
    already: Iterable[Pair] = (),
    even: bool = True,
) -> Allocation:
    """Give each return its moderators, the same ones whatever the order in which returns and moderators are given.

    Args:
        returns: The returns to be moderated.
        moderators: Those who may be asked.
        barred: The reason for each (return, moderator) that must not be; pairs of others are passed over.
        each: How many moderators each return gets.
        already: Pairs that stand; they count in the loads, and a return that has enough gets no more.
        even: Balanced to within one, or refused. Otherwise as even as the interests allow.

    Raises:
        Impossible: There is no such allocation; it carries the proof.
        BadAllocation: What was given makes no sense.
    """
    terms = _terms(returns, moderators, barred or {}, each, set(already))
    _check_enough(terms)
    table = _Table(terms)
    table.give_out()
    table.level()
    if even:
        _check_even(terms, table)
    new = table.pairs()
    return Allocation(
        pairs=tuple(sorted([*terms.already, *new])),
        loads=dict(zip(terms.moderators, table.loads, strict=True)),
        new=tuple(sorted(new)),
    )


def _terms(
    returns: Collection[str], moderators: Collection[str], barred: Mapping[Pair, str], each: int, already: set[Pair]
) -> Terms:
    terms = Terms(tuple(sorted(returns)), tuple(sorted(moderators)), barred, each, frozenset(already))
    if each < 1:
        raise BadAllocation("Each return needs at least one moderator.")
    if returns and not moderators:
        raise BadAllocation("There are no moderators to share the returns among.")
    for what, ids in (("return", terms.returns), ("moderator", terms.moderators)):
        twice = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
        if twice:
            raise BadAllocation(f"{listed(twice)} {'is' if len(twice) == 1 else 'are'} given as a {what} twice.")
    for return_id, moderator in sorted(already):
        if return_id not in returns or moderator not in moderators:
            raise BadAllocation(f"{moderator} has {return_id} already, but one of them is not in this allocation.")
        if (return_id, moderator) in barred:
            reason = barred[return_id, moderator]
            raise BadAllocation(f"{moderator} has {return_id} already but must not ({reason}): take it back first.")
    return terms


# Giving out and levelling


class _Table:
    """The allocation as it grows: a set of returns for each moderator, kept as the bits of a number."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.given = [0] * len(terms.moderators)
        self.open = [0] * len(terms.moderators)
        self.loads = [terms.has_already(moderator) for moderator in terms.moderators]
        self._free: list[list[int]] = []
        for place, return_id in enumerate(terms.returns):
            free = [at for at, moderator in enumerate(terms.moderators) if terms.is_free(return_id, moderator)]
            self._free.append(free)
            for at in free:
                self.open[at] |= 1 << place

    def give_out(self) -> None:
        """Each return to those who have fewest, the returns with least choice first."""
        needs = [self.terms.need(return_id) for return_id in self.terms.returns]
        for place in sorted(range(len(needs)), key=lambda place: len(self._free[place]) - needs[place]):
            fewest = sorted(self._free[place], key=lambda at: (self.loads[at], self._spread(place, at)))
            for at in fewest[: needs[place]]:
                self._take(at, 1 << place)

    def _spread(self, place: int, at: int) -> str:
        """So that the same two moderators do not always meet."""
        pair = f"{self.terms.returns[place]}:{self.terms.moderators[at]}"
        return hashlib.sha256(pair.encode()).hexdigest()

    def _take(self, at: int, bit: int) -> None:
        self.given[at] |= bit
        self.open[at] &= ~bit
        self.loads[at] += 1

    def _give_back(self, at: int, bit: int) -> None:
        self.given[at] &= ~bit
        self.open[at] |= bit
        self.loads[at] -= 1

    def level(self) -> None:
        """Move returns along chains until no chain leads to somebody who has two fewer."""
        while chain := self._levelling_chain():
            for giver, taker, bit in chain:
                self._give_back(giver, bit)
                self._take(taker, bit)

    def _levelling_chain(self) -> list[tuple[int, int, int]]:
        for start in sorted(range(len(self.loads)), key=lambda at: -self.loads[at]):
            reached = self.reached_from(start)
            end = min(reached, key=lambda at: (self.loads[at], at))
            if self.loads[end] <= self.loads[start] - 2:
                return _chain(reached, end)
        return []

    def reached_from(self, start: int) -> dict[int, tuple[int, int] | None]:
        """Whom chains from this moderator reach: from whom, and with which return."""
        reached: dict[int, tuple[int, int] | None] = {start: None}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            for taker in range(len(self.given)):
                movable = self.given[giver] & self.open[taker]
                if movable and taker not in reached:
                    reached[taker] = giver, movable & -movable
                    queue.append(taker)
        return reached

    def reaching(self, end: int) -> list[int]:
        """From whom chains lead to this moderator, itself among them."""
        return [at for at in range(len(self.given)) if end in self.reached_from(at)]

    def pairs(self) -> list[Pair]:
        """What was given out."""
        return [
            (return_id, moderator)
            for at, moderator in enumerate(self.terms.moderators)
            for place, return_id in enumerate(self.terms.returns)
            if self.given[at] >> place & 1
        ]


def _chain(reached: Mapping[int, tuple[int, int] | None], end: int) -> list[tuple[int, int, int]]:
    chain = []
    step = reached[end]
    while step is not None:
        giver, bit = step
        chain.append((giver, end, bit))
        end, step = giver, reached[giver]
    return chain


# Proving that it cannot be done


def _check_enough(terms: Terms) -> None:
    short = [one for one in terms.returns if terms.need(one) > len(terms.free_for(one))]
    if short:
        raise Impossible.proved("too_few", terms, short, terms.moderators)


def _check_even(terms: Terms, table: _Table) -> None:
    """Raise Impossible, with a proof, if the levelled loads differ by more than one."""
    loads = table.loads
    if not loads or max(loads) - min(loads) <= 1:
        return
    for moderator in terms.moderators:
        if terms.has_already(moderator) > terms.most:
            raise Impossible.proved("already", terms, (), [moderator])
    if max(loads) > terms.most:
        full = table.reached_from(loads.index(max(loads)))
        held = [
            return_id
            for place, return_id in enumerate(terms.returns)
            if any(table.given[at] >> place & 1 for at in full)
        ]
        raise Impossible.proved("returns", terms, _least(terms, "returns", held), terms.moderators)
    hungry = [terms.moderators[at] for at in table.reaching(loads.index(min(loads)))]
    raise Impossible.proved("moderators", terms, terms.returns, _least(terms, "moderators", hungry))


def _least(terms: Terms, kind: Kind, names: Sequence[str]) -> list[str]:
    """The same proof with every name left out that it can do without."""
    needed, possible = terms.sums(kind, names)
    weights, rooms, open_to = _sides(terms, kind)
    links = {name: open_to(name) for name in names}
    degree = Counter(other for name in names for other in links[name])
    kept = []
    for name in names:
        freed = sum(degree[other] <= rooms(other) for other in links[name])
        if needed - weights(name) > possible - freed:
            needed, possible = needed - weights(name), possible - freed
            degree.subtract(links[name])
        else:
            kept.append(name)
    return kept


def _sides(
    terms: Terms, kind: Kind
) -> tuple[Callable[[str], int], Callable[[str], int], Callable[[str], Sequence[str]]]:
    """What one of those the proof is about needs, what one on the other side has room for, and who is open to whom."""
    if kind == "returns":
        return terms.need, terms.room, lambda one: terms.free_for(one) if terms.need(one) else ()
    return terms.lack, terms.need, lambda one: [other for other in terms.returns if terms.is_free(other, one)]

"""Made-up conflict graphs, and whether an allocation exists by means that share nothing with what is tested."""

import random
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow


@dataclass
class Graph:
    """Returns, moderators, barred pairs, pairs given already, and how many moderators each return gets."""

    returns: list[str]
    moderators: list[str]
    barred: dict[tuple[str, str], str]
    each: int
    already: list[tuple[str, str]] = field(default_factory=list)

    @property
    def places(self) -> int:
        return len(self.already) + sum(self.need(one) for one in self.returns)

    def need(self, return_id: str) -> int:
        return max(0, self.each - sum(one == return_id for one, _ in self.already))

    def had(self, moderator: str) -> int:
        return sum(one == moderator for _, one in self.already)

    def free(self, return_id: str, moderator: str) -> bool:
        return (return_id, moderator) not in self.barred and (return_id, moderator) not in self.already

    @property
    def shares(self) -> tuple[int, int]:
        return self.places // len(self.moderators), -(-self.places // len(self.moderators))


def random_graph(chance: random.Random, *, most_returns: int = 14, most_moderators: int = 7) -> Graph:
    """Independent bars, or blocks (a trust with its own moderators), or one return or moderator nearly cut off."""
    returns = [f"r{n}" for n in range(chance.randint(1, most_returns))]
    moderators = [f"m{n}" for n in range(chance.randint(1, most_moderators))]
    each = chance.choice([1, 1, 2])
    density = chance.choice([0.0, 0.1, 0.2, 0.3, 0.5])
    barred = {(r, m): "interest" for r in returns for m in moderators if chance.random() < density}
    kind = chance.choice(["plain", "trust", "return", "moderator"])
    if kind == "trust":
        trust = {one: chance.randint(0, 2) for one in [*returns, *moderators]}
        barred |= {(r, m): "same trust" for r in returns for m in moderators if trust[r] == trust[m]}
    if kind == "return":
        barred |= {(returns[0], m): "works there" for m in moderators[each - (chance.random() < 0.2) :]}
    if kind == "moderator":
        barred |= {(r, moderators[0]): "governs" for r in returns[chance.randint(0, 2) :]}
    graph = Graph(returns, moderators, barred, each)
    if chance.random() < 0.4:
        some = chance.choice([moderators, moderators[:2]])
        open_pairs = [(r, m) for r in returns for m in some if (r, m) not in barred]
        graph.already = chance.sample(open_pairs, min(len(open_pairs), chance.randint(0, len(returns) // 2)))
    return graph


def exists_by_flow(graph: Graph) -> bool:
    """A circulation with lower bounds on the moderators, as a maximum flow from a super-source."""
    fewest, most = graph.shares
    lower = [max(0, fewest - graph.had(one)) for one in graph.moderators]
    upper = [most - graph.had(one) for one in graph.moderators]
    if any(low > high for low, high in zip(lower, upper, strict=True)):
        return False
    n, m = len(graph.returns), len(graph.moderators)
    # 0 super-source, 1 super-sink, 2 sink, then returns, then moderators; needs come from the super-source at once,
    # and must leave by the sink, whose way back is what the super-sink takes for the lower bounds and the needs.
    size = 3 + n + m
    capacity = np.zeros((size, size), dtype=np.int32)
    needs = [graph.need(one) for one in graph.returns]
    for row, return_id in enumerate(graph.returns):
        capacity[0, 3 + row] = needs[row]
        for column, moderator in enumerate(graph.moderators):
            capacity[3 + row, 3 + n + column] = graph.free(return_id, moderator)
    for column in range(m):
        capacity[3 + n + column, 2] = upper[column] - lower[column]
        capacity[3 + n + column, 1] = lower[column]
    capacity[2, 1] = max(0, sum(needs) - sum(lower))
    wanted = sum(needs)
    if sum(lower) > wanted:
        return False
    return maximum_flow(csr_matrix(capacity), 0, 1).flow_value == wanted


def best_by_trying_all(graph: Graph) -> list[int] | None:
    """The loads of the allocation with the least sum of squares, in order; None where there is none at all."""
    choices = []
    for return_id in graph.returns:
        free = [place for place, one in enumerate(graph.moderators) if graph.free(return_id, one)]
        choices.append(list(combinations(free, graph.need(return_id))))
    best = None
    for chosen in product(*choices):
        loads = [graph.had(one) for one in graph.moderators]
        for places in chosen:
            for place in places:
                loads[place] += 1
        if best is None or sum(n * n for n in loads) < sum(n * n for n in best):
            best = loads
    return None if best is None else sorted(best)


def assert_valid(graph: Graph, allocation) -> None:
    """Every return has its moderators, no pair is barred, what stood stands, and the loads are those of the pairs."""
    pairs = list(allocation.pairs)
    assert len(set(pairs)) == len(pairs)
    assert set(graph.already) <= set(pairs)
    assert set(allocation.new) == set(pairs) - set(graph.already)
    assert not set(pairs) & set(graph.barred)
    for return_id in graph.returns:
        has_already = graph.each - graph.need(return_id)
        extra = sum(one == return_id for one, _ in graph.already) - has_already
        assert sum(one == return_id for one, _ in pairs) == graph.each + extra
    assert allocation.loads == {one: sum(m == one for _, m in pairs) for one in graph.moderators}


def assert_proved(graph: Graph, proof) -> None:
    """Work out `needed` and `possible` from the graph alone; more is needed than possible, so there is no allocation.

    `too_few` counts for each return whom it could have. `returns`: no moderator gives these returns more than the
    room within an even share, nor more than those of them that it may take. `moderators`: no return gives these
    moderators more than it needs, nor more than those of them that may take it. `already`: more than an even share.
    """
    fewest, most = graph.shares
    returns, moderators = proof.returns, proof.moderators
    free = {(r, m) for r in graph.returns for m in graph.moderators if graph.free(r, m)}
    if proof.kind == "too_few":
        needed = sum(graph.need(r) for r in returns)
        possible = sum((r, m) in free for r in returns for m in graph.moderators)
        assert all(graph.need(r) > sum((r, m) in free for m in graph.moderators) for r in returns)
    elif proof.kind == "returns":
        needed = sum(graph.need(r) for r in returns)
        possible = sum(
            min(most - graph.had(m), sum((r, m) in free and graph.need(r) > 0 for r in returns))
            for m in graph.moderators
        )
    elif proof.kind == "moderators":
        needed = sum(max(0, fewest - graph.had(m)) for m in moderators)
        possible = sum(min(graph.need(r), sum((r, m) in free for m in moderators)) for r in graph.returns)
    else:
        (moderator,) = moderators
        needed, possible = graph.had(moderator), most
    assert (proof.needed, proof.possible) == (needed, possible)
    assert needed > possible
    assert proof.reasons.items() <= graph.barred.items()

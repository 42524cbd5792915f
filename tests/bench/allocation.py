"""Allocation over many conflict graphs: always valid and balanced within one, or a proof that checks; and how fast.

Each graph is judged by a maximum flow of scipy's, which shares nothing with what is tested. Then one audit far larger
than any partnership's, by the clock against that same flow. Prints the figures and exits 1 when anything disagrees or a
goal is missed. Run with: python tests/bench/allocation.py [number of graphs]
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scoring.moderation.allocation import Impossible, allocate_moderators  # noqa: E402  the repository is put on the path first
from tests.scoring.moderation.conflict_graphs import (  # noqa: E402
    Graph,
    assert_proved,
    assert_valid,
    exists_by_flow,
    random_graph,
)

GRAPHS = 20_000
SIZES = ((14, 7), (40, 12), (120, 20))
#: 1,000 returns and 30 moderators, in times of the maximum flow that only says whether it can be done.
MOST_TIMES_THE_FLOW = 5.0


def judged(graph: Graph) -> str:
    """What came of one graph; AssertionError where it is wrong."""
    exists = exists_by_flow(graph)
    try:
        found = allocate_moderators(
            graph.returns, graph.moderators, barred=graph.barred, each=graph.each, already=graph.already
        )
    except Impossible as proof:
        assert not exists
        assert_proved(graph, proof)
        return proof.kind
    assert exists
    assert_valid(graph, found)
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    return "balanced"


def large_audit() -> Graph:
    """A thousand returns of 60 trusts, two moderators each, every moderator of one trust and with some interests."""
    chance = random.Random(3)
    returns, moderators = [f"r{n}" for n in range(1000)], [f"m{n}" for n in range(30)]
    barred = {(r, m): "interest" for r in returns for m in moderators if chance.random() < 0.05}
    barred |= {
        (r, m): "same trust"
        for row, r in enumerate(returns)
        for column, m in enumerate(moderators)
        if row % 60 == column
    }
    return Graph(returns, moderators, barred, each=2)


def main() -> int:
    """Print what came of every size, then the ratio of times."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else GRAPHS
    for most_returns, most_moderators in SIZES:
        chance = random.Random(most_returns)
        share = number if most_returns < 20 else number // 10
        met = Counter(
            judged(random_graph(chance, most_returns=most_returns, most_moderators=most_moderators))
            for _ in range(share)
        )
        print(f"up to {most_returns} returns, {most_moderators} moderators: {share} graphs, {dict(met.most_common())}")
    graph = large_audit()
    started = time.process_time()
    assert exists_by_flow(graph)
    flow = time.process_time() - started
    started = time.process_time()
    assert judged_balanced(graph)
    own = time.process_time() - started
    print(f"1,000 returns, 30 moderators: {own / flow:.2f} times the maximum flow; goal {MOST_TIMES_THE_FLOW}")
    return int(own > MOST_TIMES_THE_FLOW * flow)


def judged_balanced(graph: Graph) -> bool:
    """Whether the loads of this graph came out balanced."""
    loads = allocate_moderators(graph.returns, graph.moderators, barred=graph.barred, each=graph.each).loads.values()
    return max(loads) - min(loads) <= 1


if __name__ == "__main__":
    sys.exit(main())

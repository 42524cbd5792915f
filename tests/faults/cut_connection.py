"""Cut the connection during saves at random places: does the page end with what was typed, and never lie about it?

    python tests/faults/cut_connection.py --engine sqlite --saves 2000
    python tests/faults/cut_connection.py --engine postgresql --saves 2000
    python tests/faults/cut_connection.py --engine sqlite --saves 200 --seeded-bug      (must find lost answers)

A third of the saves are cut: before they reach the server, half way, or after it has them. The page sends what is not
acknowledged again, as its script does. In the end every answer must be the last one typed, and nobody may have been
told of a conflict with themselves.
"""

import argparse
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.web_audit import QUESTIONS  # noqa: E402  the repository is put on the path first
from tests.faults.cutting_proxy import CuttingProxy  # noqa: E402
from tests.faults.setting import set_up, stored  # noqa: E402
from tests.faults.shipped import Shipped, database_of  # noqa: E402
from tests.faults.writer import Writer, patiently  # noqa: E402

SHARE_CUT = 0.33


@dataclass
class Figures:
    """What the experiment found."""

    engine: str
    seed: int
    saves: int = 0
    acknowledged: int = 0
    cuts: dict[str, int] = field(default_factory=dict)
    falsely_saved: list[str] = field(default_factory=list)
    not_the_last: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.falsely_saved or self.not_the_last or self.refused)


def cut(engine: str, *, saves: int, seed: int = 1, lies: bool = False) -> Figures:
    """So many saves over a connection that breaks."""
    figures, chance = Figures(engine, seed), random.Random(seed)
    with database_of(engine) as (url, _):
        (token,) = set_up(url, 1)
        server = Shipped(url)
        server.start()
        proxy = CuttingProxy(server.port, share_cut=SHARE_CUT, seed=seed, lies=lies)
        one = Writer(proxy.port, server.secret, token, "s0", [f"s0.q{place:02}" for place in range(QUESTIONS)])
        try:
            patiently(one.open_page)
            for _ in range(saves):
                question = chance.choice(one.questions)
                while not _saved(one, question) and not one.ledger.refused:
                    if chance.random() < 0.3:
                        question = chance.choice(one.questions)  # goes on typing elsewhere meanwhile
            figures.falsely_saved = _falsely_saved(one, url)
            proxy.heal()
            for question, number in one.ledger.sent.items():
                if one.ledger.acknowledged.get(question, 0) < number:
                    _saved(one, question)
        finally:
            one.hang_up()
            proxy.close()
            server.stop()
        figures.not_the_last = _not_the_last(one, url)
    figures.saves, figures.acknowledged = one.ledger.saves, one.ledger.acknowledgements
    figures.refused = one.ledger.refused
    figures.cuts = {where.value: number for where, number in proxy.cuts.items()}
    return figures


def _saved(one: Writer, question: str) -> bool:
    one.hang_up()  # the proxy takes one request a connection
    return one.save(question)


def _falsely_saved(one: Writer, url: str) -> list[str]:
    found = {key: int(answer.comment.rpartition(" ")[2]) for key, answer in stored(url).items()}
    return [f"{key}: {number}" for key, number in one.ledger.acknowledged.items() if found.get(key, 0) < number]


def _not_the_last(one: Writer, url: str) -> list[str]:
    found = stored(url)
    last = {key: f"Comment of save {number}" for key, number in one.ledger.sent.items()}
    return [key for key, words in last.items() if key not in found or found[key].comment != words]


def main() -> int:
    """Run it and print the figures; 1 where something went wrong, or where a seeded bug was not caught."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    wanted.add_argument("--saves", type=int, default=1000)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--seeded-bug", action="store_true")
    asked = wanted.parse_args()
    figures = cut(asked.engine, saves=asked.saves, seed=asked.seed, lies=asked.seeded_bug)
    print(json.dumps({**vars(figures), "refused": len(figures.refused), "examples": figures.refused[:5]}, indent=2))
    return 0 if figures.is_clean is not asked.seeded_bug else 1


if __name__ == "__main__":
    sys.exit(main())

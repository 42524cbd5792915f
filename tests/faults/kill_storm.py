"""Kill the server in a storm of saves, again and again: is any answer lost that was said to be saved?

    python tests/faults/kill_storm.py --engine sqlite --cycles 300
    python tests/faults/kill_storm.py --engine postgresql --cycles 300
    python tests/faults/kill_storm.py --engine sqlite --cycles 10 --seeded-bug      (must find lost answers)

Each writer keeps a ledger of what it sent and what was acknowledged. After each kill the server is started again and
every acknowledged answer must be there, or a newer one that was sent; and no answer may be a mixture of two saves.
"""

import argparse
import json
import random
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.web_audit import QUESTIONS  # noqa: E402  the repository is put on the path first
from tests.faults.setting import set_up, stored  # noqa: E402
from tests.faults.shipped import SHIPPED, Postgres, Shipped, database_of  # noqa: E402
from tests.faults.writer import Writer, patiently, words_of  # noqa: E402

SEEDED_BUG = "tests.faults.lying_server:application"


@dataclass
class Figures:
    """What the experiment found."""

    engine: str
    seed: int
    kills: int = 0
    database_kills: int = 0
    saves: int = 0
    acknowledged: int = 0
    unknown: int = 0
    lost: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    first_save_after: list[float] = field(default_factory=list)
    integrity: str = ""

    def told(self) -> str:
        """As JSON, to be kept; zero of n is given with its upper bound of 95 %, 3 / n."""
        waits = sorted(self.first_save_after) or [0.0]
        return json.dumps(
            {
                **{key: value for key, value in vars(self).items() if key != "first_save_after"},
                "lost": len(self.lost),
                "mixed": len(self.mixed),
                "refused": len(self.refused),
                "examples": (self.lost + self.mixed + self.refused)[:5],
                "lost_at_most_in_a_million": round(3e6 / max(self.acknowledged, 1)) if not self.lost else None,
                "first_save_after_a_kill_seconds": {
                    "half": round(waits[len(waits) // 2], 2),
                    "slowest": round(waits[-1], 2),
                },
            },
            indent=2,
        )


def storm(
    engine: str, *, cycles: int, writers: int = 8, seed: int = 1, application: str = SHIPPED, longest: float = 2.0
) -> Figures:
    """So many kills, each at a random moment of the storm."""
    figures, chance = Figures(engine, seed), random.Random(seed)
    with database_of(engine) as (url, postgres):
        tokens = set_up(url, writers)
        server = Shipped(url, application)
        server.start()
        people = [
            Writer(
                server.port,
                server.secret,
                token,
                f"s{number}",
                [f"s{number}.q{place:02}" for place in range(QUESTIONS)],
            )
            for number, token in enumerate(tokens)
        ]
        try:
            for cycle in range(cycles):
                _one_kill(figures, server, people, moment=chance.uniform(0.1, longest))
                if postgres is not None and cycle % 5 == 4:
                    postgres.kill()
                    figures.database_kills += 1
                server.start()
                people = [_again(server, one, figures) for one in people]
                _check(figures, url, people)
        finally:
            server.kill()
            for one in people:
                one.hang_up()
        _sum_up(figures, people)
        figures.integrity = _integrity(url, postgres)
    return figures


def _one_kill(figures: Figures, server: Shipped, people: list[Writer], *, moment: float) -> None:
    for one in people:
        patiently(one.open_page)
        one.start()
    time.sleep(moment)
    server.kill()
    figures.kills += 1
    for one in people:
        one.stopping.set()
    for one in people:
        one.join(30)


def _again(server: Shipped, before: Writer, figures: Figures) -> Writer:
    """The same person with the page loaded anew, and the ledger so far."""
    before.hang_up()
    one = before.again()
    patiently(one.open_page)
    figures.first_save_after.append(patiently(lambda: one.save(one.questions[0]) or _not_yet(server)))
    return one


def _not_yet(server: Shipped) -> None:
    raise RuntimeError(f"not saved on port {server.port}")


def _check(figures: Figures, url: str, people: list[Writer]) -> None:
    found = stored(url)
    for one in people:
        for question, number in one.ledger.acknowledged.items():
            answer = found.get(question)
            last = int(answer.comment.rpartition(" ")[2]) if answer and answer.comment else 0
            if last < number:
                figures.lost.append(f"{question}: acknowledged {number}, stored {last}")
                one.ledger.acknowledged[question] = last  # told once
            elif answer is not None:
                whole = words_of(question, last)
                parts = (answer.value, answer.comment, answer.evidence)
                if parts != tuple(whole.values()) or last > one.ledger.sent[question]:
                    figures.mixed.append(f"{question}: {parts}")


def _sum_up(figures: Figures, people: list[Writer]) -> None:
    for one in people:
        figures.saves += one.ledger.saves
        figures.unknown += one.ledger.unknown
        figures.refused += one.ledger.refused
        figures.acknowledged += one.ledger.acknowledgements


def _integrity(url: str, postgres: Postgres | None) -> str:
    if postgres is not None:
        return json.dumps(postgres.settings())
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return f"{connection.execute('PRAGMA integrity_check').fetchone()[0]}, {len(broken)} broken references"


def main() -> int:
    """Run it and print the figures; 1 where something was lost, or where a seeded bug was not caught."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    wanted.add_argument("--cycles", type=int, default=100)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--seeded-bug", action="store_true")
    asked = wanted.parse_args()
    application = SEEDED_BUG if asked.seeded_bug else SHIPPED
    figures = storm(asked.engine, cycles=asked.cycles, seed=asked.seed, application=application)
    print(figures.told())
    return 0 if bool(figures.lost) == asked.seeded_bug and not figures.mixed else 1


if __name__ == "__main__":
    sys.exit(main())

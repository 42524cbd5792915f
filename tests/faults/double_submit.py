"""Fifty people press Submit at once: is it one submission, one event and one receipt?

python tests/faults/double_submit.py --engine sqlite
python tests/faults/double_submit.py --engine postgresql
python tests/faults/double_submit.py --engine sqlite --seeded-bug      (must find more than one)
"""

import argparse
import json
import re
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert, text  # noqa: E402  the repository is put on the path first

from formsapp.clock import now  # noqa: E402
from formsapp.database import Database  # noqa: E402
from formsapp.returns.models import Answer  # noqa: E402
from tests.bench.web_audit import bench_tool  # noqa: E402
from tests.faults.setting import RETURN, set_up  # noqa: E402
from tests.faults.shipped import SHIPPED, Shipped, database_of  # noqa: E402
from tests.faults.writer import Writer, patiently  # noqa: E402

SEEDED_BUG = "tests.faults.forgetful_server:application"
RECEIPT = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b")


@dataclass
class Figures:
    """What the experiment found."""

    engine: str
    posts: int
    answers: dict[int, int]
    submissions: int
    events: int
    trail_records: int
    receipts: int

    @property
    def is_one(self) -> bool:
        """Whether there is one of everything, and everybody was led to it."""
        counted = (self.submissions, self.events, self.trail_records, self.receipts)
        return counted == (1, 1, 1, 1) and set(self.answers) == {303}


def submit_at_once(engine: str, *, posts: int = 50, application: str = SHIPPED) -> Figures:
    """So many posts of the declaration at the same moment, by several people."""
    with database_of(engine) as (url, _):
        tokens = set_up(url, 5)
        _answer_everything(url)
        server = Shipped(url, application)
        server.start()
        try:
            people = [
                Writer(server.port, server.secret, tokens[number % len(tokens)], "s0", []) for number in range(posts)
            ]
            answers, receipts = _press(people)
        finally:
            server.stop()
        counted = _count(url)
    return Figures(engine, posts, answers, *counted, receipts=len(receipts))


def _press(people: list[Writer]) -> tuple[dict[int, int], set[str]]:
    address = f"/returns/{RETURN}/submit"
    forms = {}
    for one in people:
        patiently(one.open_page)
        page = one.request("GET", address)[2].decode()
        token = re.search(r'name="csrf_token" value="([^"]*)"', page)
        forms[one] = urlencode({"csrf_token": token[1] if token else "", "agrees": "y", "signed": "Rowan Lead"})
    gate = threading.Barrier(len(people))
    statuses: list[int] = []
    receipts: set[str] = set()

    def press(one: Writer) -> None:
        gate.wait()
        status, _, _ = one.request("POST", address, forms[one])
        statuses.append(status)
        shown = one.request("GET", f"/returns/{RETURN}/receipt")[2].decode()
        receipts.update(RECEIPT.findall(shown))

    for one in people:
        one.hang_up()  # the server does so itself after some quiet seconds
    threads = [threading.Thread(target=press, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in people:
        one.hang_up()
    return {status: statuses.count(status) for status in sorted(set(statuses))}, receipts


def _answer_everything(url: str) -> None:
    database = Database(url)
    given = {"value": "met", "comment": "As it should be.", "evidence": "Minutes", "revision": 1, "saved_at": now()}
    with database.transaction() as session:
        rows = [{"return_id": RETURN, "question": key, **given} for key in bench_tool().questions]
        session.execute(insert(Answer), rows)
        session.execute(
            text("INSERT INTO return_events (return_id, kind, at, reason) VALUES (1, 'started', :at, '')"),
            {"at": now().replace(tzinfo=None)},
        )
    database.engine.dispose()


def _count(url: str) -> tuple[int, int, int]:
    database = Database(url)
    with database.reading() as session:
        counted = tuple(
            session.scalar(text(statement)) or 0
            for statement in (
                "SELECT count(*) FROM submissions",
                "SELECT count(*) FROM return_events WHERE kind = 'submitted'",
                "SELECT count(*) FROM trail_events WHERE event = 'return.submitted'",
            )
        )
    database.engine.dispose()
    return counted[0], counted[1], counted[2]


def main() -> int:
    """Run it and print the figures; 1 where there is more than one, or where a seeded bug was not caught."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    wanted.add_argument("--posts", type=int, default=50)
    wanted.add_argument("--seeded-bug", action="store_true")
    asked = wanted.parse_args()
    figures = submit_at_once(asked.engine, posts=asked.posts, application=SEEDED_BUG if asked.seeded_bug else SHIPPED)
    print(json.dumps(asdict(figures), indent=2))
    return 0 if figures.is_one is not asked.seeded_bug else 1


if __name__ == "__main__":
    sys.exit(main())

"""What a section page and its save cost, against a ready-made page sent by the same server in the same run.

Prints each figure beside its goal and exits 1 when one is missed. Processor time is measured, not the clock, so that
other work on the machine disturbs little; the tail alone is measured by the clock. See README.md.
Run with: python tests/bench/web.py
"""

import gc
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from formsapp.access.actor import Actor, Holds  # noqa: E402  the repository is put on the path first
from formsapp.audits.models import Audit  # noqa: E402
from formsapp.database import Database  # noqa: E402
from formsapp.returns.ratings_table import ratings_table  # noqa: E402
from scoring import score_returns  # noqa: E402
from tests.bench.web_audit import SECTIONS, make_audit  # noqa: E402
from tests.bench.web_client import Client, OpenQuestion, SectionForm, Server  # noqa: E402

FEW, MANY = 24, 24_000
ROUNDS, FLOOR_REQUESTS, REQUESTS = 5, 1_000, 250
WAITS = 200
FLOOR, SECTION, ANOTHER_SECTION = "/bench/ready-made", "/returns/1/sections/s3", "/returns/1/sections/s4"
WHOLE_RETURNS = 5
OFFICER = Actor(id=2, name="Olive Officer", roles=(Holds("partnership_officer"),))


@dataclass
class Tail:
    """Milliseconds by the clock within which half of the requests were answered, and 99 of 100."""

    half: float
    slowest_of_100: float

    @property
    def ratio(self) -> float:
        """How much longer the slowest of a hundred takes than the one in the middle."""
        return self.slowest_of_100 / self.half


@dataclass
class Cost:
    """Milliseconds of processor time a request, median of the rounds; and the tail of each kind."""

    floor: float
    get: float
    post: float
    autosave: float
    whole: float
    tails: dict[str, Tail]
    memory: float
    fields: int
    kilobytes: float
    extras: str


def measured(path: Path, returns: int) -> Cost:
    """What requests cost over a database with so many returns."""
    token = make_audit(path, returns)
    with Server(path) as server:
        anyone, lead = Client(server), Client(server, token)
        form = SectionForm(lead, SECTION)
        form.save()
        kinds = {"floor": (lambda: anyone.get(FLOOR), FLOOR_REQUESTS), "get": (lambda: lead.get(SECTION), REQUESTS)}
        kinds["post"] = (form.save, REQUESTS)
        kinds["autosave"] = (OpenQuestion(lead, ANOTHER_SECTION).save, REQUESTS)
        for request, _ in kinds.values():
            for _ in range(60):
                request()
        rounds: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(ROUNDS):
            for name, (request, times) in kinds.items():
                rounds[name].append(cpu_of(server, request, times))
        tails = tails_of({name: kinds[name][0] for name in ("floor", "get", "post", "autosave")})
        fill_in = whole_return(lead)
        whole = median(cpu_of(server, fill_in, WHOLE_RETURNS) for _ in range(ROUNDS))
        page = lead.get(SECTION)
        return Cost(
            *(median(rounds[name]) for name in ("floor", "get", "post", "autosave")),
            whole=whole,
            tails=tails,
            memory=server.memory(),
            fields=form.fields,
            kilobytes=len(page.encode()) / 1000,
            extras=", ".join(sizes_of(anyone, page)),
        )


def whole_return(lead: Client) -> Callable[[], None]:
    """Opening each of the ten sections of twenty questions and saving it with every answer changed."""
    times = count(1_000_000)

    def fill_in() -> None:
        for place in range(SECTIONS):
            SectionForm(lead, f"/returns/1/sections/s{place}", times=next(times)).save()

    return fill_in


def sizes_of(client: Client, page: str) -> list[str]:
    """What a browser loads beside the page, uncompressed; it keeps these between pages."""
    found = dict.fromkeys(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css)[^"]*)"', page))
    return [f"{one.split('?')[0].rpartition('/')[2]} {len(client.get(one).encode()) / 1000:.0f} kB" for one in found]


def cpu_of(server: Server, request: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time of one request."""
    before = server.cpu()
    for _ in range(times):
        request()
    return (server.cpu() - before) / times * 1000


def tails_of(kinds: dict[str, Callable[[], object]]) -> dict[str, Tail]:
    """The tail of each kind of request; the kinds take turns, so that the machine disturbs them alike."""
    waits: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, request in kinds.items():
            waits[name] += [clocked(request) for _ in range(WAITS)]
    return {name: _tail(sorted(each)) for name, each in waits.items()}


def _tail(waits: list[float]) -> Tail:
    return Tail(waits[len(waits) // 2], waits[len(waits) * 99 // 100 - 1])


def clocked(request: Callable[[], object]) -> float:
    """Milliseconds of one request by the clock."""
    started = time.perf_counter()
    request()
    return (time.perf_counter() - started) * 1000


def scoring_seconds(path: Path, times: int) -> float:
    """Seconds of processor time from stored packed rows to the scores of every return."""
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        audit = session.get_one(Audit, 1)
        spent = []
        for once in range(times + 1):
            gc.collect()
            if not once:
                gc.freeze()  # as a worker does: gunicorn.conf.py
            started = time.process_time()
            effective = score_returns(audit_tool(audit), ratings_table(session, audit, by=OFFICER)).part("effective")
            assert len(effective.overall) == len(effective.sections)
            spent.append(time.process_time() - started)
    database.engine.dispose()
    return median(spent[1:])


def audit_tool(audit: Audit) -> object:
    """The tool of the audit, read once."""
    from formsapp.tools.versions import tool_of

    return tool_of(audit.tool_version)


def main() -> int:
    """Measure, print, and say whether every goal is met."""
    with tempfile.TemporaryDirectory() as folder:
        few_path, hundred_path, many_path = (
            Path(folder) / name for name in ("few.sqlite", "100.sqlite", "many.sqlite")
        )
        few, many = measured(few_path, FEW), measured(many_path, MANY)
        make_audit(hundred_path, 101)
        all_scored, page_scored = scoring_seconds(many_path, 5), scoring_seconds(hundred_path, 20)
    idle = few.tails["floor"]
    print(
        f"section page: 20 questions, {few.fields} fields, {few.kilobytes:.0f} kB; ready-made page {few.floor:.2f} ms\n"
        f"with it, once: {few.extras}\n"
        f"the machine itself: p50 of the ready-made page {idle.half:.1f} ms, its p99 {idle.slowest_of_100:.1f} ms, "
        f"p99 / p50 {idle.ratio:.1f}; other work on the machine shows here first (load {os.getloadavg()[0]:.1f})"
    )
    return report(few, many, all_scored, page_scored)


def report(few: Cost, many: Cost, all_scored: float, page_scored: float) -> int:
    """Print each goal with its figure; 1 if any is missed."""
    then = f"ready-made page {many.floor / few.floor:.2f} of before"
    goals = [
        ("1  GET a section / ready-made page", few.get / few.floor, 17, f"{few.get:.2f} ms"),
        ("2  POST a section / ready-made page", few.post / few.floor, 9, f"{few.post:.2f} ms"),
        ("3  autosave one answer / ready-made page", few.autosave / few.floor, 6, f"{few.autosave:.2f} ms"),
        ("5  200 questions, GET + POST / ready-made", few.whole / few.floor, 260, f"{few.whole:.1f} ms in 20 requests"),
        ("4  GET, 24,000 returns / 24", many.get / few.get, 1.3, f"{many.get:.2f} ms; {then}"),
        ("4  POST, 24,000 returns / 24", many.post / few.post, 1.3, f"{many.post:.2f} ms; {then}"),
        *_tail_goals("GET", few.tails["get"]),
        *_tail_goals("POST", few.tails["post"]),
        *_tail_goals("autosave", few.tails["autosave"]),
        ("7  score 24,000 stored returns, s", all_scored, 0.2, ""),
        ("8  score 100 stored returns, ms", page_scored * 1000, 25, ""),
        ("11 memory of a worker, MB", max(few.memory, many.memory), 110, "after more than 1,000 requests"),
    ]
    for name, figure, goal, note in goals:
        print(f"{'ok    ' if figure <= goal else 'MISSED'} {name:40} {figure:8.3f}  goal {goal:>5}  {note}")
    return int(any(figure > goal for _, figure, goal, _ in goals))


def _tail_goals(kind: str, tail: Tail) -> list[tuple[str, float, float, str]]:
    return [
        (f"6  {kind}, tail: p99 / p50", tail.ratio, 4, f"p50 {tail.half:.1f} ms"),
        (f"6  {kind}, tail: p99, ms", tail.slowest_of_100, 20, ""),
    ]


if __name__ == "__main__":
    sys.exit(main())

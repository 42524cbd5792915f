"""What previewing a tool of 200 questions costs, against a ready-made page sent by the same server in the same run.

Processor time is measured, not the clock, but for the first preview after a change of a draft, which somebody waits
for: there the clock counts. Prints each figure beside its goal and exits 1 when one is missed. See README.md.
Run with: python tests/bench/preview.py
"""

import html
import re
import secrets
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from formsapp.access.actor import Actor, Holds  # noqa: E402  the repository is put on the path first
from formsapp.clock import now  # noqa: E402
from formsapp.database import Database  # noqa: E402
from formsapp.sign_in.models import SignedIn  # noqa: E402
from formsapp.sign_in.sessions import hashed  # noqa: E402
from formsapp.tool_drafts.commands import replace_source, start_draft  # noqa: E402
from formsapp.tool_drafts.models import ToolDraft  # noqa: E402
from tests.bench.web import FLOOR, clocked, cpu_of  # noqa: E402
from tests.bench.web_audit import LEVELS, QUESTIONS, SECTIONS, bench_tool, make_audit  # noqa: E402
from tests.bench.web_client import Client, Server  # noqa: E402
from tool_definitions.editing.writing import write_tool  # noqa: E402

ROUNDS, FLOOR_REQUESTS, REQUESTS, CHANGES = 5, 1_000, 60, 11
PREVIEW, PRINT, TRY, PDF = "/tools/1/preview", "/tools/1/print", "/tools/1/try", "/tools/1/blank.pdf"
DRAFT = "/tools/drafts/1/preview"
OFFICER = Actor(id=2, name="Olive Officer", roles=(Holds("partnership_officer"),))
#: Goals: the first as those of filling in (web.py); the rest are what these pages cost when they were made, and half
#: as much again, so that a bench run says when one of them becomes dearer.
GOALS = {
    "GET the task list": 20,
    "GET a section of 20 questions": 17,
    "POST a section, all 200 answers carried": 30,
    "GET the blank form, 200 questions": 90,
    "GET a try-out, 20 returns": 320,
}


def prepare(path: Path) -> str:
    """A database with the bench tool as a version and as a draft, and an officer's session; its token."""
    make_audit(path, 2)
    token = secrets.token_urlsafe(32)
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        session.add(SignedIn(token_hash=hashed(token), person_id=OFFICER.id, started_at=now(), seen_at=now()))
        start_draft(session, source=write_tool(bench_tool().as_document()), by=OFFICER)
    database.engine.dispose()
    return token


def filled_in(officer: Client) -> str:
    """The form of the last section, as it is sent when all the other sections are answered."""
    page = officer.get(f"{PREVIEW}?go=section:s0")
    for section in range(SECTIONS):
        form = _form(page, section)
        page = officer.answered("POST", PREVIEW, urlencode(form), 200)
    return urlencode({**_form(page, SECTIONS - 1), "go": "list"})


def _form(page: str, section: int) -> dict[str, str]:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    form = {name: html.unescape(hidden[name]) for name in ("csrf_token", "carried")}
    for place in range(QUESTIONS):
        name = f"q-s{section}.q{place:02}"
        form |= {name: LEVELS[place % 4], f"{name}:comment": f"Comment on {place}", f"{name}:evidence": "Minutes"}
    return {**form, "section": f"s{section}", "go": "next"}


def first_after_a_change(path: Path, officer: Client) -> list[float]:
    """Milliseconds by the clock from asking for a draft's preview to having it, each time after a change of it."""
    database = Database(f"sqlite:///{path}")
    waits = []
    for time in range(CHANGES):
        with database.transaction() as session:
            draft = session.get_one(ToolDraft, 1)
            changed = re.sub(
                r"Statement 0 of section 0(, change \d+)?:", f"Statement 0 of section 0, change {time}:", draft.source
            )
            replace_source(session, draft=draft, source=changed, base=draft.revision, words="Changed", by=OFFICER)
        waits.append(clocked(lambda: officer.get(f"{DRAFT}?go=section:s0")))
    database.engine.dispose()
    return waits


def main() -> int:
    """Measure, print, and say whether every goal is met."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preview.sqlite"
        token = prepare(path)
        with Server(path) as server:
            anyone, officer = Client(server), OfficerClient(server, token)
            before = _settled_memory(server, officer)
            body = filled_in(officer)
            kinds: dict[str, Callable[[], object]] = {
                "floor": lambda: anyone.get(FLOOR),
                "GET the task list": lambda: officer.get(PREVIEW),
                "GET a section of 20 questions": lambda: officer.get(f"{PREVIEW}?go=section:s0"),
                "POST a section, all 200 answers carried": lambda: officer.answered("POST", PREVIEW, body, 200),
                "GET the blank form, 200 questions": lambda: officer.get(PRINT),
                "GET a try-out, 20 returns": lambda: officer.get(TRY),
            }
            costs = {name: _cost(server, name, request) for name, request in kinds.items()}
            pdf = median(clocked(lambda: officer.answered("GET", PDF, None, 200, text=False)) for _ in range(3))
            first = first_after_a_change(path, officer)
            again = median(clocked(lambda: officer.get(f"{DRAFT}?go=section:s0")) for _ in range(20))
            waited = [
                (
                    "first preview after a change, s by the clock",
                    median(first) / 1000,
                    1.0,
                    f"slowest {max(first):.0f} ms",
                ),
                ("preview of a draft again, s by the clock", again / 1000, 0.1, ""),
                ("the blank form as a PDF, s by the clock", pdf / 1000, 5.0, ""),
                (
                    "memory that all of it added to a worker, MB",
                    server.memory() - before,
                    45,
                    f"before {before:.0f} MB",
                ),
            ]
            print(f"200 questions; a posted section with all answers carried: {len(body) / 1000:.0f} kB")
            return report(costs, waited)


class OfficerClient(Client):
    """A client that may post without being sent elsewhere, and fetch what is no page."""

    def answered(self, method: str, path: str, body: str | None, wanted: int, *, text: bool = True) -> str:
        """The answer to a request."""
        return self._answer(method, path, body, wanted) if text else self._length(method, path)

    def _length(self, method: str, path: str) -> str:
        self._reopen_after_a_pause()
        self._connection.request(method, path, None, {"Cookie": self._cookie})
        response = self._connection.getresponse()
        read = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status}")
        return str(len(read))


def _settled_memory(server: Server, officer: Client) -> float:
    """Megabytes held by the largest worker once both have answered."""
    for _ in range(20):
        officer.get("/")
    return server.memory()


def _cost(server: Server, name: str, request: Callable[[], object]) -> float:
    for _ in range(6):
        request()
    times = FLOOR_REQUESTS if name == "floor" else REQUESTS
    return median(cpu_of(server, request, times) for _ in range(ROUNDS))


def report(costs: dict[str, float], waited: list[tuple[str, float, float, str]]) -> int:
    """Print each goal with its figure; 1 if any is missed."""
    floor = costs["floor"]
    print(f"a ready-made page: {floor:.2f} ms; pages are in ready-made pages")
    lines = [(name, costs[name] / floor, goal, f"{costs[name]:.1f} ms") for name, goal in GOALS.items()] + waited
    for name, figure, goal, note in lines:
        print(f"{'ok    ' if figure <= goal else 'MISSED'} {name:46} {figure:8.3f}  goal {goal:>5}  {note}")
    return int(any(figure > goal for _, figure, goal, _ in lines))


if __name__ == "__main__":
    sys.exit(main())

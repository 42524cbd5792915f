"""What working on a tool of 200 questions costs, against a ready-made page sent by the same server in the same run.

Processor time is measured; and by the clock what somebody waits for: a save, and the first page after it in the other
worker, which has not seen the changed text yet. Prints each figure beside its goal and exits 1 when one is missed. See
README.md. Run with: python tests/bench/builder.py
"""

import http.client
import json
import sys
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.preview import OfficerClient, prepare  # noqa: E402  the repository is put on the path first
from tests.bench.web import FLOOR, clocked, cpu_of  # noqa: E402
from tests.bench.web_client import FORM, Client, Server  # noqa: E402

ROUNDS, FLOOR_REQUESTS, REQUESTS, SAVES = 5, 1_000, 30, 40
OUTLINE, QUESTION = "/tools/drafts/1", "/tools/drafts/1/questions/s5.q07"
#: In ready-made pages, what these cost when they were made and half as much again; by the clock, what nobody notices.
GOALS = {"GET the outline": 50, "GET a question": 60, "POST a question, one change": 900}
NOT_NOTICED = {"a save, ms by the clock": 300, "the first page after a change, ms by the clock": 300}


class Held(HTMLParser):
    """What the form of a question page would send."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[str, str]] = []
        self._name, self._is_inside = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a box that holds something."""
        named = dict(attrs)
        if tag == "form":
            self._is_inside = "data-saves" in named
        if not self._is_inside:
            return
        if tag == "input" and (named.get("type") not in {"checkbox", "radio"} or "checked" in named):
            self.held.append((named["name"] or "", named.get("value") or ""))
        if tag in {"select", "textarea"}:
            self._name = named["name"] or ""
        if tag == "textarea":
            self.held.append((self._name, ""))
        if tag == "option" and "selected" in named:
            self.held.append((self._name, named["value"] or ""))

    def handle_data(self, data: str) -> None:
        """Note what stands in a box of several lines."""
        if self._is_inside and self.lasttag == "textarea" and self.held and self.held[-1] == (self._name, ""):
            self.held[-1] = (self._name, data.removeprefix("\n"))


class QuestionForm:
    """The page of a question that saves itself, each time with another title."""

    def __init__(self, officer: OfficerClient) -> None:
        self._officer = officer
        page = Held()
        page.feed(officer.get(QUESTION))
        self._held = dict(page.held)
        self._times = 0

    def save(self) -> None:
        """Change the title and save it as the page does."""
        self._times += 1
        held = {**self._held, "title": f"Statement changed {self._times} times"}
        answer = json.loads(self._officer.saved(QUESTION, urlencode(held)))
        if not answer["saved"]:
            raise RuntimeError(answer["why"])
        self._held["base"] = answer["base"]


class Editor(OfficerClient):
    """A client that saves as the builder's script does."""

    def saved(self, path: str, body: str) -> str:
        """The answer to a page that saves itself."""
        self._reopen_after_a_pause()
        headers = {"Cookie": self._cookie, "Content-Type": FORM, "Accept": "application/json"}
        self._connection.request("POST", path, body, headers)
        response: http.client.HTTPResponse = self._connection.getresponse()
        return response.read().decode()


def main() -> int:
    """Measure, print, and say whether every goal is met."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "builder.sqlite"
        token = prepare(path)
        with Server(path) as server:
            anyone, officer = Client(server), Editor(server, token)
            form = QuestionForm(officer)
            kinds: dict[str, Callable[[], object]] = {
                "floor": lambda: anyone.get(FLOOR),
                "GET the outline": lambda: officer.get(OUTLINE),
                "GET a question": lambda: officer.get(QUESTION),
                "POST a question, one change": form.save,
            }
            costs = {name: _cost(server, name, request) for name, request in kinds.items()}
            waits = _waits(officer, form)
            print(f"200 questions; the outline: {len(officer.get(OUTLINE)) / 1000:.0f} kB")
            return report(costs, waits)


def _cost(server: Server, name: str, request: Callable[[], object]) -> float:
    for _ in range(6):
        request()
    times = FLOOR_REQUESTS if name == "floor" else REQUESTS
    return median(cpu_of(server, request, times) for _ in range(ROUNDS))


def _waits(officer: Editor, form: QuestionForm) -> dict[str, list[float]]:
    """By the clock: saves, and the outline after each, answered now by one worker and now by the other."""
    saves, pages = [], []
    for _ in range(SAVES):
        saves.append(clocked(form.save))
        pages.append(clocked(lambda: officer.get(OUTLINE)))
    return dict(zip(NOT_NOTICED, (saves, pages), strict=True))


def report(costs: dict[str, float], waits: dict[str, list[float]]) -> int:
    """Print each goal with its figure; 1 if any is missed."""
    floor = costs["floor"]
    print(f"a ready-made page: {floor:.2f} ms; pages are in ready-made pages")
    lines = [(name, costs[name] / floor, goal, f"{costs[name]:.1f} ms") for name, goal in GOALS.items()]
    for name, goal in NOT_NOTICED.items():
        lines.append((name, median(waits[name]), goal, f"slowest {max(waits[name]):.0f} ms"))
    for name, figure, goal, more in lines:
        print(f"{'met' if figure <= goal else 'MISSED':7} {name}: {figure:.1f} (at most {goal}; {more})")
    return int(any(figure > goal for _name, figure, goal, _more in lines))


if __name__ == "__main__":
    sys.exit(main())

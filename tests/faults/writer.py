"""Somebody who fills in a return: saves answer after answer as the page's script does, and keeps a ledger."""

import http.client
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.faults.setting import RETURN

FORM = "application/x-www-form-urlencoded"
LEVELS = ("not_met", "partly_met", "met", "embedded")
Answered = tuple[int, dict[str, str], bytes]


@dataclass
class Ledger:
    """What was sent and what was acknowledged, by question: the number of the save, which is in its words too."""

    sent: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    saves: int = 0
    acknowledgements: int = 0
    unknown: int = 0
    refused: list[str] = field(default_factory=list)


def words_of(question: str, number: int) -> dict[str, str]:
    """An answer of which every part says which save it is of: a mixture of two would show."""
    return {
        f"q-{question}": LEVELS[number % len(LEVELS)],
        f"q-{question}:comment": f"Comment of save {number}",
        f"q-{question}:evidence": f"Evidence of save {number}",
    }


class Writer(threading.Thread):
    """One person with one section open, on a connection of their own."""

    def __init__(self, port: int, secret: str, token: str, section: str, questions: list[str]) -> None:
        super().__init__(daemon=True)
        self.port, self.section, self.questions = port, section, questions
        self.ledger = Ledger()
        self.stopping = threading.Event()
        self.pace = 0.0
        self._secret, self._token = secret, token
        self._cookie = _cookie(secret, token)
        self._connection: http.client.HTTPConnection | None = None
        self._page, self._number, self._csrf = secrets.token_hex(8), 0, ""
        self._bases: dict[str, str] = {}

    def again(self) -> "Writer":
        """The same person with the page to be opened anew: numbers go on, so that every save has words of its own."""
        one = Writer(self.port, self._secret, self._token, self.section, self.questions)
        one.ledger, one._number = self.ledger, self._number
        return one

    @property
    def address(self) -> str:
        """The address of the section."""
        return f"/returns/{RETURN}/sections/{self.section}"

    def open_page(self) -> None:
        """Open the section, as a page is loaded: its token and the revisions it shows."""
        status, headers, body = self.request("GET", self.address)
        if status != 200:
            raise RuntimeError(f"{self.address}: {status}")
        page = body.decode()
        self._csrf = _found(r'name="csrf_token" value="([^"]*)"', page)
        revisions = _found(r'name="revisions" value="([^"]*)"', page)
        self._bases = {one.partition(":")[0]: one for one in revisions.split()}
        if "Set-Cookie" in headers:
            self._cookie = headers["Set-Cookie"].split(";")[0]

    def run(self) -> None:
        """Save until told to stop; what the connection did not answer is sent again, newer, as the script does."""
        turn = 0
        while not self.stopping.is_set():
            question = self.questions[turn % len(self.questions)]
            turn += 1
            self.save(question)
            time.sleep(self.pace)

    def save(self, question: str) -> bool:
        """Save an answer once. False where nothing is known of it."""
        self._number += 1
        number = self._number
        self.ledger.sent[question] = number
        self.ledger.saves += 1
        form = {
            "csrf_token": self._csrf,
            "question": question,
            "revisions": self._bases[question],
            "page": self._page,
            "number": str(number),
            **words_of(question, number),
        }
        try:
            status, _, body = self.request("POST", f"{self.address}/save", urlencode(form))
        except (OSError, http.client.HTTPException):
            self.ledger.unknown += 1
            time.sleep(0.05)
            return False
        return self._answered(question, number, status, body)

    def _answered(self, question: str, number: int, status: int, body: bytes) -> bool:
        if status >= 500:
            self.ledger.unknown += 1
            return False
        said = json.loads(body) if body.startswith(b"{") else {}
        if status == 200 and said.get("state") == "saved":
            self._bases[question] = said["revisions"]
            self.ledger.acknowledged[question] = number
            self.ledger.acknowledgements += 1
            return True
        self.ledger.refused.append(f"{question} {number}: {status} {body[:200]!r}")
        return False

    def request(self, method: str, path: str, body: str | None = None) -> Answered:
        """One request on the open connection."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self._cookie, "Accept": "application/json" if body else "text/html"}
        try:
            self._connection.request(method, path, body, {**headers, **({"Content-Type": FORM} if body else {})})
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        if response.headers.get("Connection", "").lower() == "close":
            self.hang_up()
        return response.status, dict(response.headers), content

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"no {pattern} on the page")
    return found.group(1)


def _cookie(secret: str, token: str) -> str:
    app = Flask("cookie")
    app.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    if serializer is None:
        raise RuntimeError("no key")
    return f"formsapp={serializer.dumps({'token': token})}"


def patiently(action: Callable[[], object], seconds: float = 90) -> float:
    """Try until it works; how long that took."""
    started = time.perf_counter()
    while True:
        try:
            action()
        except (OSError, http.client.HTTPException, RuntimeError):
            if time.perf_counter() - started > seconds:
                raise
            time.sleep(0.02)
        else:
            return time.perf_counter() - started

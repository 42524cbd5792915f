"""A server of our own to measure, and one browser-like client of it."""

import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from formsapp.returns.answers import digest_of
from formsapp.returns.fields.given import Given

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024
FORM = "application/x-www-form-urlencoded"
#: Seconds until a server that is started on a busy machine answers, and until it has made its first page.
LONGEST_START = 300


class Server:
    """The shipped server configuration on a free port of this machine, over one SQLite database."""

    def __init__(self, database: Path) -> None:
        self.secret = secrets.token_hex(32)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._database = database

    def __enter__(self) -> Self:
        environment = {
            **os.environ,
            "FORMSAPP_SECRET_KEY": self.secret,
            "FORMSAPP_DATABASE_URL": f"sqlite:///{self._database}",
            "FORMSAPP_BASE_URL": f"http://127.0.0.1:{self.port}",
            "FORMSAPP_DEMO": "1",
            "FORMSAPP_BIND": f"127.0.0.1:{self.port}",
            "FORMSAPP_WORKERS": "2",
            "PYTHONPATH": str(ROOT),
        }
        command = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--log-level", "error"]
        self._process = subprocess.Popen(
            [sys.executable, *command, "tests.bench.web_server:application"], cwd=ROOT, env=environment
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    def _wait(self) -> None:
        for _ in range(300):
            time.sleep(0.2)
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    break
            except OSError:
                continue
        while len(self.workers) < 2:
            time.sleep(0.2)
        self._wait_for_an_answer()

    def _wait_for_an_answer(self) -> None:
        """The socket is there before the workers have loaded the application, which takes a busy machine a minute."""
        first = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_START)
        first.request("GET", "/bench/ready-made")
        first.getresponse().read()
        first.close()

    @property
    def workers(self) -> list[int]:
        """The processes that answer requests."""
        own = self._process.pid
        listed = Path(f"/proc/{own}/task/{own}/children").read_text()
        return [int(one) for one in listed.split()]

    def cpu(self) -> float:
        """Seconds of processor time used so far by the server and its workers."""
        return sum(_cpu(one) for one in (self._process.pid, *self.workers))

    def memory(self) -> float:
        """Megabytes held by the largest worker."""
        pages = (int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in self.workers)
        return max(pages) * PAGE_KB / 1024


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Client:
    """One connection, kept open, with the session of somebody who is signed in."""

    def __init__(self, server: Server, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONGEST_START)
        self._last = 0.0
        app = Flask("cookie")
        app.secret_key = server.secret
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert serializer is not None
        self._cookie = f"formsapp={serializer.dumps({'token': token})}" if token else ""

    def get(self, path: str) -> str:
        """The page at this address; anything but a page is an error."""
        return self._answer("GET", path, None, 200)

    def post(self, path: str, form: dict[str, str], wanted: int = 303) -> str:
        """Post a form, by default one that is answered with a redirect."""
        return self._answer("POST", path, urlencode(form), wanted)

    def _reopen_after_a_pause(self) -> None:
        """The server hangs up on a connection that is quiet for some seconds."""
        moment = time.monotonic()
        if moment - self._last > 2:
            self._connection.close()
        self._last = moment

    def _answer(self, method: str, path: str, body: str | None, wanted: int) -> str:
        self._reopen_after_a_pause()
        headers = {"Cookie": self._cookie, **({"Content-Type": FORM} if body is not None else {})}
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        if response.status != wanted:
            raise RuntimeError(f"{method} {path}: {response.status}")
        # A browser shows the message of each save before the next one; here they must not pile up in the cookie.
        if (cookie := response.headers.get("Set-Cookie")) and method == "GET":
            self._cookie = cookie.split(";")[0]
        return text


class SectionForm:
    """The form of one section, filled in anew each time so that all its answers change."""

    def __init__(self, client: Client, path: str, *, times: int = 0) -> None:
        self._client, self.path = client, path
        page = client.get(path)
        self.fields = len(re.findall(r"<textarea", page)) + len(
            set(re.findall(r'type="radio"[^>]*|name="(q-[^":]+)"', page)) - {""}
        )
        self._token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        shown = re.search(r'name="revisions" value="([^"]*)"', page).group(1)
        self._bases = {
            key: (int(revision), digest) for key, revision, digest in (one.split(":") for one in shown.split())
        }
        self._times = times

    def save(self) -> None:
        """Change every answer of the section and save it."""
        self._times += 1
        level = ("met", "embedded")[self._times % 2]
        given = {
            key: Given(level, "", f"Comment {self._times} on {key}", f"Minutes, page {self._times}")
            for key in self._bases
        }
        form = {"csrf_token": self._token, "then": "continue", "revisions": self._line()}
        for key, answer in given.items():
            form[f"q-{key}"] = answer.value or ""
            form[f"q-{key}:comment"] = answer.comment
            form[f"q-{key}:evidence"] = answer.evidence
        self._client.post(self.path, form)
        self._bases = {key: (self._bases[key][0] + 1, digest_of(answer)) for key, answer in given.items()}

    def _line(self) -> str:
        return " ".join(f"{key}:{revision}:{digest}" for key, (revision, digest) in self._bases.items())


class OpenQuestion:
    """One question of a section that is open in a browser: its script saves the answer anew each time."""

    def __init__(self, client: Client, path: str) -> None:
        self._client, self._path = client, f"{path}/save"
        page = client.get(path)
        self._token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        self._base = re.search(r'name="revisions" value="([^" ]*)', page).group(1)
        self._key = self._base.split(":")[0]
        self._page = f"bench-{secrets.token_hex(8)}"
        self._times = 0

    def save(self) -> None:
        """Change the answer and save it."""
        self._times += 1
        form = {
            "csrf_token": self._token,
            "question": self._key,
            "revisions": self._base,
            "page": self._page,
            "number": str(self._times),
            f"q-{self._key}": ("met", "embedded")[self._times % 2],
            f"q-{self._key}:comment": f"Comment {self._times} on this",
            f"q-{self._key}:evidence": f"Minutes, page {self._times}",
        }
        said = json.loads(self._client.post(self._path, form, wanted=200))
        if said["state"] != "saved":
            raise RuntimeError(f"an answer was not saved: {said}")
        self._base = said["revisions"]

"""A connection that breaks: between a browser and the server, cutting requests and replies at random places."""

import contextlib
import random
import socket
import threading
from enum import Enum

_SAID = b'{"state": "saved", "revisions": "%s"}'


class Cut(Enum):
    """Where a request is cut."""

    NOWHERE = "nowhere"
    BEFORE = "before anything reached the server"
    HALF_WAY = "in the middle of the request"
    REPLY = "after the server had it, before the reply came back"


class CuttingProxy:
    """Forwards one request a connection to the server, and cuts some. `lies` answers in the server's place instead."""

    def __init__(self, port: int, *, share_cut: float, seed: int, lies: bool = False) -> None:
        self._target, self._share, self._lies = port, share_cut, lies
        self._chance = random.Random(seed)
        self.cuts: dict[Cut, int] = dict.fromkeys(Cut, 0)
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def heal(self) -> None:
        """From now on nothing is cut, and nobody lies."""
        self._share, self._lies = 0.0, False

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._listening.accept()
                threading.Thread(target=self._one, args=(browser, self._choice()), daemon=True).start()

    def _choice(self) -> Cut:
        if self._chance.random() >= self._share:
            return Cut.NOWHERE
        return self._chance.choice([Cut.BEFORE, Cut.HALF_WAY, Cut.REPLY])

    def _one(self, browser: socket.socket, cut: Cut) -> None:
        with browser, contextlib.suppress(OSError):
            browser.settimeout(20)
            request = _whole(browser)
            is_save = request.startswith(b"POST") and b"/save" in request[:200]
            cut = cut if is_save else Cut.NOWHERE
            self.cuts[cut] += 1
            if cut is Cut.BEFORE:
                return
            if self._lies and cut is not Cut.NOWHERE:
                revisions = request.partition(b"revisions=")[2].partition(b"&")[0].replace(b"%3A", b":")
                _say(browser, _SAID % revisions)
                return
            with socket.create_connection(("127.0.0.1", self._target), 20) as server:
                if cut is Cut.HALF_WAY:
                    server.sendall(request[: len(request) * 2 // 3])
                    return
                server.sendall(request)
                reply = _whole(server)
            if cut is Cut.NOWHERE:
                browser.sendall(reply)


def _whole(connection: socket.socket) -> bytes:
    """One request or one reply, with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise OSError("closed")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            raise OSError("closed")
        body += more
    return head + b"\r\n\r\n" + body


def _say(browser: socket.socket, body: bytes) -> None:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    browser.sendall(head.encode() + body)

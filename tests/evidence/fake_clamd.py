"""A scanner on loopback that speaks clamd's protocol, and says of each file what it is told to."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.evidence.making_files import EICAR

OK = b"stream: OK\0"
FOUND = b"stream: Eicar-Signature FOUND\0"
LOCKED = b"stream: Heuristics.Encrypted.PDF FOUND\0"
UNWELL = b"INSTREAM size limit exceeded. ERROR\0"


def looks(content: bytes) -> bytes:
    """What a scanner says that knows the test virus alone."""
    return FOUND if EICAR in content else OK


class FakeClamd:
    """Listens on a free port; `answer` says what it answers to a file, nothing for a line that is cut."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.answer = answer
        self.seen: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            line, _ = self._listening.accept()
            with line:
                if not self._one(line):
                    return

    def _one(self, line: socket.socket) -> bool:
        if _exactly(line, 10) != b"zINSTREAM\0":
            return False
        content = b""
        while size := struct.unpack(">I", _exactly(line, 4))[0]:
            content += _exactly(line, size)
        self.seen.append(content)
        line.sendall(self.answer(content))
        return True

    def close(self) -> None:
        """Listen no more."""
        with socket.create_connection(self._listening.getsockname()) as line:
            line.sendall(b"zPING\0\0\0\0\0")
        self._thread.join()
        self._listening.close()


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size and (part := line.recv(size - len(found))):
        found += part
    return found


@contextmanager
def fake_clamd(answer: Callable[[bytes], bytes] = looks) -> Iterator[FakeClamd]:
    """A scanner for as long as the `with`."""
    scanner = FakeClamd(answer)
    try:
        yield scanner
    finally:
        scanner.close()

"""Asking clamd whether some bytes hold a virus: its INSTREAM command, over TCP or a socket of this machine."""

import re
import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

LONGEST_WAIT = 10.0
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
_ADDRESS = re.compile(r"tcp://(?P<host>[^:/\s]+|\[[0-9A-Fa-f:]+\]):(?P<port>[0-9]{1,5})|unix:(?P<path>/\S+)")
#: What clamd says of files that are locked with a password, where it is told to look for them.
_LOCKED = "Heuristics.Encrypted"


class Scan(StrEnum):
    """What is known of a file."""

    NOT_SCANNED = "not_scanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    PROTECTED = "protected"


@dataclass(frozen=True)
class Verdict:
    """What a scanner said; `WAITING` where it said nothing that could be understood, with why."""

    scan: Scan
    words: str = ""


def scan(address: str, content: bytes, *, longest_wait: float = LONGEST_WAIT) -> Verdict:
    """Ask the scanner at this address. A scanner that is away, slow or unwell leaves the file waiting."""
    until = monotonic() + longest_wait
    try:
        with closing(_connected(address, longest_wait)) as line:
            _send(line, content, until)
            return _understood(_answer(line, until))
    except (OSError, ValueError) as error:
        return Verdict(Scan.WAITING, f"the scanner did not answer ({type(error).__name__})")


def _connected(address: str, longest_wait: float) -> socket.socket:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    if found["path"]:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(longest_wait)
        line.connect(found["path"])
        return line
    return socket.create_connection((found["host"].strip("[]"), int(found["port"])), timeout=longest_wait)


def _send(line: socket.socket, content: bytes, until: float) -> None:
    line.sendall(b"zINSTREAM\0")
    for place in range(0, len(content), _CHUNK):
        chunk = content[place : place + _CHUNK]
        line.settimeout(_left(until))
        line.sendall(struct.pack(">I", len(chunk)) + chunk)
    line.sendall(struct.pack(">I", 0))


def _answer(line: socket.socket, until: float) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _understood(answer: str) -> Verdict:
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Verdict(Scan.CLEAN)
    if said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        return Verdict(Scan.PROTECTED if name.startswith(_LOCKED) else Scan.INFECTED, name[:200])
    return Verdict(Scan.WAITING, f"the scanner said: {said[:200]}" if said else "the scanner gave no answer")

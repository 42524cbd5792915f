"""Addresses of static files that change when the file does, so that browsers may keep them."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import url_for

STATIC = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """The address of a file in `static`, with its version."""
    version = _version(name)
    return url_for("static", filename=name, v=version) if version else url_for("static", filename=name)


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    path = STATIC / name
    return sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""

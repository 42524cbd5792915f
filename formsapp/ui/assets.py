"""Addresses of static files that change when the file does, so that browsers may keep them."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import has_request_context, request, url_for

STATIC = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """The address of a file in `static`, with its version."""
    return _address(name, request.script_root) if has_request_context() else _made(name)


@lru_cache(maxsize=512)
def _address(name: str, script_root: str) -> str:  # noqa: ARG001  where the application is mounted decides the address
    """Made once: every page names a dozen files."""
    return _made(name)


def _made(name: str) -> str:
    version = _version(name)
    return url_for("static", filename=name, v=version) if version else url_for("static", filename=name)


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    path = STATIC / name
    return sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""

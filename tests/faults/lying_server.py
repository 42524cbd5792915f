"""The application with a bug put in on purpose: it says "saved" first and saves a moment later.

The experiments must catch it; otherwise they prove nothing.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from wsgi import application as honest

LATER = 0.25


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a save at once; do it later."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/save"):
        return honest(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    threading.Thread(target=_save_later, args=({**environ, "wsgi.input": BytesIO(body)},), daemon=True).start()
    revisions = parse_qs(body.decode())["revisions"][0]
    said = json.dumps({"state": "saved", "revisions": revisions}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
    return [said]


def _save_later(environ: dict[str, Any]) -> None:
    time.sleep(LATER)
    for _ in honest(environ, lambda *_: None):
        pass

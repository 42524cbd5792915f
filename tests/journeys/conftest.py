"""A real server on loopback and a real Chromium."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from formsapp import create_app
from formsapp.database import database
from tests.conftest import settings_for_tests
from tests.journeys.visitor import Site, Visitor

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share a browser, so one worker runs them all; they are marked so that they can be left out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing is written for each request."""


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    """The application, served on a free port from a fresh SQLite database."""
    path = tmp_path / "journey.sqlite"
    shutil.copy(migrated_sqlite, path)
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(settings_for_tests(f"sqlite:///{path}", base_url=address))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet, fd=listening.fileno())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(app, address)
    server.shutdown()
    thread.join()
    server.server_close()
    listening.close()
    with app.app_context():
        database().engine.dispose()


@pytest.fixture
def arrive(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Somebody comes with a browser of their own; several people can be there at once."""
    contexts = []

    def page(**how: Any) -> Page:
        context = browser.new_context(**how)
        contexts.append(context)
        context.set_default_timeout(15_000)
        return context.new_page()

    def come(name: str, *, java_script_enabled: bool = True, **how: Any) -> Visitor:
        twin = None if java_script_enabled else page(**how)
        return Visitor(page(java_script_enabled=java_script_enabled, **how), site, name, twin=twin)

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(arrive: Callable[..., Visitor]) -> Visitor:
    """Somebody at a desktop with JavaScript."""
    return arrive("desktop", viewport=DESKTOP)


@pytest.fixture
def colleague(arrive: Callable[..., Visitor]) -> Visitor:
    """Another person, at another desktop."""
    return arrive("desktop", viewport=DESKTOP)


@pytest.fixture
def on_a_phone(arrive: Callable[..., Visitor]) -> Visitor:
    """Somebody at a small phone without JavaScript."""
    return arrive("phone", viewport=PHONE, java_script_enabled=False)

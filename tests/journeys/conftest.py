"""A real server on loopback, a real Chromium, and axe on every page that a journey visits."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from formsapp import create_app
from formsapp.database import database
from formsapp.people.models import Person
from formsapp.sign_in.passwords import hash_password
from tests.conftest import settings_for_tests

PASSWORD = "a-password-for-tests"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share a browser, so one worker runs them all; they are marked so that they can be left out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "no Chromium: run make browser"
    started = playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    )
    yield started
    started.close()


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path) -> Iterator["Site"]:
    """The application, served on a free port from a fresh SQLite database."""
    path = tmp_path / "journey.sqlite"
    shutil.copy(migrated_sqlite, path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(settings_for_tests(f"sqlite:///{path}", base_url=f"http://127.0.0.1:{port}"))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{port}")
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        database().engine.dispose()


class Site:
    """The served application and its database."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address

    def give_password(self, session: Any, person: Person) -> None:
        """Let a person sign in by the sign-in page."""
        person.password_hash = hash_password(PASSWORD)
        session.flush()


class Visitor:
    """A person at a browser: every page they come to is checked with axe."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.faults: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        # A refused form is answered with 422, which Chromium notes as a failed load.
        if kind == "error" and "422" not in text and "409" not in text:
            self.faults.append(text)

    def visit(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site.address + path)
        self.look()

    def click(self, role: str, name: str, **more: Any) -> None:
        """Press a link or a button by its name, and look at the page that follows."""
        self.page.get_by_role(role, name=name, **more).click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        self.look()

    def look(self) -> None:
        """The page must be free of faults that a machine can find, and fit its width."""
        found = Axe().run(self.page, options={"runOnly": AXE_TAGS})
        where = self.page.url
        assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{where} is {wide} pixels wider than the screen"
        assert self.faults == [], f"{where}: {self.faults}"

    def sign_in(self, person: Person) -> None:
        """Sign in by the page, as a person does."""
        self.visit("/sign-in")
        self.page.get_by_label("Email address").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.click("button", "Sign in")

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody at a desktop with JavaScript."""
    yield from _visitor(browser, site, viewport=DESKTOP)


@pytest.fixture
def on_a_phone(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody at a small phone without JavaScript."""
    yield from _visitor(browser, site, viewport=PHONE, java_script_enabled=False)


def _visitor(browser: Browser, site: Site, **how: Any) -> Iterator[Visitor]:
    context: BrowserContext = browser.new_context(**how)
    page = context.new_page()
    yield Visitor(page, site)
    context.close()

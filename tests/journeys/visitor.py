"""A person at a browser, and the served site. Whatever page they come to is checked for what a machine can find."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from formsapp.database import database
from formsapp.people.models import Person
from formsapp.sign_in.passwords import hash_password
from tests.builders import make_person

PASSWORD = "four-plain-words-here"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Answers to a form that was refused, and to a page that is kept from somebody: Chromium notes both as failed loads.
EXPECTED_STATUS = ("409", "422")
# The design system's script says on a radio button whether what belongs to it is open. ARIA has no such word for radio
# buttons, screen readers read it out all the same, and the design system keeps it knowingly.
KNOWN = ("aria-allowed-attr", 'aria-expanded="')
KINDS_OF_ELEMENTS = """() => [...new Set([...document.querySelectorAll("body *")].map(
    node => node.localName + "." + [...node.classList].sort().join(".") + (node.open ? "[open]" : "")))]"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_in(response: dict[str, Any]) -> list[str]:
    """What axe found, but for what is known."""
    rule, mark = KNOWN
    return [
        f"{one['id']}: {node['html']}"
        for one in response["violations"]
        for node in one["nodes"]
        if not (one["id"] == rule and "govuk-radios__input" in node["html"] and mark in node["html"])
    ]


class Site:
    """The served application and its database."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """A session that is committed at the end."""
        with self.app.app_context(), database().transaction() as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A session that reads."""
        with self.app.app_context(), database().reading() as session:
            yield session

    def endpoint(self, url: str) -> str:
        """The name of the page at an address."""
        try:
            return self.app.url_map.bind("").match(urlsplit(url).path)[0]
        except HTTPException:
            return "nowhere"


def with_password(session: Session, role: str, **more: Any) -> Person:
    """Somebody with a role who can sign in by the page."""
    person = make_person(session, role, **more)
    person.password_hash = hash_password(PASSWORD)
    session.flush()
    return person


class Visitor:
    """A person at a browser."""

    #: What axe has seen at each page in each kind of browser: elements of these kinds need not be looked at again.
    seen: dict[tuple[str, ...], set[str]] = {}

    def __init__(self, page: Page, site: Site, browser: str, *, twin: Page | None = None) -> None:
        self.page = page
        self.twin = twin
        self.site = site
        self.browser = browser
        self.faults: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(status in text for status in EXPECTED_STATUS):
            self.faults.append(text)

    def visit(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        self.look()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow a link."""
        self._go((within or self.page).get_by_role("link", name=name))

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button that sends a form."""
        self._go((within or self.page).get_by_role("button", name=name))

    def _go(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.first.click()
        self.look()

    def look(self) -> None:
        """The page fits its width, the browser complained of nothing, and axe finds nothing in what is new to it."""
        where = self.page.url
        assert self.faults == [], f"{where}: {self.faults}"
        assert self.page.evaluate(TOO_WIDE) <= 0, f"{where} is wider than the screen"
        kinds = set(self.page.evaluate(KINDS_OF_ELEMENTS))
        seen = self.seen.setdefault((self.site.endpoint(where), self.browser), set())
        if kinds <= seen:
            return
        found = Axe().run(self._with_script(), options={"runOnly": AXE_TAGS})
        assert faults_in(found.response) == [], f"{where}\n{found.generate_report()}"
        seen |= kinds

    def _with_script(self) -> Page:
        """The page; where no script runs its likeness, since axe is a script, with our own script kept out."""
        if self.twin is None:
            return self.page
        html, address = self.page.content(), self.page.url.partition("#")[0]
        self.twin.unroute_all()
        self.twin.route("**/*.js*", lambda route: route.abort())
        self.twin.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self.twin.goto(address)
        return self.twin

    def sign_in(self, person: Person) -> None:
        """Sign in by the page, as a person does."""
        self.visit("/sign-in")
        self.page.get_by_label("Email address").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        assert self.heading == "What needs you today"

    def sign_out(self) -> None:
        """Sign out by the button that every page has."""
        self.press("Sign out")

    def choose(self, label: str, *, within: Locator | None = None) -> None:
        """Choose a radio button by its label."""
        (within or self.page).get_by_role("radio", name=label, exact=True).check()

    def write(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Type into a box by its label."""
        (within or self.page).get_by_label(label).first.fill(text)

    def question(self, title: str) -> Locator:
        """The part of a section page that asks one question."""
        return self.page.locator(".app-question").filter(has_text=title)

    def open_details(self, name: str, *, within: Locator | None = None) -> None:
        """Open what is folded away."""
        (within or self.page).locator("summary").filter(has_text=name).first.click()
        self.look()

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    @property
    def errors(self) -> list[str]:
        """What the error summary says."""
        return self.page.locator(".govuk-error-summary li").all_inner_texts()

# ruff: noqa: INP001  a script, not a package
"""Take the pictures of docs/screenshots: the demonstration borough, served on this machine, as its people see it.

Run by `make screenshots`. The borough that `make demo` made is copied; if there is none, one is made for the pictures.
"""

import csv
import io
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from formsapp import create_app
from formsapp.clock import today
from formsapp.demo.personas import SEED
from formsapp.demo.settings_register import register_csv

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
DEMO = ROOT / "instance" / "demo" / "formsapp.sqlite"
DESKTOP, TALL, PHONE = (1280, 1000), (1280, 1280), (390, 844)
COLOURS = 64
LARGEST = 200_000


class Picture(NamedTuple):
    """One picture: who looks, how they come to the page, and on what screen."""

    name: str
    person: str
    way: Callable[[Page], None]
    screen: tuple[int, int] = DESKTOP


def links(*names: str) -> Callable[[Page], None]:
    """The way that follows these links in turn."""

    def way(page: Page) -> None:
        for name in names:
            with page.expect_navigation():
                page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()

    return way


def register_preview(page: Page) -> None:
    """What a register file would change, before anything is written."""
    links("Register", "Import")(page)
    file: FilePayload = {"name": "edubasealldata.csv", "mimeType": "text/csv", "buffer": next_register()}
    page.locator("input[type=file]").set_input_files(file)
    links("Check the file")(page)


def next_register() -> bytes:
    """The borough's register as it might be next month: a school has joined a trust, and a new one has opened."""
    rows = list(csv.DictReader(io.StringIO(register_csv(SEED, today=today(), last_year=False).decode("cp1252"))))
    school = next(row for row in rows if row["Trusts (name)"] and row["EstablishmentStatus (name)"] == "Open")
    joined = next(row for row in rows if not row["Trusts (name)"] and row["EstablishmentStatus (name)"] == "Open")
    joined["Trusts (name)"] = school["Trusts (name)"]
    rows.append({**school, "URN": "990999", "EstablishmentNumber": "4999", "EstablishmentName": "Lantern Hill Academy"})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")


def a_question(page: Page) -> None:
    """A question of the draft of next year's tool, open to be changed."""
    links("Tools", "Drafts being worked on", DRAFT)(page)
    page.locator("summary").filter(has_text="Life online").click()
    links("Leaders, the safeguarding lead and technical staff review")(page)


DRAFT = "Safeguarding self-assessment for schools and colleges"
LEAD, AGENCY, OFFICER = "Miriam Thackeray-Bose", "Yolanda Birkinshaw-Diaz", "Honor Wetherfold"
HEAD = "Philippa Venn-Okafor"
CHAIR, MODERATOR, PRACTITIONER = "Desmond Akintola-Rees", "Ines Calloway-Brandt", "Juno Abernethy-Ruiz"
SCHOOLS_NOW, SCHOOLS_BEFORE = "Safeguarding in schools and colleges 2026", "Safeguarding in schools and colleges 2025"
SHOTS = (
    Picture("home-officer", OFFICER, links()),
    Picture("home-lead", LEAD, links()),
    Picture("home-chair", CHAIR, links()),
    Picture("home-moderator", MODERATOR, links()),
    Picture("home-phone", LEAD, links(), PHONE),
    Picture("task-list", AGENCY, links("Section 11"), TALL),
    Picture("task-list-phone", AGENCY, links("Section 11"), PHONE),
    Picture("section-page", LEAD, links(SCHOOLS_NOW, "2. Leadership"), TALL),
    Picture("section-page-phone", LEAD, links(SCHOOLS_NOW, "2. Leadership"), PHONE),
    Picture("check-answers", AGENCY, links("Section 11", "Check your answers")),
    Picture("last-year", LEAD, links(SCHOOLS_NOW, "Last year’s answers")),
    Picture("colleagues", LEAD, links(SCHOOLS_NOW, "Colleagues who help"), TALL),
    Picture("action-plan", LEAD, links(SCHOOLS_NOW, "Action plan")),
    Picture("signatures", LEAD, links(SCHOOLS_NOW, "Signatures")),
    Picture("profile", LEAD, links(SCHOOLS_NOW, "Your profile"), TALL),
    Picture("tracker", OFFICER, links("All audits", "Section 11", "Tracker")),
    Picture("register-preview", OFFICER, register_preview),
    Picture("moderation", OFFICER, links("All audits", SCHOOLS_NOW, "Moderation"), TALL),
    Picture("sample", OFFICER, links("All audits", SCHOOLS_NOW, "Moderation", "Sample"), TALL),
    Picture("desk", MODERATOR, links("Moderate ")),
    Picture("desk-phone", MODERATOR, links("Moderate "), PHONE),
    Picture("panel-list", CHAIR, links("All audits", SCHOOLS_NOW, "Moderation", "Panel")),
    Picture("settle", CHAIR, links("Settle")),
    Picture(
        "agreement",
        CHAIR,
        links("All audits", SCHOOLS_BEFORE, "Moderation", "What moderation changed", "How well"),
        TALL,
    ),
    Picture("letter", HEAD, links(SCHOOLS_NOW, "Read your feedback"), TALL),
    Picture("results", CHAIR, links("All audits", SCHOOLS_NOW, "Results")),
    Picture("findings", CHAIR, links("All audits", SCHOOLS_BEFORE, "Findings")),
    Picture("builder", OFFICER, links("Tools", "Drafts being worked on", DRAFT), TALL),
    Picture("builder-question", OFFICER, a_question, TALL),
    Picture("builder-changes", OFFICER, links("Tools", "Drafts being worked on", DRAFT, "What changed since"), TALL),
    Picture("builder-phone", OFFICER, a_question, PHONE),
    Picture("preview", OFFICER, links("Tools", "Drafts being worked on", DRAFT, "Preview"), TALL),
    Picture("report", PRACTITIONER, links(SCHOOLS_BEFORE)),
    Picture("report-phone", PRACTITIONER, links(SCHOOLS_BEFORE), PHONE),
)


def main() -> None:
    """Take every picture, or those named on the command line."""
    wanted = [shot for shot in SHOTS if shot.name in sys.argv[1:] or not sys.argv[1:]]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, browser() as chromium:
        for shot in wanted:
            print(f"{shot.name}: {take(chromium, address, shot):,} bytes")  # noqa: T201  it is a command


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The borough's site on a free port of this machine; its address."""
    file = folder / "formsapp.sqlite"
    os.environ.update(_settings(file, "http://127.0.0.1:0"))
    _have_a_borough(file)
    app = create_app()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _settings(file: Path, address: str) -> dict[str, str]:
    return {
        "FORMSAPP_DEMO": "1",
        "FORMSAPP_BASE_URL": address,
        "FORMSAPP_DATABASE_URL": f"sqlite:///{file}",
        "FORMSAPP_PARTNERSHIP_NAME": "Wexbridge Safeguarding Children Partnership",
        "FORMSAPP_SECRET_KEY": secrets.token_hex(32),
    }


def _have_a_borough(file: Path) -> None:
    if DEMO.exists():
        with closing(sqlite3.connect(DEMO)) as made, closing(sqlite3.connect(file)) as copy:
            made.backup(copy)
        return
    subprocess.run([sys.executable, "-m", "formsapp", "demo"], cwd=ROOT, check=True)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing is written for each request."""


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's Chromium."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        sys.exit("There is no Chromium here: run make browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def take(chromium: Browser, address: str, shot: Picture) -> int:
    """Take one picture; how many bytes it has."""
    width, height = shot.screen
    context = chromium.new_context(viewport={"width": 1280, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    links(f"Sign in as {shot.person}")(page)
    shot.way(page)
    page.set_viewport_size({"width": width, "height": height})
    file = PICTURES / f"{shot.name}.png"
    shrink(page.screenshot(), file)
    context.close()
    return file.stat().st_size


def shrink(picture: bytes, file: Path) -> None:
    """Save a picture with the few colours that a page has."""
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        sys.exit(f"{file.name} is larger than {LARGEST:,} bytes")


if __name__ == "__main__":
    main()

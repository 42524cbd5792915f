"""Every component in a real browser: nothing that axe finds, nothing wider than a phone, nothing the policy refuses."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from formsapp import create_app
from tests.conftest import settings_for_tests
from tests.ui.gallery import add_gallery

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
PAGES = ["/gallery", "/gallery/errors", "/accessibility-statement", "/privacy"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery, served."""
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
    host = f"127.0.0.1:{server.server_port}"
    app = create_app(settings_for_tests("sqlite:///never-opened.sqlite", base_url=f"http://{host}", is_demo=True))
    add_gallery(app)
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://{host}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(address, browser, path, size) -> None:
    page = browser.new_page(viewport=size)
    page.goto(address + path)
    page.wait_for_selector("body.govuk-frontend-supported")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert results.violations_count == 0, results.generate_report()
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(address, browser, path) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.close()


def test_the_policy_refuses_nothing_of_ours(address, browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/gallery/errors", wait_until="networkidle")
    page.wait_for_selector("body.govuk-frontend-supported")
    assert said == []
    page.close()


def test_where_the_script_does_not_arrive_nothing_is_hidden(address, browser) -> None:
    page = browser.new_page(viewport=PHONE)
    page.route("**/govuk-frontend.min.js*", lambda route: route.abort())
    page.goto(f"{address}/gallery", wait_until="networkidle")
    assert page.locator("body.govuk-frontend-supported").count() == 0
    assert page.locator("#navigation").is_visible()
    page.close()


def test_without_scripts_every_place_of_the_menu_can_be_reached_on_a_phone(address, browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/gallery")
    assert page.locator(".govuk-service-navigation__toggle").is_hidden()
    assert page.locator("#navigation").is_visible()
    context.close()


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(address, browser) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{address}/gallery/errors")
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("link", name="Enter what is asked").last.click()
    assert page.evaluate("document.activeElement.id") == "closes-day"
    page.close()

"""What every page has around it."""

import re

import pytest
from flask import Flask, g, render_template_string

from formsapp import create_app
from formsapp.access.actor import Actor, Holds
from formsapp.access.roles import ROLES
from formsapp.ui.assets import STATIC, asset
from formsapp.ui.charts import SHADES
from formsapp.ui.navigation import PLACES, navigation
from tests.builders import make_person
from tests.conftest import CheckedClient, settings_for_tests
from tests.page_checks import check_page
from tests.ui.gallery import gallery
from tests.ui.rendering import application

PAGE = """{% extends "layout.html" %}{% block title %}A page{% endblock %}
{% block content %}<h1>A page</h1><p id="name">x</p>{% endblock %}"""


def shown(*, role: str | None = None, errors: list[tuple[str | None, str]] | None = None) -> str:
    with application().test_request_context("/"):
        g.actor = Actor(1, "Ama Mensah", roles=(Holds(role),)) if role else None
        given = {} if errors is None else {"errors": errors}
        html = render_template_string(PAGE, **given)
    check_page(html, "a page")
    return html


def test_a_page_has_the_partnerships_name_and_its_own() -> None:
    html = shown()
    assert "<title>A page – Wexbridge Safeguarding Children Partnership</title>" in html
    assert 'lang="en-GB"' in html
    assert 'href="#main-content"' in html


def test_a_page_says_what_it_is_not_for() -> None:
    assert "not a way to report a concern about a child" in shown()
    assert "call 999" in shown()


def test_someone_not_signed_in_sees_no_menu_and_no_sign_out() -> None:
    html = shown()
    assert "Sign out" not in html
    assert 'id="navigation"' not in html


def test_someone_signed_in_sees_their_name_and_signs_out_by_a_form() -> None:
    html = shown(role="partnership_officer")
    assert "Ama Mensah" in html
    form = re.search(r'<form class="app-header__sign-out" method="post".*?</form>', html, re.DOTALL)
    assert form is not None
    assert 'name="csrf_token"' in form.group()


def test_the_menu_holds_what_the_role_permits(monkeypatch) -> None:
    with application().test_request_context("/"):
        monkeypatch.setattr("formsapp.ui.navigation.exists", lambda _endpoint: True)
        monkeypatch.setattr("formsapp.ui.navigation.url_for", lambda endpoint: f"/{endpoint}")
        for key, role in ROLES.items():
            g.actor = Actor(1, "Ama Mensah", roles=(Holds(key),))
            expected = [place.text for place in PLACES if place.permission in role.permissions]
            assert [link.text for link in navigation()] == expected


def test_every_place_of_the_menu_exists() -> None:
    assert {place.endpoint for place in PLACES} <= set(application().view_functions)


def test_errors_stand_before_everything_and_in_the_title() -> None:
    html = shown(errors=[("name", "Enter a <name>"), (None, "The audit has closed")])
    assert "<title>Error: A page" in html
    assert html.index("There is a problem") < html.index("<h1>")
    assert '<a href="#name">Enter a &lt;name&gt;</a>' in html


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            '{% from "components/back_link.html" import back_link %}{{ back_link("/a") }}',
            '<nav aria-label="Back"><a href="/a"',
        ),
        ('{% from "components/breadcrumbs.html" import breadcrumbs %}{{ breadcrumbs([("A", "/a")]) }}', "<nav class"),
        ("", '<main class="govuk-main-wrapper"'),
    ],
)
def test_what_stands_before_the_page_is_in_a_landmark(before, expected) -> None:
    with application().test_request_context("/"):
        g.actor = None
        html = render_template_string(PAGE + "{% block before %}" + before + "{% endblock %}")
    check_page(html, "a page")
    start = html.rindex('<div class="govuk-width-container">', 0, html.index("<main"))
    inside = html[start:].partition(">")[2].strip()
    assert inside.startswith(expected)
    assert html.count("<nav") == (1 if before else 0)


def test_no_errors_no_summary() -> None:
    assert "There is a problem" not in shown(errors=[])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_messages_are_shown_once(app: Flask, client, db) -> None:
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    said = [("message", "Saved & sent"), ("important", "Closes soon")]
    with client.session_transaction() as cookie:
        cookie["_flashes"] = said
    first, second = client.get("/privacy").text, client.get("/privacy").text
    assert "Saved &amp; sent" in first
    assert first.count("govuk-notification-banner--success") == 1
    assert first.count('role="region"') == 1
    assert "Saved" not in second


def test_the_demonstration_says_so() -> None:
    demo = create_app(settings_for_tests("sqlite:///never-opened.sqlite", is_demo=True))
    assert "This borough is invented" in demo.test_client().get("/privacy").text
    assert "This borough is invented" not in shown()


def test_the_partnerships_colour_is_a_stylesheet_of_its_own() -> None:
    app = create_app(settings_for_tests("sqlite:///never-opened.sqlite", partnership_colour="#7a1f5c"))
    app.test_client_class = CheckedClient
    answer = app.test_client().get("/theme.css")
    assert answer.mimetype == "text/css"
    assert "#7a1f5c" in answer.text
    assert "public" in answer.headers["Cache-Control"]


def test_the_address_of_a_stylesheet_changes_with_it() -> None:
    def theme(colour: str) -> str:
        app = create_app(settings_for_tests("sqlite:///never-opened.sqlite", partnership_colour=colour))
        found = re.search(r'href="(/theme\.css\?v=\w+)"', app.test_client().get("/privacy").text)
        assert found is not None
        return found.group(1)

    assert theme("#7a1f5c") != theme("#1d4e6b")


def test_static_files_carry_their_version() -> None:
    with application().test_request_context("/"):
        assert re.fullmatch(r"/static/app\.css\?v=[0-9a-f]{10}", asset("app.css"))
        assert asset("not-there.css") == "/static/not-there.css"


def test_our_stylesheet_and_script_are_small_and_load_nothing_from_elsewhere() -> None:
    for name in ("app.css", "app.js"):
        text = (STATIC / name).read_text()
        assert len(text) < 16_000
        assert "http" not in text
        assert "@import" not in text


def test_our_stylesheet_dresses_nothing_that_no_page_has() -> None:
    pages = "".join(path.read_text() for path in STATIC.parents[1].rglob("*.html"))
    used = set(re.findall(r"app-[a-z_-]+", pages))
    styled = set(re.findall(r"\.(app-[a-z_-]+)", (STATIC / "app.css").read_text()))
    made_of_a_tone = {f"app-chart__{part}{tone}" for part in ("", "on-") for tone in SHADES}
    assert styled - used - made_of_a_tone == set()


@pytest.mark.parametrize("path", ["/accessibility-statement", "/privacy"])
def test_what_the_service_says_about_itself_is_open_to_all(path) -> None:
    app = create_app(settings_for_tests("sqlite:///never-opened.sqlite"))
    app.test_client_class = CheckedClient
    assert app.test_client().get(path).status_code == 200


@pytest.mark.parametrize("with_errors", [False, True])
def test_the_gallery_is_a_valid_page(with_errors) -> None:
    with application().test_request_context("/"):
        check_page(gallery(with_errors=with_errors), "the gallery")

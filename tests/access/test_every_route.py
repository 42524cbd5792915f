"""Every page says what it asks of whom, and the server holds to it."""

import pytest
from flask import Flask
from sqlalchemy import event

from formsapp.access.routes_command import declaration_of, declared_routes
from formsapp.database import READING_METHODS, database

#: Pages that anyone may open, named here so that a new one is a decision and not an accident.
PUBLIC = {
    "contributors.help_with_return",
    "sign_in.accept_invitation",
    "sign_in.sign_in",
    "sign_in.sign_out",
    "signing.sign_by_link",
    "signing.signed_by_link",
    "static",
    "ui.accessibility_statement",
    "ui.privacy",
    "ui.theme",
}


def test_every_page_and_method_is_declared(app: Flask) -> None:
    undeclared = [rule.endpoint for rule in app.url_map.iter_rules() if declaration_of(app, rule.endpoint) is None]
    assert undeclared == []


def test_only_the_pages_named_here_are_public(app: Flask) -> None:
    public = {row["endpoint"] for row in declared_routes(app) if row["public"]}
    assert public <= PUBLIC


def test_a_page_with_an_id_in_its_address_loads_the_thing_through_the_persons_sight(app: Flask) -> None:
    loose = [
        row["rule"]
        for row in declared_routes(app)
        if "<int:" in row["rule"] and row["public"] is None and row["loads"] is None
    ]
    assert loose == []


def test_addresses_are_in_kebab_case(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        fixed = [part for part in rule.rule.split("/") if part and "<" not in part]
        assert all(part == part.lower() and "_" not in part for part in fixed), rule.rule


def _address(app: Flask, rule) -> str:
    values = {name: 1 if "int:" + name in rule.rule else "something" for name in rule.arguments} | (rule.defaults or {})
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def test_nobody_signed_out_gets_past_the_door(app: Flask, client) -> None:
    for rule in app.url_map.iter_rules():
        declared = declaration_of(app, rule.endpoint)
        if declared is None or declared.public:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if method not in READING_METHODS:
                continue
            answer = client.open(_address(app, rule), method=method)
            assert answer.status_code == 302, (rule.rule, method, answer.status_code)
            assert "/sign-in" in answer.headers["Location"]


def test_pages_that_read_change_nothing(app: Flask) -> None:
    """A page that answers GET alone never has a permission of its own for changing."""
    for rule in app.url_map.iter_rules():
        if not (rule.methods or set()) - READING_METHODS:
            declared = declaration_of(app, rule.endpoint)
            assert declared is not None
            assert declared.changing == declared.reading, rule.rule


@pytest.mark.parametrize("path", ["/.git/config", "/.env", "/console", "/debug", "/static/"])
def test_nothing_is_served_that_is_not_a_page(client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_another_host_name_is_refused(client) -> None:
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_carries_the_headers(client) -> None:
    for path in ("/sign-in", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store, private"


def test_a_reading_page_never_opens_a_writing_transaction(app: Flask, client) -> None:
    statements: list[str] = []
    with app.app_context():
        engine = database().engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: statements.append(statement))
    client.get("/sign-in")
    assert not [one for one in statements if one.split()[0] in {"INSERT", "UPDATE", "DELETE"}]

"""`formsapp routes`: every page with what it asks of whom, as the access checker reads it."""

import json
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from formsapp.access.requires import Declaration


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@with_appcontext
def routes(as_json: bool) -> None:
    """Every page and method with the permission it asks for."""
    rows = declared_routes(current_app)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['method']:6} {row['rule']:60} {row['permission'] or 'public: ' + row['public']}")


def declared_routes(app: Flask) -> list[dict[str, Any]]:
    """A row a rule and method. KeyError-free by construction: tests/access proves that every page is declared."""
    rows = []
    for rule in app.url_map.iter_rules():
        declaration = declaration_of(app, rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            permissions = declaration.permissions_for(method) if declaration else ()
            rows.append(
                {
                    "rule": rule.rule,
                    "endpoint": rule.endpoint,
                    "method": method,
                    "permission": " or ".join(permissions) or None,
                    "permissions": list(permissions),
                    "public": declaration.public if declaration else None,
                    "loads": declaration.load.__name__ if declaration and declaration.load else None,
                }
            )
    return sorted(rows, key=lambda row: (row["rule"], row["method"]))


def declaration_of(app: Flask, endpoint: str) -> Declaration | None:
    """What the page declared; static files are public by their nature; None where nobody declared anything."""
    if endpoint == "static":
        return Declaration(public="style sheets, scripts and pictures hold nothing of anybody")
    return getattr(app.view_functions[endpoint], "declaration", None)

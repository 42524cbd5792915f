"""The application's templates, without a database or a request."""

from collections.abc import Callable
from functools import cache

from flask import Flask
from markupsafe import Markup

from formsapp import create_app
from tests.conftest import settings_for_tests


@cache
def application() -> Flask:
    """An application that never opens its database."""
    return create_app(settings_for_tests("sqlite:///never-opened.sqlite"))


def macro(name: str) -> Callable[..., Markup]:
    """A component, to be called as a template would."""
    component: Callable[..., Markup] = getattr(
        application().jinja_env.get_template(f"components/{name}.html").module, name
    )
    return component

"""Safeguarding audits for partnerships in England: the web application and its command line."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from formsapp.settings import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The application, from settings (by default those of the environment).

    Everything is imported here and not above: the scoring commands live in this package too and need none of it.
    """
    from formsapp.application import put_together  # noqa: PLC0415  see above
    from formsapp.settings import Settings  # noqa: PLC0415  see above

    return put_together(settings or Settings.from_environment())

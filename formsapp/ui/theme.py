"""The partnership's colour as a stylesheet: the content security policy refuses styles inside a page."""

from hashlib import sha256

from flask import current_app, url_for

from formsapp.settings import Settings

#: The design system's own custom properties; greys where GOV.UK has its blue.
_STYLES = """:root {
  --govuk-brand-colour: COLOUR;
  --govuk-template-background-colour: #f3f5f6;
  --govuk-surface-background-colour: #f3f5f6;
  --govuk-surface-border-colour: #b5bfc7;
}
"""


def theme_styles() -> str:
    """The stylesheet."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    return _STYLES.replace("COLOUR", settings.partnership_colour)


def theme_address() -> str:
    """The address of the stylesheet, which changes with it."""
    return url_for("ui.theme", v=sha256(theme_styles().encode()).hexdigest()[:10])

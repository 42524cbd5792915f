"""The web application, put together: settings, database, templates, features; nothing else."""

from datetime import timedelta

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from formsapp.database import connect_database
from formsapp.features import add_features
from formsapp.settings import Settings
from formsapp.sign_in.sessions import identify
from formsapp.ui.errors import add_error_pages
from formsapp.ui.headers import add_headers
from formsapp.ui.templating import set_up_templates

#: Twice what the longest real section needs. Only somebody signed in may send a file.
LARGEST_FORM = 2 * 1024 * 1024
LARGEST_UPLOAD = 110 * 1024 * 1024


def put_together(settings: Settings) -> Flask:
    """The application of one installation."""
    app = Flask("formsapp", static_folder="ui/static", static_url_path="/static", template_folder="ui/templates")
    app.extensions["formsapp_settings"] = settings
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-formsapp" if settings.is_secure else "formsapp",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=[settings.host],
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own way to wrap the application
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    set_up_templates(app)
    connect_database(app, settings.database_url)
    app.before_request(identify)
    app.before_request(_allow_files)
    CSRFProtect(app)
    add_headers(app)
    add_error_pages(app)
    add_features(app)
    if settings.is_demo:
        from formsapp.demo.sign_in_list import show_whom_to_sign_in_as  # noqa: PLC0415  an invented borough, nowhere else

        show_whom_to_sign_in_as(app)
    return app


def _allow_files() -> None:
    if g.actor is not None:
        request.max_content_length = max(request.max_content_length or 0, LARGEST_UPLOAD)

"""The headers of every response: what a browser may load, keep and show."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)

#: What browsers may keep: its address changes when it does, and it is the same for everyone.
KEPT = frozenset({"static", "ui.theme"})


def add_headers(app: Flask) -> None:
    """Put the security headers on every response; nothing but static files may be cached."""
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if request.endpoint not in KEPT:
            headers["Cache-Control"] = "no-store, private"
        return response

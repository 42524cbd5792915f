"""Permission is declared where the page is declared. A page has no other way to get the thing it shows."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import READING_METHODS
from formsapp.ui.typed import carried, typed

Page = Callable[..., Any]
NOT_SIGNED_IN = 401


@dataclass(frozen=True)
class Declaration:
    """What a page asks of whoever opens it (`reading`) and of whoever posts to it (`changing`): any one of these."""

    reading: tuple[Permission, ...] = ()
    changing: tuple[Permission, ...] = ()
    load: Callable[..., Any] | None = None
    public: str | None = None
    #: Whether an open page asks for it by itself: that somebody is there it does not show, and keeps nobody signed in.
    polled: bool = False

    def permissions_for(self, method: str) -> tuple[Permission, ...]:
        """The permissions of which this method asks for one."""
        return self.reading if method in READING_METHODS else self.changing


def requires(
    *permissions: Permission,
    changing: Permission | None = None,
    load: Callable[..., Any] | None = None,
    polled: bool = False,
) -> Callable[[Page], Page]:
    """Let only those in who may. `load(actor=..., **from_url)` fetches the thing, 404 where it is outside their sight.

    Any one of several permissions is enough: each is held by another side, and `load` knows both. `changing` names
    another permission for POST. The page receives the thing as its first argument, and those parts of the address
    that `load` does not take.
    """
    takes = _names_taken(load)

    def declare(page: Page) -> Page:
        declaration = Declaration(
            reading=permissions, changing=permissions if changing is None else (changing,), load=load, polled=polled
        )

        @wraps(page)
        def guarded(**from_url: Any) -> Any:
            if g.get("actor") is None:
                return _to_sign_in()
            actor = current_actor()
            things = [] if load is None else [load(actor=actor, **{name: from_url.pop(name) for name in takes})]
            if not any(can(actor, asked, *things) for asked in declaration.permissions_for(request.method)):
                abort(403)
            return page(*things, **from_url)

        guarded.declaration = declaration  # type: ignore[attr-defined]
        return guarded

    return declare


def public(reason: str) -> Callable[[Page], Page]:
    """Let everyone in, and say why."""

    def declare(page: Page) -> Page:
        page.declaration = Declaration(public=reason)  # type: ignore[attr-defined]
        return page

    return declare


def _names_taken(load: Callable[..., Any] | None) -> list[str]:
    return [] if load is None else [name for name in inspect.signature(load).parameters if name != "actor"]


def _to_sign_in() -> Response | tuple[str | dict[str, str], int]:
    """Send someone who is not signed in to do so and back; who was saving is shown what they typed, to copy."""
    if request.method in READING_METHODS:
        return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))
    if request.accept_mimetypes.best == "application/json":
        return {"state": "signed-out"}, NOT_SIGNED_IN
    page = render_template("signed_out.html", typed=typed(), carried=carried(), next_page=request.full_path.rstrip("?"))
    return page, NOT_SIGNED_IN

"""The message that the glass was broken: to whoever decides about the return, with no word of it or of the reason."""

from collections.abc import Iterable
from textwrap import dedent

from flask import current_app

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audits.models import Audit
from formsapp.settings import Settings
from formsapp.sign_in.emails import NotSentError, send_message


def tell_broken(people: Iterable[Person], audit: Audit, *, by: Actor) -> None:
    """Tell these people, after committing. What the mail server does not take is on their home page all the same."""
    settings: Settings = current_app.extensions["formsapp_settings"]
    if not settings.smtp_host:
        return
    path = current_app.url_map.bind("").build("moderation.list_broken_glass", {"audit_id": audit.id})
    for person in people:
        words = _WORDS.format(
            name=person.name,
            reader=by.name,
            audit=audit.title,
            link=f"{settings.base_url}{path}",
            partnership=settings.partnership_name,
        )
        try:
            send_message(settings, to=person.email, subject=f"A return was opened: {audit.title}", words=words)
        except NotSentError:
            current_app.logger.warning("nobody was told by e-mail that a return was opened")


_WORDS = dedent("""\
    Dear {name},

    {reader} has an interest in a return of this audit and opened it, because it could not wait:

      {audit}

    Sign in to see which return it was and the reason that was given, and say that you have seen it:

    {link}

    {partnership}
    """)

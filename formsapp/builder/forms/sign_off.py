"""The form of who signs a return, and to what."""

from collections.abc import Iterable
from typing import Any

from formsapp.access.roles import ROLES, Over
from formsapp.builder.fields import Choice, Field, Form, Option, Rows, Words
from formsapp.builder.part import EditedPart

#: Who else signs for an organisation, beside the roles that people are given.
_OTHERS = {
    "executive": "Executive or board member",
    "lead": "Lead for the audit",
    "registered_provider": "Registered provider",
}
ROLE_WORDS = {
    **{role.key: role.title for role in ROLES.values() if role.over is Over.ORGANISATION},
    **_OTHERS,
}


def sign_off_part() -> EditedPart:
    """Who signs, in order."""
    return EditedPart("sign-off", "sign-off", lambda _data: (), _form, holds=lambda name: name == "sign_off")


def _form(_data: dict[str, Any]) -> Form:
    return Form(Rows("sign_off", "Who signs", _signature, noun="signature"))


def _signature() -> Iterable[Field]:
    return [
        Choice("role", "Who", _roles()),
        Words(
            "statement", "What they sign", rows=4, is_markdown=False, hint="In the first person, as they would say it."
        ),
    ]


def _roles() -> list[Option]:
    return [("", "Choose who signs"), *sorted(ROLE_WORDS.items(), key=lambda one: one[1])]

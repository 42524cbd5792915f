"""Who may be asked to sign, and when a return can be signed: each rule gives a refusal in a sentence, or None."""

from collections.abc import Iterable
from datetime import timedelta

from formsapp.access.actor import Actor
from formsapp.people.rules import LONGEST_NAME, looks_like_email
from formsapp.returns import rules
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.sign_off import title_of
from formsapp.signing.models import SignatureRequest
from formsapp.ui.formatting import count, lower_first

LINK_LASTS = timedelta(days=30)
#: Links sent for one return within an hour: more would fill somebody's mailbox.
MOST_AN_HOUR = 12

NEEDS_MAIL = (
    "This installation sends no email. A link is shown to nobody but the one it is for, because whoever sees it could "
    "sign in that person’s name. Those who have an account sign when they sign in. For the others, whoever submits "
    "the return writes how they agreed."
)
CHANGED_MEANWHILE = "The return changed while you were reading. Read what is below again, then sign."


def asking_refusal(opened: OpenedReturn, role: str, name: str, email: str, by: Actor) -> str | None:
    """Why this person cannot be asked to sign in this role."""
    if refusal := rules.answering_refusal(opened):
        return refusal
    if role not in {one.role for one in opened.tool.tool.sign_off}:
        return "Choose what they sign as."
    if not name or len(name) > LONGEST_NAME:
        return f"Enter the person’s name, in at most {LONGEST_NAME} characters."
    if not looks_like_email(email):
        return "Enter an email address such as name@example.org."
    if email == by.email.lower():
        return "You cannot send yourself a link. If you sign this return, sign it with your account."
    return None


def twice_refusal(role: str, others: Iterable[SignatureRequest], email: str) -> str | None:
    """Why somebody cannot be asked in a second role."""
    for one in others:
        if one.email == email and one.role != role:
            return f"{one.name} was asked to sign as {lower_first(title_of(one.role))}. Nobody signs in two roles."
    return None


def signing_refusal(opened: OpenedReturn, missing: int) -> str | None:
    """Why a return cannot be signed now: what is signed is a whole return that can still be submitted."""
    if refusal := rules.answering_refusal(opened):
        return refusal
    if missing:
        return (
            f"{count(missing, 'thing is', 'things are')} still missing from this return. Sign it when it is complete."
        )
    return None
